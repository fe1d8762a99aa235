"""The steward report: values are escaped, and the effect of a decision is right."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from mdm.command.main import main
from mdm.identify.uids import customer_uid
from mdm.report import effects
from mdm.report.cases import Case, case_of, find_cases
from mdm.report.effects import effects_of_decisions
from mdm.report.html import MOST_RECORDS, records_tables, waterfall
from mdm.report.pages import PAIRS_A_PAGE, case_pages, index_page, page_name
from mdm.score.guards import keeps_apart
from mdm.score.pairs import WEIGHT_FIELDS

CUSTOMERS = Path(__file__).parent / "customers.csv"
THRESHOLDS = {"AUTO_MERGE": 0.92, "REVIEW": 0.75}
ATTACK = "</td><script>alert('x')</script><img src=x onerror=\"alert(1)\">&"
VOID = {"meta", "img", "br", "link"}
KNOWN_TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "nav", "a", "h1", "h2", "h3", "h4",
    "p", "small", "strong", "div", "section", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "mark", "span", "br", "ul", "li", "dl", "dt", "dd", "svg", "line", "text", "rect",
}  # fmt: skip


class Page(HTMLParser):
    """Tags, attribute names and text of a page; fails where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def records(*rows: tuple[str, str], **fields: str) -> pd.DataFrame:
    """Records uid, owner's first letter; the customer is named after its first record."""
    table = pd.DataFrame(rows, columns=["uid", "born"])
    table = table.assign(customer_uid=table["born"].map(customer_uid), record_id=table["uid"])
    shown = {"source": "A", "first_name": "Ann", "last_name": "Lee", "org_name": None}
    shown |= {"standard_national_id": None}
    return table.assign(first_known="2026-01-01", full_name=None, **(shown | fields))


def pairs(*rows: tuple[str, str, str], **fields: object) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["uid_l", "uid_r", "tier"])
    weights = {f"match_weight_{field}": 1.0 for field in WEIGHT_FIELDS}
    rest = {"match_score": 0.8, "rule_score": 0.5, "guard_code": None, "reasons": "same e-mail"}
    return table.assign(**(weights | rest | {"model_version": "1"} | fields))


def case(owners: list[tuple[str, str]], found: pd.DataFrame, decided=None) -> Case:
    known = records(*owners)
    given = None
    if decided is not None:
        given = pd.DataFrame(decided, columns=["uid_l", "uid_r", "decision"])
    return case_of(tuple(sorted(set(known["customer_uid"]))), found, known, given)


def test_no_value_of_a_record_becomes_markup(model):
    fields = dict.fromkeys(("first_name", "last_name", "source", "org_name"), ATTACK)
    known = records((ATTACK, "a"), ("b", "b"), **fields)
    found = pairs((ATTACK, "b", "REVIEW"), guard_code="HOUSEHOLD", model_version=ATTACK)
    decided = pd.DataFrame(
        {"uid_l": ["b"], "uid_r": [ATTACK], "decision": ["UNSURE"], "reason": [ATTACK]}
    )
    customers = tuple(sorted(set(known["customer_uid"])))
    one = case_of(customers, found, known, decided, ((ATTACK, "b"),))
    for page in (*case_pages(one, model).values(), index_page([one])):
        parsed = Page(page)
        assert parsed.tags <= KNOWN_TAGS
        assert not any(name.startswith("on") or name == "src" for name in parsed.names)
        assert ATTACK in "".join(parsed.texts)


@pytest.mark.parametrize("reasons", [ATTACK, "", None])
def test_reasons_are_never_markup(model, reasons):
    one = case([("a", "a"), ("b", "b")], pairs(("a", "b", "REVIEW"), reasons=reasons))
    (page,) = case_pages(one, model).values()
    assert Page(page).tags <= KNOWN_TAGS


A, B, C = map(customer_uid, "abc")


@pytest.mark.parametrize(
    ("owners", "found", "decided", "asked", "same", "different"),
    [
        (
            [("a", "a"), ("b", "b")], [("a", "b", "REVIEW")], None, ("a", "b"),
            f"{A} survives and takes in {B}.", "No record moves: they stay apart.",
        ),
        (
            [("a", "a"), ("b", "a")], [("a", "b", "AUTO_MERGE")], None, ("a", "b"),
            "No record moves: they already are one customer.",
            f"{A} splits: {A} keeps a; {B} gets b.",
        ),
        (
            [("a", "a"), ("b", "a"), ("c", "a")],
            [("a", "b", "AUTO_MERGE"), ("b", "c", "AUTO_MERGE"), ("a", "c", "REVIEW")],
            None, ("a", "c"),
            "No record moves: they already are one customer.",
            f"{A} splits: {A} keeps a, b; {C} gets c.",
        ),
        (
            [("a", "a"), ("b", "b"), ("c", "b")],
            [("b", "c", "AUTO_MERGE"), ("a", "b", "REVIEW")], [("a", "c", "DIFFERENT")],
            ("a", "b"),
            f"{B} splits: {A} gets b; {C} gets c.", "No record moves: they stay apart.",
        ),
        (
            [("a", "a"), ("b", "a")], [("a", "b", "REVIEW")], [("b", "a", "SAME")], ("a", "b"),
            "No record moves: they already are one customer.",
            f"{A} splits: {A} keeps a; {B} gets b.",
        ),
    ],
)  # fmt: skip
def test_the_report_shows_the_effect_of_a_decision(owners, found, decided, asked, same, different):
    one = case(owners, pairs(*found), decided)
    (effect,) = effects_of_decisions(one, [asked], 3)
    assert effect["SAME"] == same
    assert effect["DIFFERENT"] == different


@pytest.mark.parametrize(
    ("reasons", "same"),
    [
        ("different birth date; different id number", "No record moves: they stay apart."),
        ("different id number", f"{A} survives and takes in {B}."),
    ],
)
def test_same_overrules_a_conflict_of_ids_alone(reasons, same):
    found = pairs(("a", "b", "REVIEW"), guard_code="CONFLICT", reasons=reasons)
    (effect,) = effects_of_decisions(case([("a", "a"), ("b", "b")], found), [("a", "b")], 3)
    assert effect["SAME"] == same


def test_same_overrules_the_guards_of_all_pairs_of_two_customers():
    owners = [("a", "a"), ("b", "a"), ("c", "c")]
    guarded = pairs(("a", "c", "REVIEW"), ("b", "c", "REVIEW"), guard_code="HOUSEHOLD")
    found = pd.concat([pairs(("a", "b", "AUTO_MERGE")), guarded])
    (effect,) = effects_of_decisions(case(owners, found), [("b", "c")], 3)
    assert effect["SAME"] == f"{A} survives and takes in {C}."


def test_pairs_of_two_customers_are_read_once_for_all_their_effects(monkeypatch):
    reads = []

    def counted(found: pd.DataFrame) -> pd.Series:
        reads.append(len(found))
        return keeps_apart(found)

    monkeypatch.setattr(effects, "keeps_apart", counted)
    ends = [(f"a{number}", f"b{number}") for number in range(9)]
    owners = [(uid, uid[0] + "0") for pair in zip(*ends, strict=True) for uid in pair]
    effects_of_decisions(case(owners, pairs(*((*pair, "REVIEW") for pair in ends))), ends, 3)
    assert reads == [9]


def test_the_waterfall_ends_at_the_sum_of_the_weights():
    row = {f"match_weight_{field}": 0.0 for field in WEIGHT_FIELDS}
    row |= {"match_weight_prior": -12.0, "match_weight_name": 10.0, "match_weight_email": 8.5}
    drawn = ET.fromstring(waterfall(row, THRESHOLDS))
    bars = [bar.attrib for bar in drawn.findall("rect")]
    assert [bar["class"] for bar in bars] == ["minus", "plus", "plus", "sum"]
    starts = [float(bar["x"]) for bar in bars]
    ends = [float(bar["x"]) + float(bar["width"]) for bar in bars]
    bit = (ends[0] - starts[0]) / 12
    assert starts[1] == starts[0]
    assert ends[1] == pytest.approx(starts[2], abs=0.2)
    assert ends[3] - starts[3] == pytest.approx(6.5 * bit, abs=0.3)
    tier = next(line for line in drawn.findall("line") if line.attrib["class"] == "tier")
    assert float(tier.attrib["x1"]) - starts[3] == pytest.approx(
        math.log2(0.92 / 0.08) * bit, abs=0.3
    )
    assert "e-mail +8.5" in drawn.find("title").text


def test_only_values_that_differ_from_the_majority_are_marked():
    known = records(("a", "a"), ("b", "a"), ("c", "a"))
    known["first_name"] = ["Ann", "ann ", "Bob"]
    known["last_name"] = ["Lee", None, "Lee"]
    known["source"] = ["A", "B", "C"]
    table = records_tables(known)
    assert table.count("<td><mark>") == 1
    assert "<td><mark>Bob</mark></td>" in table
    assert "missing" in table


def test_a_different_spelling_is_not_marked():
    known = records(("a", "a"), ("b", "a"), ("c", "a"))
    known["phone"] = ["+44 113 496 0000", "0044-1134960000", "0113 4960001"]
    known["standard_phone"] = ["1134960000", "1134960000", "1134960001"]
    known["email"] = ["A@x.de", "b@x.de", "a@x.de"]
    known["standard_email"] = ["a@x.de", None, "a@x.de"]
    table = records_tables(known)
    assert "<mark>0113 4960001</mark>" in table
    assert "<mark>b@x.de</mark>" in table
    assert table.count("<mark>") == 3
    assert 'title="1134960000">0044-1134960000' in table


def test_a_case_shows_all_records_and_all_open_pairs(model):
    uids = [f"r{number:03d}" for number in range(3 * MOST_RECORDS + 1)]
    ends = [(uids[0], uid, "REVIEW") for uid in uids[1:]]
    unlike = (uids[1], uids[2], "NO_MATCH")
    one = case([(uid, uid) for uid in uids], pairs(*ends, unlike))
    pages = case_pages(one, model)
    assert list(pages) == [page_name(one, number + 1) for number in range(len(pages))]
    assert len(pages) == -(-len(ends) // PAIRS_A_PAGE) == 2
    first, second = pages.values()
    assert all(f">{uid}<br>" in first for uid in uids)
    assert f"of {len(uids)} side by side" in first
    for _, uid, _ in ends:
        assert (first + second).count(f"<h3>{uids[0]} and {uid}</h3>") == 1
    assert f"<h3>{uids[1]} and {uids[2]}</h3>" not in first + second
    assert "1 more compared pairs are NO_MATCH" in second
    assert page_name(one, 2) in first
    assert page_name(one) in second
    assert all(Page(page).tags <= KNOWN_TAGS for page in pages.values())
    assert all(len(name) < 100 for name in pages)


def test_a_value_is_compared_with_the_records_of_all_tables():
    uids = [f"r{number:03d}" for number in range(MOST_RECORDS + 2)]
    known = records(*[(uid, "a") for uid in uids])
    known.loc[len(uids) - 1, "first_name"] = "Bob"
    tables = records_tables(known).split("</table>")
    assert "<mark>Bob</mark>" not in tables[0]
    assert "<mark>Bob</mark>" in tables[1]
    assert "<mark>Ann</mark>" not in tables[1]


def test_each_open_pair_is_in_the_case_of_its_connected_customers():
    known = records(("a", "a"), ("b", "b"), ("c", "c"), ("d", "b"), ("e", "e"), ("f", "f"))
    queue = pd.DataFrame({"uid_l": ["b", "e", "a", "a"], "uid_r": ["c", "f", "b", "d"]})
    found = pairs(("b", "c", "REVIEW"), ("e", "f", "REVIEW"), ("a", "b", "REVIEW"))
    cases = list(find_cases(queue, found, known, None, 5))
    assert [one.asked for one in cases] == [(("b", "c"), ("a", "b"), ("a", "d")), (("e", "f"),)]
    assert [set(one.records["uid"]) for one in cases] == [{"a", "b", "c", "d"}, {"e", "f"}]
    assert len(list(find_cases(queue, found, known, None, 1))) == 1
    assert list(find_cases(queue.iloc[[]], found, known, None, 5)) == []
    page = index_page(cases)
    assert page.index(page_name(cases[0])) < page.index(page_name(cases[1]))


def test_the_pages_of_a_file_are_written_and_linked(tmp_path, capsys):
    result, out = tmp_path / "result", tmp_path / "pages"
    assert main(["match", str(CUSTOMERS), "--out", str(result), "--model", "active"]) == 0
    report = ["report", str(CUSTOMERS), "--result", str(result), "--out", str(out)]
    assert main(report) == 0
    pages = {path.name for path in out.iterdir()}
    index = (out / "index.html").read_text(encoding="utf-8")
    assert len(pages) > 1
    assert all(name in index for name in pages - {"index.html"})
    for path in out.iterdir():
        assert Page(path.read_text(encoding="utf-8")).tags <= KNOWN_TAGS
    assert main([*report, "--customer", "C-XWPH4ZF3FEA2QAPG"]) == 0
    assert (out / "C-XWPH4ZF3FEA2QAPG.html").is_file()
    assert main([*report, "--customer", "C-1"]) == 2
    assert "'C-1'" in capsys.readouterr().err

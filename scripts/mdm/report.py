"""The steward's report: a page for each case, and an index in the order of the queue."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from .explain import GUARD_WORDS
from .guards import AUTO
from .parameters import MatchModel
from .report_cases import Case, Ends, what_follows
from .report_parts import reasons_list, records_table, tag, text, waterfall
from .report_style import STYLE

MOST_PAIRS = 30
INDEX = "index.html"


def page_name(case: Case) -> str:
    """Return the file name of a case's page, made of its customers' uids."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", "_".join(case.customers)) + ".html"


def case_page(case: Case, model: MatchModel) -> str:
    """Return the page of a case.

    model: whose thresholds and limits hold. The asked pairs come first, at most MOST_PAIRS in all.
    """
    asked = {frozenset(ends): number for number, ends in enumerate(case.asked)}
    place = [asked.get(frozenset(ends), len(asked)) for ends in _ends(case.pairs)]
    ordered = case.pairs.assign(place=place).sort_values("place", kind="stable")
    shown = ordered.head(MOST_PAIRS)
    follows = what_follows(case, _ends(shown), int(model.limits["links_apart"]))
    sections = [
        _pair_section(row, said, frozenset((row["uid_l"], row["uid_r"])) in asked, model.thresholds)
        for row, said in zip(shown.to_dict("records"), follows, strict=True)
    ]
    left = len(ordered) - len(sections)
    more = [tag("p", f"Not shown: {left} more compared pairs.")] if left > 0 else []
    count = "One customer" if len(case.customers) == 1 else "Two customers, or one?"
    body = [
        tag("nav", tag("a", "All cases", href=INDEX), aria_label="Report"),
        tag("h1", f"{count} {tag('small', text(' and '.join(case.customers)))}"),
        records_table(case.records),
        _decisions(case.decisions),
        tag("h2", "Pairs and what speaks for and against them"),
        *(sections or [tag("p", "No two of these records were compared.")]),
        *more,
    ]
    return _document(" and ".join(case.customers), "".join(body))


def index_page(cases: Sequence[Case]) -> str:
    """Return the index of cases, in their order."""
    rows = [_index_row(number, case) for number, case in enumerate(cases, start=1)]
    heads = ("", "Customers", "Records", "Pairs to decide", "Best score", "Names", "First question")
    head = tag("thead", tag("tr", "".join(tag("th", name, scope="col") for name in heads)))
    table = tag("table", head + tag("tbody", "".join(rows)), class_="index")
    empty = tag("p", "Nothing waits for a decision.")
    said = tag("p", f"{len(cases)} cases; those come first whose decision changes most.")
    return _document("Review queue", tag("h1", "Review queue") + (said + table if rows else empty))


def _index_row(number: int, case: Case) -> str:
    asked = {frozenset(ends) for ends in case.asked}
    waiting = case.pairs[[frozenset(ends) in asked for ends in _ends(case.pairs)]]
    best = f"{waiting['match_score'].max():.4f}" if len(waiting) else ""
    first = waiting[[set(ends) == set(case.asked[0]) for ends in _ends(waiting)]] if asked else []
    reason = text(first["reasons"].iloc[0]) if len(first) else ""
    link = tag("a", text(" and ".join(case.customers)), href=page_name(case))
    cells = [link, str(len(case.records)), str(len(waiting)), best, text(_names(case)), reason]
    return tag("tr", tag("td", str(number)) + "".join(tag("td", cell) for cell in cells))


def _names(case: Case) -> str:
    fields = [name for name in ("org_name", "full_name") if name in case.records]
    found: list[str] = []
    for row in case.records.to_dict("records"):
        person = [row.get(name) for name in ("first_name", "last_name")]
        person = [name for name in person if pd.notna(name)]
        whole = [row[name] for name in fields if pd.notna(row[name])]
        found += [str(name) for name in whole[:1] or ([" ".join(person)] if person else [])]
    return " / ".join(list(dict.fromkeys(found))[:3])


def _pair_section(
    row: Mapping[str, object],
    follows: Mapping[str, str],
    is_asked: bool,
    thresholds: Mapping[str, float],
) -> str:
    left, right = str(row["uid_l"]), str(row["uid_r"])
    tier = tag("strong", text(row["tier"]), class_=f"tier {str(row['tier']).lower()}")
    head = tag("h3", f"{text(left)} and {text(right)}")
    scores = f"match score {row['match_score']:.4f}, rule score {row['rule_score']:.2f}"
    verdict = tag("p", f"{tier} {scores}, model {text(row['model_version'])}")
    guard = row["guard_code"]
    barred = "" if pd.isna(guard) else _guard(str(guard), row["tier"] == AUTO)
    parts = [head, verdict, barred, waterfall(row, thresholds), reasons_list(str(row["reasons"]))]
    list_ = "".join(tag("dt", text(name)) + tag("dd", text(said)) for name, said in follows.items())
    parts.append(tag("h4", "What a decision would do") + tag("dl", list_))
    return tag("section", "".join(parts), class_="pair asked" if is_asked else "pair")


def _guard(code: str, is_auto: bool) -> str:
    bars = "" if is_auto else ", so it does not merge by itself"
    return tag("p", f"Guard {tag('strong', text(code))}: {text(GUARD_WORDS[code])}{bars}.")


def _decisions(decisions: pd.DataFrame) -> str:
    if decisions.empty:
        return tag("p", "No steward has decided on these records yet.")
    items = []
    for row in decisions.to_dict("records"):
        known = [row.get(name) for name in ("steward", "decided_at", "reason")]
        notes = ", ".join(text(value) for value in known if text(value))
        said = f"{text(row['uid_l'])} and {text(row['uid_r'])}: {text(row['decision'])}"
        items.append(tag("li", f"{said} ({notes})" if notes else said))
    return tag("h2", "Decided by stewards") + tag("ul", "".join(items))


def _ends(pairs: pd.DataFrame) -> list[Ends]:
    return list(zip(pairs["uid_l"], pairs["uid_r"], strict=True))


def _document(title: str, body: str) -> str:
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        + tag("title", text(title)) + tag("style", STYLE)
    )  # fmt: skip
    page = tag("html", tag("head", head) + tag("body", tag("main", body)), lang="en")
    return f"<!doctype html>\n{page}\n"

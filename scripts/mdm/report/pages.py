"""The steward report: HTML pages per case, and an index in the order of the queue."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from ..match_model import MatchModel
from ..score.guards import AUTO, NO_MATCH
from ..score.reasons import GUARD_WORDS
from .cases import Case, Ends
from .effects import effects_of_decisions
from .html import STYLE, reasons_list, records_tables, tag, text, waterfall
from .words import counted

PAIRS_A_PAGE = 30
INDEX = "index.html"


def page_name(case: Case, number: int = 1) -> str:
    """Return the file name of a case's page, built from its customers' uids."""
    first, *others = case.customers
    named = "_".join(case.customers) if len(others) < 2 else f"{first}_and_{len(others)}_more"
    page = "" if number == 1 else f"_page_{number}"
    return re.sub(r"[^A-Za-z0-9_-]", "-", named + page) + ".html"


def case_pages(case: Case, model: MatchModel) -> dict[str, str]:
    """Return the pages of a case by file name: all records on the first, then the pairs.

    model: gives thresholds and limits. The pairs to decide come first, PAIRS_A_PAGE per page, then
    other REVIEW and AUTO_MERGE pairs. NO_MATCH pairs are only counted.
    """
    asked = {frozenset(ends): number for number, ends in enumerate(case.asked)}
    place = [asked.get(frozenset(ends), len(asked)) for ends in _ends(case.pairs)]
    ordered = case.pairs.assign(place=place).sort_values("place", kind="stable")
    ordered["is_asked"] = ordered["place"] < len(asked)
    shown = ordered[ordered["is_asked"] | (ordered["tier"] != NO_MATCH)]
    unlike = len(ordered) - len(shown)
    footer = tag("p", f"{unlike} more compared pairs are NO_MATCH.") if unlike else ""
    starts = range(0, max(len(shown), 1), PAIRS_A_PAGE)
    pages = {}
    for number, start in enumerate(starts, start=1):
        end = footer if number == len(starts) else ""
        pairs = shown.iloc[start : start + PAIRS_A_PAGE]
        pages[page_name(case, number)] = _case_page(case, pairs, (number, len(starts)), end, model)
    return pages


def _case_page(
    case: Case, pairs: pd.DataFrame, page: tuple[int, int], end: str, model: MatchModel
) -> str:
    effects_of_pairs = effects_of_decisions(case, _ends(pairs), int(model.limits["links_apart"]))
    sections = [
        _pair_section(row, effects, row["is_asked"], model.thresholds)
        for row, effects in zip(pairs.to_dict("records"), effects_of_pairs, strict=True)
    ]
    number, last = page
    links = [tag("a", "All cases", href=INDEX)] + [
        tag("a", f"Page {other} of {last}", href=page_name(case, other))
        for other in range(1, last + 1)
        if other != number
    ]
    first = [records_tables(case.records), _decisions(case.decisions)] if number == 1 else []
    body = [
        tag("nav", " ".join(links), aria_label="Report"),
        tag("h1", f"{_question(case)} {tag('small', text(_title(case)))}"),
        *first,
        tag("h2", "Pairs and the evidence for and against them"),
        *(sections or [tag("p", "No pair of these records merges or needs a decision.")]),
        end,
    ]
    return _document(_title(case), "".join(body))


def _question(case: Case) -> str:
    count = len(case.customers)
    if count == 1:
        return "One customer"
    return "Two customers, or one?" if count == 2 else f"{count} customers, or fewer?"


def _title(case: Case) -> str:
    return " and ".join(case.customers)


def index_page(cases: Sequence[Case]) -> str:
    """Return the index page of the cases, in order."""
    rows = [_index_row(number, case) for number, case in enumerate(cases, start=1)]
    heads = ("", "Customers", "Records", "Pairs to decide", "Best score", "Names", "First question")
    head = tag("thead", tag("tr", "".join(tag("th", name, scope="col") for name in heads)))
    table = tag("table", head + tag("tbody", "".join(rows)), class_="index")
    empty = tag("p", "No pair needs a decision.")
    summary = tag("p", f"{counted(len(cases), 'case')}, ordered by how much a decision changes.")
    return _document(
        "Review queue", tag("h1", "Review queue") + (summary + table if rows else empty)
    )


def _index_row(number: int, case: Case) -> str:
    asked = {frozenset(ends) for ends in case.asked}
    waiting = case.pairs[[frozenset(ends) in asked for ends in _ends(case.pairs)]]
    best = f"{waiting['match_score'].max():.4f}" if len(waiting) else ""
    first = waiting[[set(ends) == set(case.asked[0]) for ends in _ends(waiting)]] if asked else []
    reason = text(first["reasons"].iloc[0]) if len(first) else ""
    link = tag("a", text(_title(case)), href=page_name(case))
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
    effects: Mapping[str, str],
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
    list_ = "".join(
        tag("dt", text(name)) + tag("dd", text(effect)) for name, effect in effects.items()
    )
    parts.append(tag("h4", "What a decision would do") + tag("dl", list_))
    return tag("section", "".join(parts), class_="pair asked" if is_asked else "pair")


def _guard(code: str, is_auto: bool) -> str:
    effect = "" if is_auto else ", so it does not merge automatically"
    return tag("p", f"Guard {tag('strong', text(code))}: {text(GUARD_WORDS[code])}{effect}.")


def _decisions(decisions: pd.DataFrame) -> str:
    if decisions.empty:
        return tag("p", "No steward decision on these records yet.")
    items = []
    for row in decisions.to_dict("records"):
        known = [row.get(name) for name in ("steward", "decided_at", "reason")]
        notes = ", ".join(text(value) for value in known if text(value))
        decision = f"{text(row['uid_l'])} and {text(row['uid_r'])}: {text(row['decision'])}"
        items.append(tag("li", f"{decision} ({notes})" if notes else decision))
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

"""Two records side by side as a table of HTML, with their differences marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape

import pandas as pd

from dashboard.tables import words

FIELDS = (
    "full_name", "email", "phone", "address", "postcode", "city", "birth_date", "national_id",
    "first_known_date", "source_system", "customer_id",
)  # fmt: skip
# Columns that differ in any two records, so differences are not marked.
NEVER_COMPARED = ("first_known_date", "source_system", "customer_id")
SAME, DIFFERENT, MISSING = "same", "differs", "missing"
# The fewest digits of a phone number without its calling code, and the similarity from which
# differences are marked.
SHORTEST_NUMBER, SIMILAR = 7, 0.6
SYMBOLS = {SAME: "=", DIFFERENT: "\u2260", MISSING: "\u2013", "": ""}
STYLE = """
<style>
table.side-by-side { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
table.side-by-side th, table.side-by-side td {
    text-align: left; padding: 0.3rem 0.6rem; vertical-align: top; overflow-wrap: anywhere;
    border-bottom: 1px solid rgba(128, 128, 128, 0.3);
}
table.side-by-side thead th { font-size: 1rem; }
table.side-by-side th[scope="row"] { overflow-wrap: normal; }
table.side-by-side tr.differs td { background: rgba(224, 161, 0, 0.14); }
table.side-by-side mark {
    background: rgba(224, 161, 0, 0.42); color: inherit; border-radius: 2px;
}
table.side-by-side td.verdict { white-space: nowrap; }
</style>
"""


def shown(value: object) -> str:
    """A value as text; empty if it is missing."""
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%d %b %Y}"
    return str(value)


def verdict(field: str, left: str, right: str) -> str:
    """Whether two values are equal, ignoring case, spaces and punctuation, and in phone numbers the
    calling code."""
    if not left or not right:
        return MISSING if left or right else ""
    shorter, longer = sorted((plain(left), plain(right)), key=len)
    if field == "phone" and len(shorter) >= SHORTEST_NUMBER:
        return SAME if longer.endswith(shorter.lstrip("0")) else DIFFERENT
    return SAME if shorter == longer else DIFFERENT


def plain(text: str) -> str:
    """The letters and digits of a value, in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()


def marked(text: str, other: str) -> str:
    """A value as HTML. Parts that the other value lacks are marked, unless little is the same."""
    compared = SequenceMatcher(None, text, other, False)
    if compared.ratio() < SIMILAR:
        return escape(text)
    parts = []
    for kind, start, end, _, _ in compared.get_opcodes():
        part = escape(text[start:end])
        parts.append(f"<mark>{part}</mark>" if kind != "equal" and part else part)
    return "".join(parts)


def compared_table(
    left: Mapping[str, object], right: Mapping[str, object], headings: Sequence[str]
) -> str:
    """Two records as a table of HTML. headings: of the left and the right record."""
    rows = []
    for field in FIELDS:
        values = shown(left.get(field)), shown(right.get(field))
        found = "" if field in NEVER_COMPARED else verdict(field, *values)
        cells = [
            marked(own, other) if found == DIFFERENT else escape(own) or "\u2013"
            for own, other in (values, values[::-1])
        ]
        rows.append(
            f'<tr class="{found}"><th scope="row">{escape(words(field))}</th>'
            + "".join(f"<td>{cell}</td>" for cell in cells)
            + f'<td class="verdict">{SYMBOLS[found]} {found}</td></tr>'
        )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in ("", *headings, ""))
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'{STYLE}<table class="side-by-side">{body}</table>'

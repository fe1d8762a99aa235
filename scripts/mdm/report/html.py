"""HTML fragments of the steward report: records side by side, a waterfall of match weights."""

import math
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from ..score.guards import REVIEW
from ..score.pairs import WEIGHT_FIELDS
from ..standardise.records import RECORD_COLUMNS
from .explain_pair import FIELD_WORDS, reasons_by_field

FIELD_HEADS = {
    "source": "Source", "first_name": "First name", "last_name": "Last name",
    "org_name": "Organisation", "full_name": "Name as written", "email": "E-mail",
    "phone": "Phone", "address": "Address", "city": "City", "postcode": "Postcode",
    "country": "Country", "birth_date": "Birth date", "national_id": "Id number",
}  # fmt: skip
LABEL, WIDTH, ROW, EDGE = 170, 760, 24, 80
MOST_RECORDS = 12
"""Records side by side in one table; more records go into further tables."""
STANDARD = "standard_"


def text(value: object) -> str:
    """Return a value as escaped text; a missing value is empty."""
    return "" if value is None or pd.isna(value) else escape(str(value), quote=True)


def tag(name: str, inner: str, **attributes: str) -> str:
    """Return an element; `inner` is HTML, attribute values are escaped, a trailing _ is dropped."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{given}>{inner}</{name}>"


def records_tables(records: pd.DataFrame) -> str:
    """Return tables with a column per record and a row per field, MOST_RECORDS in a table.

    Values that differ from the most frequent one are marked. Standardised values (standard_<field>)
    are compared if they exist, so that spelling does not matter; they are shown as tooltips.
    """
    marks = {
        field: _differing(records[field], records.get(STANDARD + field))
        for field in RECORD_COLUMNS
        if field in records and records[field].notna().any()
    }
    starts = range(0, len(records), MOST_RECORDS)
    return "".join(_records_table(records, marks, start) for start in starts)


def _records_table(records: pd.DataFrame, marks: Mapping[str, Sequence[bool]], start: int) -> str:
    shown = records.iloc[start : start + MOST_RECORDS]
    heads = "".join(
        tag("th", f"{text(row.uid)}<br><small>{text(row.customer_uid)}</small>", scope="col")
        for row in shown.itertuples()
    )
    rows = [
        _field_row(field, shown, differs[start : start + MOST_RECORDS])
        for field, differs in marks.items()
    ]
    count = f"Records {start + 1} to {start + len(shown)} of {len(records)} side by side."
    caption = tag("caption", f"{count} <mark>Marked</mark>: differs from the most frequent value.")
    head = tag("thead", tag("tr", tag("td", "") + heads))
    table = tag("table", caption + head + tag("tbody", "".join(rows)), class_="records")
    options = {"tabindex": "0", "role": "region", "aria_label": f"Records from {start + 1} on"}
    return tag("div", table, class_="wide", **options)


def _differing(values: pd.Series, standard: pd.Series | None) -> list[bool]:
    """Return which values differ from the most frequent one; a missing value does not differ."""
    known = values if standard is None else standard.where(standard.notna(), values)
    plain = [" ".join(str(value).split()).upper() for value in known]
    given = [one for one, value in zip(plain, values, strict=True) if pd.notna(value)]
    usual = max(given, key=given.count)
    compared = values.name != "source"
    return [
        compared and pd.notna(value) and one != usual
        for one, value in zip(plain, values, strict=True)
    ]


def _field_row(field: str, shown: pd.DataFrame, differs: Sequence[bool]) -> str:
    standard = shown.get(STANDARD + field, pd.Series(None, index=shown.index, dtype="object"))
    cells = []
    for value, compared, marked in zip(shown[field], standard, differs, strict=True):
        inner = text(value) or tag("span", "missing", class_="missing")
        title = {"title": str(compared)} if text(value) and text(compared) else {}
        cells.append(tag("td", tag("mark", inner) if marked else inner, **title))
    return tag("tr", tag("th", FIELD_HEADS[field], scope="row") + "".join(cells))


def waterfall(row: Mapping[str, object], thresholds: Mapping[str, float]) -> str:
    """Return an SVG waterfall chart of a pair's match weights, field by field, and their sum.

    row: match_weight_<field> in bits. thresholds: probability by tier, drawn as lines.
    """
    weights = {field: float(row[f"match_weight_{field}"]) for field in WEIGHT_FIELDS}
    bars, total = [], 0.0
    for field, bits in weights.items():
        if field == "prior" or abs(bits) >= 0.05:
            bars.append((FIELD_WORDS[field], total, total + bits))
        total += bits
    bars.append(("total", 0.0, total))
    lines = {tier: math.log2(least / (1 - least)) for tier, least in thresholds.items()}
    ends = [0.0, *lines.values(), *(end for _, start, end in bars for end in (start, end))]
    low, high = min(ends), max(ends)
    scale = (WIDTH - LABEL - 2 * EDGE) / max(high - low, 1.0)

    def across(bits: float) -> float:
        return round(LABEL + EDGE + (bits - low) * scale, 1)

    height = ROW * (len(bars) + 1)
    parts = [_line(across(0.0), height, "zero", "")]
    parts += [_line(across(bits), height, "tier", tier) for tier, bits in lines.items()]
    for number, (label, start, end) in enumerate(bars):
        is_sum = number == len(bars) - 1
        kind = "sum" if is_sum else "plus" if end >= start else "minus"
        parts.append(_bar(label, across(start), across(end), ROW * (number + 1), kind, end - start))
    words = "; ".join(f"{label} {end - start:+.1f}" for label, start, end in bars)
    return tag(
        "svg", tag("title", f"Match weights in bits: {text(words)}") + "".join(parts),
        viewBox=f"0 0 {WIDTH} {height + 4}", role="img", class_="waterfall",
    )  # fmt: skip


def _line(at: float, height: int, kind: str, label: str) -> str:
    rule = tag("line", "", x1=str(at), x2=str(at), y1="16", y2=str(height), class_=kind)
    anchor = "end" if label == REVIEW else "start"
    shown = tag("text", text(label), x=str(at), y="12", text_anchor=anchor, class_="edge")
    return rule + shown


def _bar(label: str, start: float, end: float, top: int, kind: str, bits: float) -> str:
    left, width = min(start, end), max(abs(end - start), 1.0)
    at = max(start, end) + 5
    return (
        tag("text", text(label), x=str(LABEL), y=str(top + 14), text_anchor="end")
        + tag("rect", "", x=str(left), y=str(top), width=f"{width:.1f}", height="16", class_=kind)
        + tag("text", f"{bits:+.1f}", x=f"{at:.1f}", y=str(top + 13), class_="bits")
    )


def reasons_list(reasons: str) -> str:
    """Return a pair's reasons as a list, one line per field."""
    found = reasons_by_field("" if pd.isna(reasons) else reasons)
    items = [
        tag("li", f"{text(FIELD_WORDS[field])}: {text(', '.join(words))}")
        for field, words in found.items()
    ]
    return tag("ul", "".join(items))


STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.45 system-ui, sans-serif; color: #1c1f23; background: #fff; margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
h1 { font-size: 1.5rem; } h1 small { font-size: 1rem; font-weight: 400; color: #4a5058; }
h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 0; }
h4 { font-size: .95rem; margin: .75rem 0 .25rem; }
a { color: #0b5394; } a:focus, .wide:focus { outline: 3px solid #0b5394; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; padding: .25rem 0; color: #4a5058; }
th, td { border: 1px solid #cfd4da; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead th, tbody th { background: #f3f5f7; } thead th small { font-weight: 400; }
mark { background: #ffe9a8; color: inherit; padding: 0 .15rem; border-bottom: 2px solid #8a6100; }
.missing { color: #6b7280; font-style: italic; }
.pair { border: 1px solid #cfd4da; border-left-width: 6px; padding: .75rem 1rem; margin: 1rem 0; }
.asked { border-left-color: #8a6100; }
.tier { padding: .1rem .4rem; border: 1px solid currentColor; }
.auto_merge { color: #0b5a34; } .review { color: #7a4f00; } .no_match { color: #7f1d1d; }
.waterfall { display: block; width: 100%; max-width: 45rem; font-size: 13px; }
.waterfall .plus { fill: #2b7bba; } .waterfall .minus { fill: #c2571a; }
.waterfall .sum { fill: #3f4650; }
.waterfall .zero { stroke: #3f4650; } .waterfall .tier { stroke: #7a4f00; stroke-dasharray: 4 3; }
.waterfall .edge { font-size: 11px; fill: #4a5058; }
ul { margin: .25rem 0; padding-left: 1.25rem; }
dl { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  body { font-size: 10pt; } nav { display: none; } .wide { overflow: visible; }
  .pair, tr { break-inside: avoid; } h2 { break-after: avoid; }
  mark, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

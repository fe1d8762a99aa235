"""Tables on the page and as files: readable names, no formulas."""

from __future__ import annotations

import re
from inspect import signature

import pandas as pd
import streamlit as st

from dashboard.units import EURO, SHARE, unit_of

# Spreadsheets run a cell that starts with one of these as a formula, also after spaces.
FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$&])")
# When Streamlit chooses a column's width, it ignores values that are much longer than most.
PIXELS_PER_CHARACTER, CELL_PADDING, WIDEST = 7, 20, 420
# Missing numbers as empty cells; the Streamlit version in Snowflake does not support it.
OPTIONS = {"placeholder": ""} if "placeholder" in signature(st.dataframe).parameters else {}
WORDS = {"eur": "\u20ac", "pct": "%", "uid": "uid", "id": "id", "csat": "CSAT", "nps": "NPS"}


def words(name: str) -> str:
    """The name of a column as a heading: lifetime_value_eur -> Lifetime value (€)."""
    parts = name.split("_")
    unit = f" ({WORDS[parts[-1]]})" if parts[-1] in ("eur", "pct") else ""
    if unit:
        parts = parts[:-1]
    text = " ".join(WORDS.get(part, part) for part in parts)
    return text[:1].upper() + text[1:] + unit


def without_formula(value: object) -> object:
    """Text with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def as_it_is(text: str) -> str:
    """A value escaped for Markdown: no links, pictures or emphasis."""
    return MARKDOWN.sub(r"\\\1", text)


def is_text(column: pd.Series) -> bool:
    """Whether a column has text, not numbers, days or booleans."""
    types = pd.api.types
    return not (types.is_numeric_dtype(column) or types.is_datetime64_any_dtype(column))


def csv_of(table: pd.DataFrame) -> bytes:
    """A table as CSV in UTF-8, with a byte order mark so that Excel reads accents."""
    strings = [name for name in table.columns if is_text(table[name])]
    clean = table.assign(**{name: table[name].map(without_formula) for name in strings})
    clean = clean.rename(columns=without_formula)
    return clean.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def column_settings(table: pd.DataFrame) -> dict[str, object]:
    """Headings and number formats of the columns."""
    found: dict[str, object] = {}
    for name in table.columns:
        unit = unit_of(name)
        if pd.api.types.is_datetime64_any_dtype(table[name]):
            is_day = (table[name].dropna() == table[name].dropna().dt.normalize()).all()
            form = "YYYY-MM-DD" if is_day else "YYYY-MM-DD HH:mm"
            found[name] = st.column_config.DatetimeColumn(words(name), format=form)
        elif pd.api.types.is_bool_dtype(table[name]):
            found[name] = st.column_config.CheckboxColumn(words(name))
        elif pd.api.types.is_numeric_dtype(table[name]):
            form = "euro" if unit == EURO else "percent" if unit == SHARE else "localized"
            found[name] = st.column_config.NumberColumn(words(name), format=form)
        else:
            found[name] = st.column_config.TextColumn(words(name), width=width_of(table[name]))
    return found


def width_of(column: pd.Series) -> int | None:
    """The width in pixels for strings of very different lengths; None to let Streamlit choose."""
    lengths = column.fillna("").astype(str).str.len()
    if lengths.empty or lengths.max() < 1.5 * max(lengths.mean(), 1):
        return None
    needed = max(int(lengths.max()), len(words(str(column.name))))
    return min(needed * PIXELS_PER_CHARACTER + CELL_PADDING, WIDEST)


def show_table(table: pd.DataFrame, name: str) -> None:
    """A table with its download."""
    strings = {
        column: table[column].fillna("") for column in table.columns if is_text(table[column])
    }
    st.dataframe(
        table.assign(**strings),
        hide_index=True,
        width="stretch",
        column_config=column_settings(table),
        key=f"table {name}",
        **OPTIONS,
    )
    st.download_button(
        "Download CSV", csv_of(table), f"{name}.csv", "text/csv", key=f"csv {name}",
        on_click="ignore", icon=":material/download:",
    )  # fmt: skip

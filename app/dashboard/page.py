"""The parts of a page: heading, key figures, charts with their tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.filters import Filters
from dashboard.kpis import KPIS, Kpi, trends_of, values_of
from dashboard.tables import show_table
from dashboard.units import change, shown

FILTERS = "filters"
# Without this style, Streamlit cuts long labels of cards, leaves much space above the heading, and
# writes captions in a grey that is too light to read.
STYLE = """
<style>
[data-testid="stCaptionContainer"] { color: inherit; opacity: 0.75; }
[data-testid="stMetricLabel"] * { white-space: normal; overflow: visible; }
[data-testid="stMetricValue"], [data-testid="stMetricValue"] * {
    font-size: 1.6rem; white-space: normal; overflow: visible;
}
[data-testid="stMainBlockContainer"] { padding-top: 4rem; }
</style>
"""


def chosen() -> Filters:
    """The filters that streamlit_app.py shows before each page."""
    return st.session_state[FILTERS]


def start(title: str, question: str, metrics: Sequence[str], applied: str = "") -> Filters:
    """The heading of a page and its key figures; returns the filters.

    applied: a sentence on which filters apply, if not all of them do.
    """
    filters = chosen()
    st.title(title)
    period = f"Period: {filters.words}; its first and last month may be incomplete."
    st.caption(f"{question} {applied or period}")
    show_cards([KPIS[name] for name in metrics], filters)
    return filters


def show_cards(kpis: Sequence[Kpi], filters: Filters) -> None:
    """The key figures, with their trend and their change from the days before."""
    values, trends = values_of(kpis, filters), trends_of(kpis, filters)
    earlier = [math.nan] * len(kpis) if filters.is_all_time else values_of(kpis, filters.before())
    places = st.columns(len(kpis))
    for kpi, value, before, trend, place in zip(kpis, values, earlier, trends, places, strict=True):
        place.metric(
            kpi.label,
            shown(value, kpi.unit),
            change(value, before, kpi.unit) if kpi.day else None,
            delta_color="normal" if kpi.is_good_when_high else "inverse",
            help=kpi.help,
            border=True,
            height="stretch",
            chart_data=trend if len(trend) > 1 else None,
        )


def show_chart(
    title: str,
    chart: alt.Chart | alt.LayerChart | None,
    table: pd.DataFrame,
    note: str = "",
) -> None:
    """A chart with its heading, note, table and download; a message if there are no rows."""
    st.subheader(title)
    if note:
        st.caption(note)
    if table.empty:
        st.info("No rows for these filters.")
        return
    if chart is not None:
        st.altair_chart(chart, width="stretch", key=f"chart {title}")
    name = title.lower().replace(" ", "_").replace(",", "")
    if chart is None:
        show_table(table, name)
        return
    with st.expander("Table and CSV"):
        show_table(table, name)

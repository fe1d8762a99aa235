"""The filters that all pages share: period, region, segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from dashboard.models import FILTERED, FilterColumns
from dashboard.query import query
from dashboard.statement import Condition, among, between, earliest, latest, rows

PERIODS = {"Last 30 days": 30, "Last 90 days": 90, "Last 12 months": 365}
ALL_TIME, OTHER_DAYS = "All time", "Other days"
FIRST_DAY = date(1950, 1, 1)


@dataclass(frozen=True)
class Filters:
    """The filters that the reader chose. Without regions or segments, all rows count."""

    first: date
    last: date
    regions: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    is_all_time: bool = False

    def within(self, model: str, day: str = "") -> list[Condition]:
        """The conditions for a model, with a column for the period if the period applies."""
        columns = FILTERED.get(model, FilterColumns())
        found: list[Condition] = []
        if self.regions and columns.region:
            found.append(among(columns.region, self.regions))
        if self.segments and columns.segment:
            found.append(among(columns.segment, self.segments))
        if day and not self.is_all_time:
            found += between(day, self.first, self.last)
        return found

    def before(self) -> Filters:
        """The same filters for the preceding period of the same length."""
        days = (self.last - self.first).days + 1
        last = self.first - timedelta(days=1)
        return Filters(last - timedelta(days=days - 1), last, self.regions, self.segments)

    @property
    def words(self) -> str:
        """The period in words."""
        if self.is_all_time:
            return "all time"
        return f"{self.first:%d %b %Y} to {self.last:%d %b %Y}"


def data_until() -> date:
    """The day up to which the marts have data: the current as-of date of the publication."""
    return query("mart_status", measures={"day": earliest("data_until")})["day"].iloc[0].date()


def built_at() -> str:
    """When the newest mart of the publication was built, in UTC."""
    built = query("mart_status", measures={"built_at": latest("built_at")})["built_at"].iloc[0]
    return f"{built:%d %b %Y %H:%M} UTC"


def choices(column: str) -> list[str]:
    """The values of a column of the customers, in alphabetical order."""
    found = query("customer_summary", [column], {"customers": rows()}, order=[column])[column]
    return [value for value in found if isinstance(value, str)]


def chosen_days(until: date) -> tuple[date, date, bool]:
    """The widgets of the period: first and last day, and whether it is all time."""
    options = [*PERIODS, ALL_TIME, OTHER_DAYS]
    period = st.selectbox("Period", options, index=2, key="period", help=f"Up to {until:%d %b %Y}")
    if period == ALL_TIME:
        return FIRST_DAY, until, True
    if period in PERIODS:
        return until - timedelta(days=PERIODS[period] - 1), until, False
    start = until - timedelta(days=29)
    found = st.date_input("Days", (start, until), max_value=until, key="days", format="YYYY-MM-DD")
    days: Sequence[date] = found if isinstance(found, tuple) else (found,)
    return (days[0], days[-1], False) if days else (start, until, False)


def show_filters(until: date) -> Filters:
    """Shows the widgets in the sidebar; returns the filters chosen there."""
    with st.sidebar:
        first, last, is_all_time = chosen_days(until)
        regions = st.multiselect(
            "Region", choices("sales_region"), key="region", placeholder="All",
            help="Sales: region of the sale. All else: region of the customer.",
        )  # fmt: skip
        segments = st.multiselect(
            "Segment", choices("segment"), key="segment", placeholder="All",
            help="Segment of the customer: at the time for sales, deals, alerts and web events.",
        )  # fmt: skip
    return Filters(first, last, tuple(regions), tuple(segments), is_all_time)

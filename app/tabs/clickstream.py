"""Clickstream: the path to a conversion, referrers, campaigns."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.kpis import CONVERTED
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import Condition, distinct, is_, is_not, starts_with
from dashboard.units import COUNT, SHARE

# Below this many sessions a conversion rate is not meaningful.
FEW_SESSIONS = 100
SMALL = "small sample"

filters = start(
    "Clickstream",
    "How do visitors find us, and who converts?",
    ["sessions", "converted_sessions", "conversion_rate"],
)
model = "fact_clickstream"
where = filters.within(model, "event_date")
if filters.regions or filters.segments:
    st.info("Filters for region and segment leave out visitors who are not known as customers.")

steps = {
    "All sessions": distinct("session_id"),
    "Saw products": distinct("session_id", starts_with("page", "/products")),
    "Started a form": distinct("session_id", is_("event_type", "form_start")),
    "Submitted a form": distinct("session_id", is_("event_type", "form_submit")),
    "Converted": CONVERTED,
}
counts = query(
    model, (), {f"step_{place}": item for place, item in enumerate(steps.values())}, where
)
funnel = pd.DataFrame({"step": list(steps), "sessions": counts.iloc[0].astype(int).tolist()})
funnel["share"] = funnel["sessions"] / max(funnel["sessions"].iloc[0], 1)
show_chart(
    "Sessions on the path to a conversion",
    charts.bars(funnel, "step", "sessions", "sessions", COUNT, "Sessions", order=list(steps)),
    funnel if funnel["sessions"].any() else funnel.iloc[:0],
    "A session counts at each step that it contains. Not every conversion needs every step.",
)


def conversion_by(column: str, *conditions: Condition) -> pd.DataFrame:
    """Sessions and conversion rate by a column; small samples are marked."""
    measures = {"sessions": distinct("session_id"), "converted_sessions": CONVERTED}
    found = query(model, [column], measures, [*where, *conditions], ["-sessions"])
    found["conversion_rate"] = found["converted_sessions"] / found["sessions"]
    is_small = found["sessions"] < FEW_SESSIONS
    found["sample"] = is_small.map({True: SMALL, False: ""})
    marks = is_small.map({True: f" ({SMALL})", False: ""})
    return found.assign(**{column: found[column].fillna("(none)") + marks})


note = f"Below {FEW_SESSIONS} sessions a rate is marked as a {SMALL}."
left, right = st.columns(2)
with left:
    referrers = conversion_by("referrer")
    chart = charts.bars(referrers, "referrer", "sessions", "sessions", COUNT, "Sessions")
    show_chart("Sessions by referrer", chart, referrers)
    campaigns = conversion_by("campaign", is_not("campaign", None))
    chart = charts.bars(campaigns, "campaign", "sessions", "sessions", COUNT, "Sessions")
    show_chart("Sessions by campaign", chart, campaigns)
with right:
    chart = charts.bars(
        referrers, "referrer", "conversion_rate", "sessions", SHARE, "Conversion rate"
    )
    show_chart("Conversion rate by referrer", chart, referrers, note)
    chart = charts.bars(
        campaigns, "campaign", "conversion_rate", "sessions", SHARE, "Conversion rate"
    )
    show_chart("Conversion rate by campaign", chart, campaigns, note)

monthly = query(
    model, ["event_date:month"],
    {"sessions": distinct("session_id"), "converted_sessions": CONVERTED}, where, ["event_date"],
)  # fmt: skip
show_chart(
    "Sessions by month",
    charts.columns(monthly, "event_date", "sessions", "sessions", COUNT, "Sessions"),
    monthly,
)

"""Executive: how the business is doing, and the traffic of the latest hours."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.kpis import CONVERTED, KPIS, REVENUE
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import Condition, distinct, is_, latest, rows
from dashboard.units import COUNT, EURO

HOURS = 48

filters = start(
    "Executive",
    "How is the business doing?",
    ["revenue", "margin", "active_customers", "win_rate", "conversion_rate"],
)

left, right = st.columns(2)
with left:
    monthly = query(
        "fact_sales", ["order_date:month"], {"revenue_eur": REVENUE},
        filters.within("fact_sales", "order_date"), ["order_date"],
    )  # fmt: skip
    chart = charts.columns(monthly, "order_date", "revenue_eur", "revenue", EURO, "Revenue")
    show_chart("Revenue by month", chart, monthly)
with right:
    monthly = query(
        "fact_sales", ["order_date:month"],
        {"active_customers": KPIS["active_customers"].measure},
        filters.within("fact_sales", "order_date"), ["order_date"],
    )  # fmt: skip
    chart = charts.columns(
        monthly, "order_date", "active_customers", "customers", COUNT, "Customers"
    )
    show_chart("Active customers by month", chart, monthly)

events, deals = "fact_clickstream", "fact_pipeline"
web = query(
    events, (), {"sessions": distinct("session_id"), "converted": CONVERTED},
    filters.within(events, "event_date"),
)  # fmt: skip
created = query(deals, (), {"deals": rows()}, filters.within(deals, "created_date"))
won = query(deals, (), {"deals": rows(is_("is_won"))}, filters.within(deals, "closed_date"))
funnel = pd.DataFrame(
    {
        "step": ["Sessions", "Converted sessions", "Created deals", "Won deals"],
        "count": [
            web["sessions"].iloc[0], web["converted"].iloc[0],
            created["deals"].iloc[0], won["deals"].iloc[0],
        ],
    }
)  # fmt: skip
show_chart(
    "From visit to won deal",
    charts.bars(funnel, "step", "count", "sessions", COUNT, "Count", order=list(funnel["step"])),
    funnel,
    "Counts of the period; a deal of this period may come from an earlier visit.",
)

hours = "fact_realtime_metrics"
newest = query(hours, (), {"hour": latest("metric_hour")})["hour"].iloc[0]
traffic = query(
    hours,
    ["metric_hour", "active_users", "page_views", "error_rate", "order_count", "open_alert_count"],
    where=[Condition("metric_hour", ">", (newest - pd.Timedelta(hours=HOURS)).to_pydatetime())],
    order=["metric_hour"],
)
show_chart(
    f"Traffic of the latest {HOURS} hours",
    charts.lines(
        traffic, "metric_hour", "page_views", "sessions", COUNT, "Page views", charts.HOURS
    ),
    traffic,
    f"Up to {newest:%d %b %Y %H:%M} UTC, the latest delivered hour; filters do not apply.",
)

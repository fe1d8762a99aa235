"""Customer 360: who the customers are, and how they feel."""

import streamlit as st

from dashboard import charts
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import rows, total
from dashboard.units import COUNT, SHARE

MOST_CUSTOMERS = 100

filters = start(
    "Customer 360",
    "Who are our customers, and how do they feel?",
    ["customers", "active_customers", "interactions", "negative_interaction_share"],
)
where = filters.within("customer_summary")
measures = {"customers": rows(), "lifetime_value_eur": total("lifetime_value_eur")}
STATUSES = ["New", "Active", "At-Risk", "Churned"]

left, right = st.columns(2)
with left:
    by_status = query("customer_summary", ["status"], measures, where, ["-customers"])
    chart = charts.bars(
        by_status, "status", "customers", "customers", COUNT, "Customers", order=STATUSES
    )
    show_chart("Customers by status", chart, by_status, "Current state.")
with right:
    by_segment = query("customer_summary", ["segment"], measures, where, ["-customers"])
    chart = charts.bars(by_segment, "segment", "customers", "customers", COUNT, "Customers")
    show_chart("Customers by segment", chart, by_segment, "Current state.")

sentiment = query(
    "fact_interactions", ["interaction_date:month", "sentiment"], {"interactions": rows()},
    filters.within("fact_interactions", "interaction_date"), ["interaction_date", "sentiment"],
)  # fmt: skip
show_chart(
    "Sentiment by month",
    charts.columns(
        sentiment, "interaction_date", "interactions", "records", SHARE, "Share of interactions",
        "sentiment", stack="normalize",
    ),
    sentiment,
)  # fmt: skip

left, right = st.columns(2)
with left:
    by_country = query(
        "customer_summary", ["country_name"], measures, where, ["-customers"], limit=15
    )
    chart = charts.bars(by_country, "country_name", "customers", "customers", COUNT, "Customers")
    show_chart("Customers by country, the 15 largest", chart, by_country, "Current state.")
with right:
    by_channel = query(
        "fact_interactions", ["channel"], {"interactions": rows()},
        filters.within("fact_interactions", "interaction_date"), ["-interactions"],
    )  # fmt: skip
    chart = charts.bars(by_channel, "channel", "interactions", "records", COUNT, "Interactions")
    show_chart("Interactions by channel", chart, by_channel)

best = query(
    "customer_summary",
    [
        "customer_uid", "full_name", "email", "phone", "country_name", "segment", "status",
        "lifecycle_stage", "lifetime_value_eur", "total_orders", "csat_average", "source_systems",
    ],
    where=where,
    order=["-lifetime_value_eur", "customer_uid"],
    limit=MOST_CUSTOMERS,
)  # fmt: skip
show_chart(f"The {MOST_CUSTOMERS} customers with the highest value", None, best)

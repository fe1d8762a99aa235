"""Lifecycle: stages, churn risk, and whom to call."""

import streamlit as st

from dashboard import charts
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import Condition, among, average, is_, rows, total
from dashboard.units import COUNT, EURO

STAGES = [
    "Onboarding", "Activated", "Growing", "Loyal", "Champion", "At-Risk", "Dormant", "Churned",
]  # fmt: skip
TIERS = ["High", "Medium", "Low"]
MOST_CALLS = 100

filters = start(
    "Lifecycle",
    "Where are customers in their lifecycle, and who is about to leave?",
    ["customers", "high_risk_customers", "churned_customers", "churn_rate"],
    "Current state: the period does not apply.",
)
model = "dim_customer_lifecycle"
where = filters.within(model)
measures = {
    "customers": rows(),
    "lifetime_value_eur": total("lifetime_value_eur"),
    "average_health_score": average("health_score"),
}

left, right = st.columns(2)
with left:
    by_stage = query(model, ["lifecycle_stage"], measures, where, ["-customers"])
    chart = charts.bars(
        by_stage, "lifecycle_stage", "customers", "customers", COUNT, "Customers", order=STAGES
    )
    show_chart("Customers by lifecycle stage", chart, by_stage)
with right:
    by_tier = query(
        model, ["churn_risk_tier"], measures, [*where, is_("is_churned", False)], ["-customers"]
    )
    chart = charts.bars(
        by_tier, "churn_risk_tier", "customers", "customers", COUNT, "Customers", order=TIERS
    )
    show_chart("Customers by churn risk", chart, by_tier, "Excludes churned customers.")
    chart = charts.bars(
        by_tier, "churn_risk_tier", "lifetime_value_eur", "revenue", EURO, "Lifetime value",
        order=TIERS,
    )  # fmt: skip
    show_chart("Value by churn risk", chart, by_tier, "Lifetime value of these customers.")

calls = query(
    model,
    [
        "customer_uid", "customer_summary.full_name", "customer_summary.phone",
        "customer_summary.email", "customer_summary.country", "lifecycle_stage", "churn_risk_tier",
        "churn_risk_score", "days_since_last_order", "health_score", "lifetime_value_eur",
        "predicted_ltv_12_months_eur",
    ],
    where=[
        *where,
        is_("is_churned", False),
        among("churn_risk_tier", ("High", "Medium")),
        Condition("lifetime_value_eur", ">", 0),
    ],
    order=["-lifetime_value_eur", "customer_uid"],
    limit=MOST_CALLS,
)  # fmt: skip
show_chart(
    "Whom to call",
    None,
    calls,
    f"Up to {MOST_CALLS} customers with a high or medium churn risk, the most valuable first.",
)

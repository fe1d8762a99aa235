"""Lifecycle: stages, churn risk, movements between stages, and whom to call."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.kpis import ACTIVE_BEFORE, RETAINED
from dashboard.page import chosen, show_chart, start
from dashboard.query import query
from dashboard.statement import Condition, among, average, is_, is_not, rows, total
from dashboard.units import COUNT, EURO, SHARE

STAGES = [
    "Onboarding", "Activated", "Growing", "Loyal", "Champion", "At-Risk", "Dormant", "Churned",
]  # fmt: skip
TIERS = ["High", "Medium", "Low"]
MOST_CALLS = 100
NO_STAGE = {"None": "(none)"}
# Heading -> time axis and explanation.
READINGS = {
    "as it was": (
        "source_time",
        "As it was: by source time, with all that is known now and the current members of each"
        " customer.",
    ),
    "as it was known": (
        "load_time",
        "As it was known: by load time, with what had been delivered and the members"
        " known then. It begins with the first delivery.",
    ),
}

filters = start(
    "Lifecycle",
    "Where are customers in their lifecycle, and who is about to leave?",
    [
        "customers", "high_risk_customers", "churn_rate", "newly_churned_customers",
        "monthly_retention",
    ],
    f"The period applies to months, by their last day: {chosen().words}; the last one may be"
    " incomplete. All else is current.",
)  # fmt: skip
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


def show_stages(reading: str, explanation: str, where: list[Condition]) -> None:
    """The shares of the stages at the end of each month."""
    found = query(
        "fact_customer_monthly",
        ["month_start", "as_of_date", "lifecycle_stage"],
        {"customers": rows()},
        where,
        ["month_start", "lifecycle_stage"],
    )
    chart = charts.columns(
        found, "month_start", "customers", "customers", SHARE, "Share of customers",
        "lifecycle_stage", "normalize",
    )  # fmt: skip
    show_chart(f"Stages by month, {reading}", chart, found, explanation)


def show_movements(reading: str, explanation: str, where: list[Condition]) -> None:
    """Who churned, came back or stayed in each month, and between which stages customers moved."""
    model = "customer_stage_movements"
    figures = {"customers": rows(), "revenue_12_months_eur": total("from_revenue_12_months_eur")}
    moved = query(
        model,
        ["month_start", "movement"],
        figures,
        [*where, among("movement", ("Churned", "New", "Won back"))],
        ["month_start", "movement"],
    )
    retained = retention(where)
    left, right = st.columns(2)
    with left:
        chart = charts.columns(
            moved, "month_start", "customers", "customers", COUNT, "Customers", "movement"
        )
        show_chart(f"Churned, new and won back, {reading}", chart, moved, explanation)
    with right:
        chart = charts.lines(
            retained, "month_start", "retention_rate", "customers", SHARE, "Retention",
            from_zero=False,
        )  # fmt: skip
        note = "Share of the customers that had not churned a month earlier and still have not."
        show_chart(f"Retention by month, {reading}", chart, retained, f"{note} {explanation}")
    between = query(
        model,
        ["from_stage", "to_stage"],
        figures,
        [*where, is_not("movement", "Unchanged")],
        ["-customers", "from_stage", "to_stage"],
    )
    between = between.replace({"from_stage": NO_STAGE, "to_stage": NO_STAGE})
    note = (
        "All months of the period, with the revenue of the twelve months before; (none) is before"
        " a customer's first month or after its last."
    )
    show_chart(f"Movements between stages, {reading}", None, between, f"{note} {explanation}")


def retention(where: list[Condition]) -> pd.DataFrame:
    """Customers that had not churned a month earlier, and how many of them still have not."""
    found = query(
        "customer_stage_movements",
        ["month_start"],
        {"customers_before": rows(*ACTIVE_BEFORE), "customers_retained": rows(*RETAINED)},
        where,
        ["month_start"],
    )
    divisor = found["customers_before"].where(found["customers_before"] != 0)
    return found.assign(retention_rate=found["customers_retained"] / divisor)


for reading, place in zip(READINGS, st.columns(2), strict=True):
    axis, explanation = READINGS[reading]
    months = filters.within("fact_customer_monthly", "as_of_date")
    with place:
        show_stages(reading, explanation, [*months, is_("time_axis", axis)])

for reading, (axis, explanation) in READINGS.items():
    of_axis = is_("time_axis", axis)
    found = query("customer_stage_movements", measures={"customers": rows()}, where=[of_axis])
    if found["customers"].iloc[0]:
        months = filters.within("customer_stage_movements", "as_of_date")
        show_movements(reading, explanation, [*months, of_axis])
    else:
        st.caption(f"Movements between stages, {reading}: they begin with the second month.")

calls = query(
    model,
    [
        "customer_uid", "customer_summary.full_name", "customer_summary.phone",
        "customer_summary.email", "customer_summary.country_name", "lifecycle_stage",
        "churn_risk_tier", "churn_risk_score", "days_since_last_order", "health_score",
        "lifetime_value_eur", "predicted_ltv_12_months_eur",
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

"""The key figures: each is a metric of the semantic layer (models/semantic/).

tests/python/app/test_cards.py compares them: label, model, day and value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd

from dashboard.filters import Filters
from dashboard.query import query
from dashboard.statement import Measure, average, distinct, is_, is_not, rows, total
from dashboard.units import COUNT, DAYS, EURO, SHARE

TREND_DAYS = 365


@dataclass(frozen=True)
class Kpi:
    """A metric on a card: a measure of a model, or the ratio of two.

    day: the column to which the period applies; empty for a current state, which has no period.
    """

    label: str
    model: str
    measure: Measure
    unit: str
    help: str
    day: str = ""
    divisor: Measure | None = None
    is_good_when_high: bool = True


REVENUE = total("line_total_eur", is_("is_revenue"))
PROFIT = total("profit_eur", is_("is_revenue"))
ORDERS = distinct("order_id", is_("is_revenue"))
WON = rows(is_("is_won"))
CONVERTED = distinct("session_id", is_("is_conversion"))
OVERDUE = (is_("is_open"), is_("is_response_met", False), is_("responded_at", None))
AS_IT_WAS = is_("time_axis", "source_time")
CHURNED = (AS_IT_WAS, is_("movement", "Churned"))
# Movements of customers that had not churned a month earlier, and of those that still have not.
ACTIVE_BEFORE = (is_not("from_stage", "None"), is_not("from_stage", "Churned"))
RETAINED = (*ACTIVE_BEFORE, is_not("to_stage", "None"), is_not("to_stage", "Churned"))
CURRENT = "Current state: the period does not apply."

# Name of the metric -> card.
KPIS = {
    "revenue": Kpi(
        "Revenue", "fact_sales", REVENUE, EURO,
        "Value of order lines that were not cancelled.", "order_date",
    ),
    "profit": Kpi(
        "Profit", "fact_sales", PROFIT, EURO, "Revenue less cost of goods sold.", "order_date",
    ),
    "margin": Kpi(
        "Margin", "fact_sales", PROFIT, SHARE, "Share of revenue that is profit.", "order_date",
        REVENUE,
    ),
    "orders": Kpi(
        "Orders", "fact_sales", ORDERS, COUNT, "Orders that were not cancelled.", "order_date",
    ),
    "average_order_value": Kpi(
        "Average order value", "fact_sales", REVENUE, EURO, "Revenue per order.", "order_date",
        ORDERS,
    ),
    "active_customers": Kpi(
        "Active customers", "fact_sales",
        distinct("customer_uid", is_("is_revenue"), is_not("customer_uid", "UNKNOWN")),
        COUNT, "Golden customers with an order that was not cancelled.", "order_date",
    ),
    "customers": Kpi(
        "Customers", "dim_customer_lifecycle", rows(), COUNT,
        f"Golden customers including churned ones. {CURRENT}",
    ),
    "churned_customers": Kpi(
        "Churned customers", "dim_customer_lifecycle", rows(is_("is_churned")), COUNT,
        f"All their records are closed, or they have been idle for too long. {CURRENT}",
        is_good_when_high=False,
    ),
    "churn_rate": Kpi(
        "Churn rate", "dim_customer_lifecycle", rows(is_("is_churned")), SHARE,
        f"Share of the customers that have churned. {CURRENT}", divisor=rows(),
        is_good_when_high=False,
    ),
    "high_risk_customers": Kpi(
        "High-risk customers", "dim_customer_lifecycle",
        rows(is_("churn_risk_tier", "High"), is_("is_churned", False)), COUNT,
        f"Not churned, but with a high risk of it. {CURRENT}", is_good_when_high=False,
    ),
    "newly_churned_customers": Kpi(
        "Newly churned", "customer_stage_movements", rows(*CHURNED), COUNT,
        "Customers that churned in a month, as it was.", "as_of_date", is_good_when_high=False,
    ),
    "monthly_retention": Kpi(
        "Monthly retention", "customer_stage_movements", rows(AS_IT_WAS, *RETAINED), SHARE,
        "Share of the customers not churned at the end of a month that were not churned a month"
        " later either, as it was.",
        "as_of_date", rows(AS_IT_WAS, *ACTIVE_BEFORE),
    ),
    "won_deals": Kpi(
        "Won deals", "fact_pipeline", WON, COUNT, "Deals closed as won.", "closed_date",
    ),
    "win_rate": Kpi(
        "Win rate", "fact_pipeline", WON, SHARE, "Share of closed deals that were won.",
        "closed_date", rows(is_not("closed_date", None)),
    ),
    "days_to_win": Kpi(
        "Days to win", "fact_pipeline", average("age_days", is_("is_won")), DAYS,
        "Average days from the creation of a deal until it was won.", "closed_date",
        is_good_when_high=False,
    ),
    "open_deals": Kpi(
        "Open deals", "fact_pipeline", rows(is_("is_open")), COUNT,
        f"Deals that are not closed. {CURRENT}",
    ),
    "open_pipeline": Kpi(
        "Open pipeline", "fact_pipeline", total("amount_eur", is_("is_open")), EURO,
        f"Amount of deals that are not closed. {CURRENT}",
    ),
    "sessions": Kpi(
        "Sessions", "fact_clickstream", distinct("session_id"), COUNT, "Sessions on the website.",
        "event_date",
    ),
    "converted_sessions": Kpi(
        "Converted sessions", "fact_clickstream", CONVERTED, COUNT,
        "Sessions with a demo request, a free trial or a checkout.", "event_date",
    ),
    "conversion_rate": Kpi(
        "Conversion rate", "fact_clickstream", CONVERTED, SHARE,
        "Share of sessions that converted.", "event_date", distinct("session_id"),
    ),
    "fraud_alerts": Kpi(
        "Fraud alerts", "fact_fraud_signals", rows(), COUNT, "Alerts by detection date.",
        "detected_date", is_good_when_high=False,
    ),
    "open_fraud_alerts": Kpi(
        "Open alerts", "fact_fraud_signals", rows(is_("is_open")), COUNT,
        f"Alerts that are not resolved. {CURRENT}", is_good_when_high=False,
    ),
    "overdue_fraud_alerts": Kpi(
        "Overdue alerts", "fact_fraud_signals", rows(*OVERDUE), COUNT,
        f"Open alerts without a response although its due time has passed. {CURRENT}",
        is_good_when_high=False,
    ),
    "fraud_loss": Kpi(
        "Fraud loss", "fact_fraud_signals",
        total("financial_impact_eur", is_("is_confirmed_fraud")), EURO,
        "Loss from confirmed fraud, by detection date.", "detected_date",
        is_good_when_high=False,
    ),
    "interactions": Kpi(
        "Interactions", "fact_interactions", rows(), COUNT,
        "Contacts of customers with service.", "interaction_date",
    ),
    "negative_interaction_share": Kpi(
        "Negative interactions", "fact_interactions", rows(is_("sentiment", "Negative")), SHARE,
        "Share of interactions with negative sentiment.", "interaction_date", rows(),
        is_good_when_high=False,
    ),
    "accepted_pairs": Kpi(
        "Accepted pairs", "mdm_match_pairs", rows(is_("tier", "AUTO_MERGE")), COUNT,
        f"Pairs of records in the tier AUTO_MERGE. {CURRENT}",
    ),
    "review_backlog": Kpi(
        "Review queue", "steward_review_queue", rows(), COUNT,
        f"Pairs of records that wait for a steward decision. {CURRENT}", is_good_when_high=False,
    ),
    "customers_with_conflicts": Kpi(
        "Customers with conflicts", "customer_attribute_conflicts", distinct("customer_uid"),
        COUNT, f"Golden customers whose sources contradict each other. {CURRENT}",
        is_good_when_high=False,
    ),
}  # fmt: skip


def values_of(kpis: Sequence[Kpi], filters: Filters) -> list[float]:
    """The values of key figures; not a number for a ratio without a divisor."""
    return [float(values.iloc[0]) for values in _figures(kpis, filters)]


def trends_of(kpis: Sequence[Kpi], filters: Filters) -> list[list[float]]:
    """The values of the last twelve whole months at the end of the period; [] without days."""
    last = (filters.last + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    first = (last - timedelta(days=TREND_DAYS - 1)).replace(day=1)
    months = replace(filters, first=first, last=last, is_all_time=False)
    with_days = [kpi for kpi in kpis if kpi.day]
    found = dict(zip(with_days, _figures(with_days, months, ":month"), strict=True))
    return [found[kpi].dropna().tolist() if kpi in found else [] for kpi in kpis]


def _figures(kpis: Sequence[Kpi], filters: Filters, grain: str = "") -> list[pd.Series]:
    """The values of key figures, by period if a grain is given; one query per model and day."""
    values: dict[Kpi, pd.Series] = {}
    for model, day in dict.fromkeys((kpi.model, kpi.day) for kpi in kpis):
        group = [kpi for kpi in kpis if (kpi.model, kpi.day) == (model, day)]
        measures = {f"value_{place}": kpi.measure for place, kpi in enumerate(group)}
        measures |= {f"by_{place}": kpi.divisor for place, kpi in enumerate(group) if kpi.divisor}
        columns, order = ([f"{day}{grain}"], [day]) if grain else ([], [])
        found = query(model, columns, measures, filters.within(model, day), order)
        for place, kpi in enumerate(group):
            value = found[f"value_{place}"].astype(float)
            if kpi.divisor:
                divisor = found[f"by_{place}"].astype(float)
                value = value.div(divisor.where(divisor != 0))
            values[kpi] = value
    return [values[kpi] for kpi in kpis]

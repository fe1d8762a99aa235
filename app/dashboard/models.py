"""Which models may be joined, and to which of their columns the filters apply."""

from __future__ import annotations

from dataclasses import dataclass

# (model, other model) -> the column that both have.
JOINS = {
    ("customer_stage_movements", "customer_summary"): "customer_uid",
    ("dim_customer_lifecycle", "customer_summary"): "customer_uid",
    ("fact_clickstream", "customer_summary"): "customer_uid",
    ("fact_clickstream", "dim_customer"): "customer_key",
    ("fact_customer_monthly", "customer_summary"): "customer_uid",
    ("fact_fraud_signals", "customer_summary"): "customer_uid",
    ("fact_fraud_signals", "dim_customer"): "customer_key",
    ("fact_interactions", "customer_summary"): "customer_uid",
    ("fact_interactions", "dim_customer"): "customer_key",
    ("fact_pipeline", "customer_summary"): "customer_uid",
    ("fact_pipeline", "dim_customer"): "customer_key",
    ("fact_pipeline_daily", "customer_summary"): "customer_uid",
    ("fact_pipeline_daily", "dim_customer"): "customer_key",
    ("fact_sales", "dim_customer"): "customer_key",
    ("fact_sales", "dim_product"): "product_key",
}


@dataclass(frozen=True)
class FilterColumns:
    """The columns to which the filters region and segment apply; empty: the filter is ignored."""

    region: str = ""
    segment: str = ""


# A fact has the customer's segment at its time, as the metrics do; a model with one row per
# customer, or per customer and month, has the current one. Sales have their own region, other facts
# that of the customer.
AT_ITS_TIME = FilterColumns("customer_summary.sales_region", "dim_customer.segment")
OF_THE_CUSTOMER = FilterColumns("customer_summary.sales_region", "customer_summary.segment")
FILTERED = {
    "customer_stage_movements": OF_THE_CUSTOMER,
    "customer_summary": FilterColumns("sales_region", "segment"),
    "dim_customer_lifecycle": OF_THE_CUSTOMER,
    "fact_clickstream": AT_ITS_TIME,
    "fact_customer_monthly": OF_THE_CUSTOMER,
    "fact_fraud_signals": AT_ITS_TIME,
    "fact_interactions": AT_ITS_TIME,
    "fact_pipeline": AT_ITS_TIME,
    "fact_pipeline_daily": AT_ITS_TIME,
    "fact_sales": FilterColumns("region", "dim_customer.segment"),
}


def join_key(model: str, other: str) -> str:
    """The condition that joins two models; raises ValueError if they are not joined."""
    key = JOINS.get((model, other))
    if key is None:
        raise ValueError(f"{model} is not joined with {other}; add it to JOINS")
    return f"{model}.{key} = {other}.{key}"

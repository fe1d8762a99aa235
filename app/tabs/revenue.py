"""Revenue: by month, category and region, with its margin."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.kpis import ORDERS, PROFIT, REVENUE
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.units import EURO, SHARE

filters = start(
    "Revenue",
    "What do we sell, where, and at what margin?",
    ["revenue", "profit", "margin", "orders", "average_order_value"],
)
where = filters.within("fact_sales", "order_date")
measures = {"revenue_eur": REVENUE, "profit_eur": PROFIT, "orders": ORDERS}


def sales_by(columns: list[str], order: list[str]) -> pd.DataFrame:
    """Revenue, profit, orders and margin by some columns."""
    found = query("fact_sales", columns, measures, where, order)
    revenue = found["revenue_eur"].astype(float)
    return found.assign(margin=found["profit_eur"].astype(float) / revenue.where(revenue != 0))


monthly = sales_by(["order_date:month", "region"], ["order_date", "region"])
show_chart(
    "Revenue by month and region",
    charts.columns(monthly, "order_date", "revenue_eur", "revenue", EURO, "Revenue", "region"),
    monthly,
)
by_month = sales_by(["order_date:month"], ["order_date"])
by_category = sales_by(["dim_product.category"], ["-revenue_eur"])
by_region = sales_by(["region"], ["-revenue_eur"])

left, right = st.columns(2)
with left:
    chart = charts.bars(by_category, "category", "revenue_eur", "revenue", EURO, "Revenue")
    show_chart("Revenue by category", chart, by_category)
    chart = charts.lines(by_month, "order_date", "margin", "profit", SHARE, "Margin")
    show_chart("Margin by month", chart, by_month)
with right:
    chart = charts.bars(by_category, "category", "margin", "profit", SHARE, "Margin")
    show_chart("Margin by category", chart, by_category)
    chart = charts.bars(by_region, "region", "revenue_eur", "revenue", EURO, "Revenue")
    show_chart("Revenue by region", chart, by_region)

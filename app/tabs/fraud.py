"""Fraud: severity, methods, open and overdue alerts."""

import streamlit as st

from dashboard import charts
from dashboard.kpis import OVERDUE
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import is_, rows, total
from dashboard.units import COUNT, EURO

SEVERITIES = ["Critical", "High", "Medium", "Low"]
MOST_ALERTS = 200

filters = start(
    "Fraud",
    "Which alerts are waiting, and what does fraud cost?",
    ["fraud_alerts", "open_fraud_alerts", "overdue_fraud_alerts", "fraud_loss"],
)
model = "fact_fraud_signals"
where = filters.within(model, "detected_date")
now = filters.within(model)
LOSS = total("financial_impact_eur", is_("is_confirmed_fraud"))

left, right = st.columns(2)
with left:
    by_severity = query(
        model, ["severity"],
        {"alerts": rows(), "open_alerts": rows(is_("is_open")), "loss_eur": LOSS}, where,
        ["-alerts"],
    )  # fmt: skip
    chart = charts.bars(
        by_severity, "severity", "alerts", "alerts", COUNT, "Alerts", order=SEVERITIES
    )
    show_chart("Alerts by severity", chart, by_severity)
    by_type = query(
        model, ["fraud_type"], {"alerts": rows(), "loss_eur": LOSS}, where, ["-loss_eur"]
    )
    chart = charts.bars(by_type, "fraud_type", "loss_eur", "alerts", EURO, "Loss")
    show_chart("Loss by type of fraud", chart, by_type, "Confirmed fraud.")
with right:
    by_status = query(model, ["alert_status"], {"alerts": rows()}, where, ["-alerts"])
    chart = charts.bars(by_status, "alert_status", "alerts", "alerts", COUNT, "Alerts")
    show_chart("Alerts by status", chart, by_status)
    by_method = query(
        model, ["detection_method"],
        {
            "alerts": rows(),
            "confirmed": rows(is_("is_confirmed_fraud")),
            "false_positives": rows(is_("is_false_positive")),
        },
        where, ["-alerts"],
    )  # fmt: skip
    by_method["confirmed_share"] = by_method["confirmed"] / by_method["alerts"]
    chart = charts.bars(by_method, "detection_method", "alerts", "alerts", COUNT, "Alerts")
    show_chart("Alerts by detection method", chart, by_method)

monthly = query(
    model, ["detected_date:month", "severity"], {"alerts": rows()}, where,
    ["detected_date", "severity"],
)  # fmt: skip
show_chart(
    "Alerts by month and severity",
    charts.columns(monthly, "detected_date", "alerts", "alerts", COUNT, "Alerts", "severity"),
    monthly,
)

columns = [
    "fraud_alert_id", "severity", "fraud_type", "alert_status", "risk_score", "team",
    "detected_at", "response_due_at", "flagged_amount_eur", "customer_uid",
    "customer_summary.full_name",
]  # fmt: skip
order = ["response_due_at", "fraud_alert_id"]
overdue = query(model, columns, where=[*now, *OVERDUE], order=order, limit=MOST_ALERTS)
show_chart("Overdue alerts", None, overdue, "Currently open, unanswered, and past the due time.")
waiting = query(model, columns, where=[*now, is_("is_open")], order=order, limit=MOST_ALERTS)
show_chart("Open alerts", None, waiting, "Currently open, by response due time.")

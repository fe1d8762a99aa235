"""The events of a timeline, each with its model, its time and the columns that describe it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.statement import Measure, rows, total


@dataclass(frozen=True)
class EventType:
    """A type of event of the timeline: the model, its time and the columns that describe it.

    amount: the column with the amount, if any. measures: aggregates, one row per event otherwise.
    until: the column that is compared with the day, if it is not the time. state: the word that
    changes after the event, such as the status of an order.
    """

    name: str
    model: str
    time: str
    words: tuple[str, ...]
    amount: str = ""
    measures: Mapping[str, Measure] = field(default_factory=dict)
    until: str = ""
    state: str = ""


EVENT_TYPES = (
    EventType(
        "Order", "fact_sales", "ordered_at", ("order_id", "order_status"), "amount_eur",
        {"amount_eur": total("line_total_eur")}, state="order_status",
    ),
    EventType(
        "Service", "fact_interactions", "interacted_at",
        ("channel", "interaction_type", "sentiment", "outcome"), state="outcome",
    ),
    EventType(
        "Ticket", "fact_tickets", "opened_at", ("issue_type", "priority", "ticket_status"),
        state="ticket_status",
    ),
    EventType(
        "Deal", "fact_pipeline", "created_at", ("deal_id", "current_stage"), "amount_eur",
        state="current_stage",
    ),
    EventType(
        "Alert", "fact_fraud_signals", "detected_at", ("fraud_type", "severity", "alert_status"),
        "flagged_amount_eur", state="alert_status",
    ),
    EventType(
        "Payment", "fact_transactions", "transacted_at",
        ("transaction_type", "transaction_status"), "amount_eur", state="transaction_status",
    ),
    EventType(
        "Web", "fact_clickstream", "event_date", ("referrer", "clicks"),
        measures={"clicks": rows()}, until="event_at",
    ),
)  # fmt: skip

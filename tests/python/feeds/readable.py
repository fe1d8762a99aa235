"""An independent definition of readable values: codes, numbers, times and keys of every feed."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

PLACEHOLDER_KEYS = {"", "?", "N/A"}
# References that every row must have, apart from its key.
REFERENCES = {
    "finance_transactions": ("ACCOUNT_ID",),
    "finance_ledger_entries": ("TRANSACTION_ID",),
    "opportunities": ("ACCOUNT_ID",),
}
CODES = {
    ("orders", "STATUS"): {"PENDING", "PROCESSING", "SHIPPED", "DELIVERED", "CANCELLED"},
    ("orders", "ORDER_SOURCE"): {"SAP", "Salesforce", "Oracle", "E-Commerce"},
    ("support_tickets", "STATUS"): {"OPEN", "PENDING", "CLOSED"},
    ("oracle_customers", "CUSTOMER_TYPE"): {"INDIVIDUAL", "BUSINESS", "INSTITUTIONAL"},
    ("finance_transactions", "STATUS"): {"PENDING", "COMPLETED", "FAILED"},
    ("shipments", "STATUS"): {"PREPARING", "IN_TRANSIT", "DELIVERED", "RETURNED"},
    ("fraud_alerts", "STATUS"): {
        "Open",
        "Investigating",
        "Confirmed Fraud",
        "False Positive",
        "Resolved",
    },
    ("exchange_rates", "CURRENCY"): {"EUR", "USD", "GBP", "INR", "JPY", "CHF"},
}
CODES_ANYWHERE = {
    "PRIORITY": {"LOW", "NORMAL", "HIGH", "URGENT"},
    "LOEVM": {"", "X"},
    "ACTIVE_FLAG": {"Y", "N"},
    "IsDeleted": {"true", "false"},
    "IsEmptySet": {"true", "false"},
    "REGION": {"EMEA", "AMER", "APAC"},
    "CURRENCY": {"EUR", "USD", "GBP", "INR", "JPY"},
    "CUSTOMER_STATUS": {"ACTIVE", "INACTIVE", "SUSPENDED", "CLOSED"},
    "ACCOUNT_TYPE": {"CHECKING", "SAVINGS", "INVESTMENT", "CREDIT"},
    "ACCOUNT_STATUS": {"ACTIVE", "FROZEN", "CLOSED"},
    "TRANSACTION_TYPE": {"DEPOSIT", "WITHDRAWAL", "TRANSFER", "PAYMENT", "FEE"},
    "SIDE": {"DEBIT", "CREDIT"},
    "CHANNEL": {"Email", "Phone", "Web Chat", "In-Person", "Social Media"},
    "SENTIMENT": {"Positive", "Neutral", "Negative"},
    "STAGE": {
        "Lead",
        "MQL",
        "SQL",
        "Discovery",
        "Proposal",
        "Negotiation",
        "Closed Won",
        "Closed Lost",
    },
    "LOSS_REASON": {"", "Price", "Timing", "Competition", "No Decision", "Feature Gap"},
    "SEVERITY": {"Critical", "High", "Medium", "Low"},
    "DEVICE": {"desktop", "mobile", "tablet"},
    "EVENT_TYPE": {
        "page_view",
        "click",
        "scroll",
        "search",
        "download",
        "video_play",
        "form_start",
        "form_submit",
        "login",
        "logout",
    },
}
RANGES = {"QUANTITY": (1, 10**9), "DISCOUNT": (0, 1), "BALANCE": (-(10**12), 10**12)}
NUMBERS = {
    *RANGES,
    *"UNIT_PRICE COST_PRICE LIFETIME_VALUE AnnualRevenue NumberOfEmployees".split(),
    *"STOCK_QUANTITY REORDER_LEVEL LINE_NUMBER AMOUNT SHIPPING_COST RESOLUTION_HOURS".split(),
    *"CSAT_SCORE NPS_SCORE PROBABILITY RISK_SCORE FLAGGED_AMOUNT FINANCIAL_IMPACT".split(),
    *"SESSION_SECONDS PAGE_LOAD_MS ACTIVE_USERS PAGE_VIEWS API_CALLS RESPONSE_MS".split(),
    *"ERROR_RATE UPTIME_PCT OPEN_TICKETS ETL_JOBS_RUNNING UNITS_PER_EURO".split(),
}
TIMES = {
    *"UPDATED_AT ORDER_TIME OPENED_AT CLOSED_AT CREATED_AT TRANSACTION_TIME BOOKED_AT".split(),
    *"SHIPPED_AT DELIVERED_AT INTERACTION_TIME EVENT_TIME DETECTED_AT METRIC_HOUR".split(),
    "_loaded_at",
}
ZULU = {"SystemModstamp", "CreatedDate"}
ZULU_FEEDS = {"opportunities"}
DATES = {
    "DATE_OF_BIRTH": "%Y-%m-%d",
    "REGISTRATION_DATE": "%Y-%m-%d",
    "LAUNCH_DATE": "%Y-%m-%d",
    "OPENED_DATE": "%Y-%m-%d",
    "ESTIMATED_DELIVERY_DATE": "%Y-%m-%d",
    "EXPECTED_CLOSE_DATE": "%Y-%m-%d",
    "RATE_DATE": "%Y-%m-%d",
    "ERDAT": "%Y%m%d",
    "UPDAT": "%Y%m%d",
}


def is_time(text: str, pattern: str) -> bool:
    """Whether a string has exactly the format of a pattern."""
    try:
        return datetime.strptime(text, pattern).strftime(pattern) == text
    except ValueError:
        return False


def is_stamp(feed: str, column: str, text: str) -> bool:
    """Whether a string is a time in the format of its system."""
    zulu = column in ZULU or (feed in ZULU_FEEDS and not column.startswith("_"))
    return is_time(text, "%Y-%m-%dT%H:%M:%S.000Z" if zulu else "%Y-%m-%d %H:%M:%S")


def flaw_of(feed: str, column: str, text: str, keys: Collection[str]) -> str | None:
    """The reason why a loader cannot read a value, or None."""
    if column in keys and text.strip(" \u200b") in PLACEHOLDER_KEYS:
        return "missing_key"
    codes = CODES.get((feed, column), CODES_ANYWHERE.get(column))
    if codes:
        return None if text in codes else "unknown_code"
    if not text:
        return None
    if column in DATES:
        return None if is_time(text, DATES[column]) else "invalid_date"
    if column in TIMES or column in ZULU:
        return None if is_stamp(feed, column, text) else "invalid_timestamp"
    if column in NUMBERS:
        if not re.fullmatch(r"-?\d+(\.\d+)?", text):
            return "invalid_number"
        low, high = RANGES.get(column, (0, 10**12))
        return None if low <= float(text) <= high else "out_of_range"
    return None


def flaws_of(feed: str, keys: Collection[str], row: Mapping[str, str]) -> set[tuple[str, str]]:
    """Each unreadable column of a row, with the reason."""
    needed = (*keys, *REFERENCES.get(feed, ()))
    return {
        (column, flaw)
        for column, text in row.items()
        if (flaw := flaw_of(feed, column, text, needed))
        and not (row.get("IsEmptySet") == "true" and column == "ContactId")
    }

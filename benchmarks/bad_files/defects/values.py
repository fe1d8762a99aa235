"""Numbers, dates, times, codes and required values in one row of three."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from bad_files.delivery import defect
from bad_files.draft import Draft

GROUP = "values"
NUMBER, DECIMALS, RANGE = "invalid_number", "too_many_decimals", "out_of_range"
DATE, TIME, CODE = "invalid_date", "invalid_timestamp", "unknown_code"

# What is wrong -> column, text, and the reason in quarantine or the value that is stored.
VALUES: dict[str, tuple[str, str | None, object]] = {
    "thousands separators": ("shipments.SHIPPING_COST", "1,234.56", NUMBER),
    "a decimal comma": ("shipments.SHIPPING_COST", "12,50", NUMBER),
    "a currency sign": ("shipments.SHIPPING_COST", "€12.50", NUMBER),
    "a currency after the number": ("finance_transactions.AMOUNT", "12.50 EUR", NUMBER),
    "an exponent": ("finance_transactions.AMOUNT", "1e3", NUMBER),
    "an exponent that no number holds": ("finance_transactions.AMOUNT", "1e999", NUMBER),
    "infinity": ("finance_transactions.AMOUNT", "inf", NUMBER),
    "NaN": ("fraud_alerts.FLAGGED_AMOUNT", "NaN", NUMBER),
    "a hexadecimal number": ("fraud_alerts.RISK_SCORE", "0x1F", NUMBER),
    "digits of another script": ("fraud_alerts.RISK_SCORE", "٤٢", NUMBER),
    "full-width digits": ("order_lines.QUANTITY", "１２", NUMBER),
    "a fraction in a whole number": ("order_lines.QUANTITY", "1.5", DECIMALS),
    "a whole number with zeros after its point": ("order_lines.QUANTITY", "3.000", 3),
    "no units": ("order_lines.QUANTITY", "0", RANGE),
    "more units than 32 bits hold": ("order_lines.QUANTITY", "3000000000", RANGE),
    "a number of 60 digits": ("order_lines.QUANTITY", "9" * 60, RANGE),
    "a price with seven decimals": ("order_lines.UNIT_PRICE", "0.0000001", DECIMALS),
    "a price with four decimals": ("order_lines.UNIT_PRICE", "0.0035", Decimal("0.0035")),
    "a price with six decimals": ("order_lines.UNIT_PRICE", "0.333333", Decimal("0.333333")),
    "a price below zero": ("order_lines.UNIT_PRICE", "-1.00", RANGE),
    "a price of nothing": ("order_lines.UNIT_PRICE", None, NUMBER),
    "a price of minus zero": ("order_lines.UNIT_PRICE", "-0.00", Decimal(0)),
    "a discount of 110 %": ("order_lines.DISCOUNT", "1.1", RANGE),
    "a discount with a percent sign": ("order_lines.DISCOUNT", "10%", NUMBER),
    "a discount with six decimals": ("order_lines.DISCOUNT", "0.333333", Decimal("0.333333")),
    "a discount with eight decimals": ("order_lines.DISCOUNT", "0.33333333", DECIMALS),
    "a line number with a fraction": ("order_lines.LINE_NUMBER", "1.4", DECIMALS),
    "leading zeros": ("interactions.CSAT_SCORE", "0005", 5),
    "a score between two": ("interactions.CSAT_SCORE", "4.7", DECIMALS),
    "a score that is too high": ("interactions.NPS_SCORE", "11", RANGE),
    "a minus after the number, as SAP writes it": ("finance_accounts.BALANCE", "100.00-", NUMBER),
    "parentheses for a negative number": ("finance_accounts.BALANCE", "(100.00)", NUMBER),
    "a third of a cent": ("finance_accounts.BALANCE", "0.333", DECIMALS),
    "a balance of a quintillion": ("finance_accounts.BALANCE", "1000000000000000000.00", RANGE),
    "a plus sign": ("finance_accounts.BALANCE", "+12.50", Decimal("12.50")),
    "a typographic minus": ("finance_accounts.BALANCE", "\u22125.00", NUMBER),
    "no-break spaces around a number": (
        "finance_accounts.BALANCE",
        "\u00a07.25\u202f",
        Decimal("7.25"),
    ),
    "a space inside a number": ("finance_accounts.BALANCE", "1 000.00", NUMBER),
    "a word for a number": ("opportunities.AMOUNT", "N/A", NUMBER),
    "a probability in percent": ("opportunities.PROBABILITY", "50", RANGE),
    "a probability with five decimals": ("opportunities.PROBABILITY", "0.12345", DECIMALS),
    "30 February": ("oracle_customers.REGISTRATION_DATE", "2025-02-30", DATE),
    "29 February of no leap year": ("oracle_customers.REGISTRATION_DATE", "2023-02-29", DATE),
    "29 February": ("oracle_customers.REGISTRATION_DATE", "2024-02-29", date(2024, 2, 29)),
    "29 February 1900": ("oracle_customers.DATE_OF_BIRTH", "1900-02-29", DATE),
    "a month 13": ("oracle_customers.REGISTRATION_DATE", "2025-13-01", DATE),
    "a year of two digits": ("oracle_customers.REGISTRATION_DATE", "24-01-10", DATE),
    "the year 24": ("oracle_customers.REGISTRATION_DATE", "0024-01-10", RANGE),
    "the year 9999": ("oracle_customers.REGISTRATION_DATE", "9999-12-31", RANGE),
    "a stand-in date": ("oracle_customers.REGISTRATION_DATE", "1900-01-01", RANGE),
    "a date of zeros": ("oracle_customers.REGISTRATION_DATE", "0000-00-00", DATE),
    "a day-first date": ("oracle_customers.REGISTRATION_DATE", "10.01.2024", DATE),
    "a date with slashes": ("oracle_customers.REGISTRATION_DATE", "2024/01/10", DATE),
    "a serial date of Excel": ("oracle_customers.REGISTRATION_DATE", "45301", DATE),
    "a time instead of a date": (
        "oracle_customers.REGISTRATION_DATE",
        "2024-01-10 00:00:00",
        DATE,
    ),
    "a birth in the future": ("oracle_customers.DATE_OF_BIRTH", "2062-05-06", RANGE),
    "the hour that spring skips": ("oracle_customers.UPDATED_AT", "2025-03-09 02:30:00", TIME),
    "the hour that autumn repeats": ("oracle_customers.UPDATED_AT", "2025-11-02 01:30:00", None),
    "summer time": ("oracle_customers.UPDATED_AT", "2025-07-01 12:00:00", datetime(2025, 7, 1, 16)),
    "a change long after its delivery": (
        "oracle_customers.UPDATED_AT",
        "2062-01-05 00:00:00",
        RANGE,
    ),
    "an offset": ("orders.UPDATED_AT", "2025-12-01 10:00:00+05:00", TIME),
    "a Z": ("orders.UPDATED_AT", "2025-12-01 10:00:00Z", TIME),
    "a T": ("orders.UPDATED_AT", "2025-12-01T10:00:00", TIME),
    "a fraction of a second": ("orders.UPDATED_AT", "2025-12-01 10:00:00.5", TIME),
    "24 o'clock": ("orders.UPDATED_AT", "2025-12-01 24:00:00", TIME),
    "a leap second": ("orders.UPDATED_AT", "2016-12-31 23:59:60", TIME),
    "seconds since 1970": ("orders.UPDATED_AT", "1764579600", TIME),
    "a time without seconds": ("orders.UPDATED_AT", "2025-12-01 10:00", TIME),
    "a time before 1970": ("orders.UPDATED_AT", "1969-12-31 23:59:59", RANGE),
    "the word infinity for a time": ("orders.ORDER_TIME", "infinity", TIME),
    "no time": ("orders.ORDER_TIME", None, TIME),
    "a time with two spaces": ("orders.ORDER_TIME", "2025-12-01  10:00:00", TIME),
    "a tab inside a time": ("orders.ORDER_TIME", "2025-12-01\t10:00:00", datetime(2025, 12, 1, 10)),
    "a time with an offset, for UTC": (
        "opportunities.UPDATED_AT",
        "2025-12-01T10:00:00.000+00:00",
        TIME,
    ),
    "a time without milliseconds": ("opportunities.UPDATED_AT", "2025-12-01T10:00:00Z", TIME),
    "a code in lower case": ("orders.STATUS", "shipped", CODE),
    "a code that is not listed": ("orders.STATUS", "LOST", CODE),
    "a code with a trailing space": ("orders.STATUS", "SHIPPED ", "SHIPPED"),
    "no code": ("orders.STATUS", None, CODE),
    "a currency that is not listed": ("orders.CURRENCY", "XXX", CODE),
    "a source system that is not listed": ("orders.ORDER_SOURCE", "SIEBEL", CODE),
    "a code with a letter of another script": ("support_tickets.STATUS", "О\u0420\u0415N", CODE),
    "a boolean in upper case": ("salesforce_accounts.IsDeleted", "FALSE", CODE),
    "a boolean as a number": ("salesforce_accounts.IsDeleted", "0", CODE),
    "no boolean": ("salesforce_accounts.IsDeleted", None, CODE),
    "a digest that is too short": ("clickstream.EMAIL_SHA256", "ab" * 31, "invalid_text"),
    "a string of 1,001 characters": ("marketing_leads.FULL_NAME", "x" * 1001, "too_long"),
}
# Stored as Oracle's first hour: an hour that is repeated is taken as the earlier one.
REPEATED_HOUR = datetime(2025, 11, 2, 5, 30)


def value(title: str, place: str, text: str | None, meant: object) -> None:
    """Register a value in the second of three rows."""
    feed, column = place.split(".")

    @defect(GROUP, f"has {title} in {column}", feeds=feed)
    def apply(draft: Draft) -> None:
        if isinstance(meant, str) and meant.islower():
            draft.quarantine(1, f"{meant} in {column}", **{column: text})
        else:
            draft.store(1, column, text, REPEATED_HOUR if meant is None else meant)


for _title, (_place, _text, _meant) in VALUES.items():
    value(_title, _place, _text, _meant)


DELIVERY = {
    "an unreadable load time": ("_loaded_at", "2026-01-0X 02:00:00", "invalid_timestamp"),
    "no load time": ("_loaded_at", None, "invalid_timestamp"),
    "a load time with an offset": ("_loaded_at", "2026-01-11 02:00:00+05:00", "invalid_timestamp"),
    "a load time without seconds": ("_loaded_at", "2026-01-11 02:00", "invalid_timestamp"),
    "a load time in the far future": ("_loaded_at", "2062-01-11 02:00:00", "out_of_range"),
    "a load time of the year 26": ("_loaded_at", "0026-01-11 02:00:00", "out_of_range"),
    "a load time as a number": ("_loaded_at", "1768096800", "invalid_timestamp"),
    "no batch": ("_batch_id", None, "missing_text"),
    "a batch of one space": ("_batch_id", " ", "missing_text"),
    "a batch of a zero-width space": ("_batch_id", "\u200b", "missing_text"),
    "a batch of 300 characters": ("_batch_id", "B" * 300, "invalid_text"),
    "a batch of 201 characters": ("_batch_id", "B" * 201, "invalid_text"),
    "no record source": ("_record_source", None, "missing_text"),
    "a record source of tabs": ("_record_source", "\t\t", "missing_text"),
}


def delivery(title: str, column: str, text: str | None, reason: str) -> None:
    """Register a value of a delivery column in the second of three rows."""

    @defect("deliveries", f"has {title} in a row", on="csv jsonl parquet")
    def apply(draft: Draft) -> None:
        draft.quarantine(1, f"{reason} in {column}", **{column: text})


for _title, (_column, _text, _reason) in DELIVERY.items():
    delivery(_title, _column, _text, _reason)

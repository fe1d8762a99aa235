"""The types and amounts of transactions per account type."""

from math import exp, log

from feeds.prices import RATES, cents_of
from feeds.streams import Stream, running_totals

KINDS = ("PAYMENT", "DEPOSIT", "TRANSFER", "WITHDRAWAL", "FEE")
# Frequency of each kind of transaction by type of account.
KIND_TOTALS = {
    "CHECKING": running_totals([0.56, 0.20, 0.10, 0.08, 0.06]),
    "SAVINGS": running_totals([0.0, 0.62, 0.18, 0.15, 0.05]),
    "INVESTMENT": running_totals([0.0, 0.62, 0.13, 0.10, 0.15]),
    "CREDIT": running_totals([0.74, 0.14, 0.0, 0.06, 0.06]),
}
# Mean and sigma of the logarithm of the amount in euro.
SIZES = {"DEPOSIT": (6.6, 0.7), "TRANSFER": (5.6, 1.0), "WITHDRAWAL": (4.6, 0.7)}
OPENING = (7.9, 1.1)
FEES = (2.5, 4.9, 4.9, 9.9, 15.0)
# Cash amounts are multiples of this.
NOTES = {"EUR": 10, "USD": 20, "GBP": 10, "INR": 500, "JPY": 1_000}
MERCHANTS = {
    "Groceries": ("Fresh Corner", "Green Basket", "Market Hall"),
    "Travel": ("Skyline Air", "Rail Connect", "Harbour Hotels"),
    "Software": ("Cloud Hub", "Insight Studio", "Ledger Suite"),
    "Utilities": ("City Power", "Blue Water", "Fibre One"),
    "Office": ("Paper & Co", "Desk Depot", "Print House"),
    "Dining": ("Bistro Nord", "Noodle Bar", "Corner Cafe"),
}
# Category of a payment: share, mean and sigma of the logarithm of the amount in euro.
PAYMENTS = {
    "Groceries": (0.34, 3.6, 0.6),
    "Travel": (0.08, 5.3, 0.8),
    "Software": (0.10, 4.3, 0.6),
    "Utilities": (0.14, 4.4, 0.4),
    "Office": (0.10, 4.0, 0.8),
    "Dining": (0.24, 3.4, 0.6),
}
PAYMENT_TOTALS = running_totals([share for share, _, _ in PAYMENTS.values()])
CATEGORIES = {"DEPOSIT": "Income", "TRANSFER": "Transfer", "WITHDRAWAL": "Cash", "FEE": "Fees"}


def draw_kind(stream: Stream, account_type: str) -> str:
    """The kind of a usual transaction."""
    return stream.weighted(KINDS, KIND_TOTALS[account_type])


def draw_purpose(stream: Stream, kind: str, cents: int, currency: str) -> tuple[str, str]:
    """Category and merchant; only payments have a merchant, of a category that fits the amount."""
    if kind != "PAYMENT":
        return CATEGORIES[kind], ""
    logarithm = log(cents / 100 / RATES[currency])
    fits = [
        share * exp(-(((logarithm - mean) / sigma) ** 2) / 2) / sigma
        for share, mean, sigma in PAYMENTS.values()
    ]
    category = stream.weighted(tuple(PAYMENTS), running_totals(fits))
    return category, stream.pick(MERCHANTS[category])


def draw_cents(stream: Stream, kind: str, currency: str) -> int:
    """The amount of a transaction, in hundredths of its currency."""
    if kind == "FEE":
        return cents_of(stream.pick(FEES) * RATES[currency], currency)
    if kind == "PAYMENT":
        _, *size = stream.weighted(tuple(PAYMENTS.values()), PAYMENT_TOTALS)
    else:
        size = SIZES[kind]
    euro = stream.lognormal(*size)
    if kind == "WITHDRAWAL":
        notes = NOTES[currency]
        return 100 * notes * max(1, round(euro * RATES[currency] / notes))
    return max(cents_of(1.0, currency), cents_of(euro * RATES[currency], currency))


def draw_opening(stream: Stream, currency: str) -> int:
    """The amount with which an account is opened, in hundredths of its currency."""
    return max(
        cents_of(1.0, currency), cents_of(stream.lognormal(*OPENING) * RATES[currency], currency)
    )


def draw_part(stream: Stream, cents: int, least: float, most: float, currency: str) -> int:
    """A part of an amount, rounded to what can be paid, at least the smallest unit."""
    part = cents / 100 * (least + (most - least) * stream.random())
    return max(cents_of(1.0, currency), cents_of(part, currency))

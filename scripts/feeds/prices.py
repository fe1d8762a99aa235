"""List rates of the currencies, and amounts as each currency writes them."""

RATES = {"EUR": 1.0, "USD": 1.1, "GBP": 0.85, "INR": 92.0, "JPY": 160.0}
# Currencies without cents.
WHOLE = frozenset(("JPY",))


def cents_of(amount: float, currency: str) -> int:
    """An amount in hundredths, rounded to what can be paid."""
    return 100 * round(amount) if currency in WHOLE else round(100 * amount)


def money(amount: float, currency: str) -> str:
    """An amount with two decimals, rounded to what can be paid."""
    return f"{cents_of(amount, currency) / 100:.2f}"

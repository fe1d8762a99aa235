"""Risk: fraud alerts about orders, finance transactions or customers, a change feed."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import transaction_by_number
from feeds.order_lines import order_totals
from feeds.orders import order_book
from feeds.prices import RATES
from feeds.seasons import BROWSING, HOME
from feeds.streams import Stream, running_totals
from feeds.times import DAY, HISTORY_START, LAST_CHANGE, stamp
from feeds.world import World

FEED = Feed(
    "fraud_alerts",
    "RISK.ALERTS",
    (
        "ALERT_ID",
        "FRAUD_TYPE",
        "SEVERITY",
        "RISK_SCORE",
        "FLAGGED_AMOUNT",
        "CURRENCY",
        "STATUS",
        "DETECTION_METHOD",
        "TEAM",
        "RESOLUTION_HOURS",
        "FINANCIAL_IMPACT",
        "CUSTOMER_ID",
        "ORDER_ID",
        "TRANSACTION_ID",
        "SOURCE_SYSTEM",
        "DETECTED_AT",
        "UPDATED_AT",
    ),
    ("ALERT_ID",),
    (
        *missing_keys(("ALERT_ID",)),
        Flaw("UPDATED_AT", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("FLAGGED_AMOUNT", ("12,5O", "abc"), "invalid_number"),
        Flaw("SEVERITY", ("Mild", "?"), "unknown_code"),
        Flaw("STATUS", ("Lost", "?"), "unknown_code"),
    ),
)
# Types of fraud on an order, a transaction, or by a customer.
ORDER_TYPES = (
    "Card Not Present",
    "Friendly Fraud",
    "Triangulation",
    "Promo Abuse",
    "Refund Abuse",
    "Invoice Fraud",
)
MONEY_TYPES = {
    "DEPOSIT": ("Money Laundering", "Invoice Fraud"),
    "TRANSFER": ("Money Laundering", "Phishing", "Insider Fraud"),
    "WITHDRAWAL": ("Account Takeover", "Money Laundering"),
    "PAYMENT": ("Card Not Present", "Account Takeover", "Phishing"),
    "FEE": ("Insider Fraud",),
}
CUSTOMER_TYPES = ("Account Takeover", "Identity Theft", "Synthetic Identity", "Phishing")
# Severity -> (share, lowest and highest risk score, hours until a response is due).
SEVERITIES = {
    "Critical": (0.05, 85, 100, 4),
    "High": (0.15, 65, 84, 24),
    "Medium": (0.40, 35, 64, 72),
    "Low": (0.40, 1, 34, 168),
}
ENDS = ("Confirmed Fraud", "False Positive", "Resolved")
END_TOTALS = {
    "Critical": running_totals([0.60, 0.15, 0.25]),
    "High": running_totals([0.45, 0.25, 0.30]),
    "Medium": running_totals([0.25, 0.45, 0.30]),
    "Low": running_totals([0.12, 0.58, 0.30]),
}
# Spread of severity apart from the amount, and how many transactions compete to be suspicious.
NOISE, CANDIDATES = 0.7, 4
METHODS = ("Rule Engine", "ML Model", "Manual Review", "Customer Report", "Partner Alert")
TEAMS = ("Fraud Operations", "Payments Risk", "Account Security", "Compliance")
NEVER_CLOSED, LATELY, ON_ORDER, ON_TRANSACTION, NAMES_CUSTOMER = 0.06, 0.05, 0.4, 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Subject:
    """Subject of an alert: keys (empty if unknown), amount in its currency, time, type of fraud."""

    customer: str
    order: str
    transaction: str
    amount: float
    currency: str
    system: str
    moment: int
    fraud: str

    @property
    def euro(self) -> float:
        """The amount in euro."""
        return self.amount / RATES[self.currency]


def on_order(world: World, stream: Stream) -> Subject:
    """An order; its amount is added later."""
    book = order_book(world)
    # The order book is sorted by time, so recent orders are at its end.
    first = len(book) * 19 // 20 if stream.chance(LATELY) else 0
    order = book[stream.integer(first, len(book) - 1)]
    customer = order.customer if order.source == "Oracle" else ""
    fraud = stream.pick(ORDER_TYPES[:5] if order.source == "E-Commerce" else ORDER_TYPES[1:])
    fraud = "Refund Abuse" if order.returned else fraud
    return Subject(customer, order.key, "", 0.0, order.currency, "Shop", order.moment, fraud)


def on_transaction(world: World, stream: Stream) -> Subject:
    """The largest of a few transactions."""
    numbers = [stream.integer(1, world.count("finance_transactions")) for _ in range(CANDIDATES)]
    some = [transaction_by_number(world, number) for number in numbers]
    one = max(some, key=lambda one: one.cents / RATES[one.account.currency])
    account, fraud = one.account, stream.pick(MONEY_TYPES[one.kind])
    key, owner = one.key, account.owner_at(one.moment)
    return Subject(owner, "", key, one.cents / 100, account.currency, "Finance", one.moment, fraud)


def on_customer(world: World, stream: Stream) -> Subject:
    """The behaviour of a customer."""
    members = world.members["Oracle"]
    member = members[int(len(members) * stream.random() ** 2)]
    customer = member.key if stream.chance(NAMES_CUSTOMER) else ""
    start = max(member.created, HISTORY_START)
    moment = BROWSING.moment(stream, HOME, member.party.country, start, LAST_CHANGE)
    fraud = stream.pick(CUSTOMER_TYPES)
    return Subject(customer, "", "", stream.lognormal(5.5, 1.2), "EUR", "CRM", moment, fraud)


def subjects(world: World, stream: Stream) -> list[Subject]:
    """The subjects of all alerts with their amounts, by the time of detection."""
    kinds = (on_order, on_transaction, on_customer)
    totals = running_totals([ON_ORDER, ON_TRANSACTION, 1 - ON_ORDER - ON_TRANSACTION])
    found = [stream.weighted(kinds, totals)(world, stream) for _ in range(world.count(FEED.name))]
    amounts = order_totals(world, {one.order for one in found if one.order})
    found = [replace(one, amount=amounts[one.order]) if one.order else one for one in found]
    found = [
        replace(one, moment=min(LAST_CHANGE, one.moment + stream.integer(300, 2 * DAY)))
        for one in found
    ]
    return sorted(found, key=lambda one: (one.moment, one.order, one.transaction, one.customer))


def severities(stream: Stream, found: list[Subject]) -> list[str]:
    """The severity of each subject: the larger its amount, the more severe, with some noise."""
    scores = [one.euro * stream.lognormal(0.0, NOISE) for one in found]
    ranked = sorted(range(len(found)), key=lambda at: -scores[at])
    totals = running_totals([share for share, *_ in SEVERITIES.values()])
    result = [""] * len(found)
    for rank, at in enumerate(ranked):
        share = totals[-1] * (rank + 0.5) / len(found)
        result[at] = tuple(SEVERITIES)[bisect_right(totals, share)]
    return result


def status_history(
    stream: Stream, detected: int, due_hours: int, ends: list[float]
) -> list[tuple[int, str]]:
    """Open, Investigating and the outcome; about a quarter end after they are due."""
    history = [(detected, "Open")]
    closes = detected + int(due_hours * 3_600 * stream.lognormal(-0.7, 0.9))
    if stream.chance(0.8):
        history.append(
            (detected + int((closes - detected) * stream.random() * 0.6), "Investigating")
        )
    if not stream.chance(NEVER_CLOSED):
        history.append((closes, stream.weighted(ENDS, ends)))
    return [step for step in history if step[0] <= LAST_CHANGE]


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all alerts."""
    found = subjects(world, stream)
    for number, (subject, severity) in enumerate(
        zip(found, severities(stream, found), strict=True), 1
    ):
        _, least, most, due_hours = SEVERITIES[severity]
        key, amount, detected = f"FRD-{number:05d}", subject.amount, subject.moment
        head = (key, subject.fraud, severity)
        head += (str(stream.integer(least, most)), f"{amount:.2f}", subject.currency)
        dealt = (stream.pick(METHODS), stream.pick(TEAMS))
        about = (subject.customer, subject.order, subject.transaction, subject.system)
        loss = f"{amount * (0.1 + 0.9 * stream.random()):.2f}"
        for moment, status in status_history(stream, detected, due_hours, END_TOTALS[severity]):
            hours = f"{(moment - detected) / 3_600:.1f}" if status in ENDS else ""
            impact = loss if status == "Confirmed Fraud" else ""
            cells = (*head, status, *dealt, hours, impact, *about, stamp(detected))
            yield changed(key, moment, (*cells, stamp(moment)))


def build(world: World) -> Delivered:
    """The alert feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))

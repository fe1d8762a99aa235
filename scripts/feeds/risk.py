"""Risk: fraud alerts about orders, finance transactions or customers, a change feed."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.finance.book import transaction_by_number
from feeds.orders import order_book
from feeds.shop import order_totals
from feeds.streams import Stream, running_totals, skewed
from feeds.times import DAY, FIRST_DELIVERY, LAST_CHANGE, stamp
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
TYPES = (
    "Card Not Present",
    "Account Takeover",
    "Identity Theft",
    "Friendly Fraud",
    "Refund Abuse",
    "Promo Abuse",
    "Money Laundering",
    "Synthetic Identity",
    "Triangulation",
    "Phishing",
    "Invoice Fraud",
    "Insider Fraud",
)
# Severity -> (share, lowest and highest risk score, hours until a response is due).
SEVERITIES = {
    "Critical": (0.05, 85, 100, 4),
    "High": (0.15, 65, 84, 24),
    "Medium": (0.40, 35, 64, 72),
    "Low": (0.40, 1, 34, 168),
}
ENDS = ("Confirmed Fraud", "False Positive", "Resolved")
END_TOTALS = running_totals([0.25, 0.45, 0.30])
METHODS = ("Rule Engine", "ML Model", "Manual Review", "Customer Report", "Partner Alert")
TEAMS = ("Fraud Operations", "Payments Risk", "Account Security", "Compliance")
NEVER_CLOSED, LATELY, ON_ORDER, ON_TRANSACTION, NAMES_CUSTOMER = 0.06, 0.12, 0.4, 0.4, 0.7


@dataclass(frozen=True, slots=True)
class Subject:
    """Subject of an alert: keys (empty if unknown), amount in its currency, time."""

    customer: str
    order: str
    transaction: str
    amount: float
    currency: str
    system: str
    moment: int


def subject_of(world: World, stream: Stream) -> Subject:
    """An order (its amount is added later), a finance transaction, or a customer's behaviour."""
    lot = stream.random()
    if lot < ON_ORDER:
        book = order_book(world)
        # The order book is sorted by time, so recent orders are at its end.
        first = len(book) * 19 // 20 if stream.chance(LATELY) else 0
        order = book[stream.integer(first, len(book) - 1)]
        customer = order.customer if order.source == "Oracle" else ""
        return Subject(customer, order.key, "", 0.0, order.currency, "Shop", order.moment)
    if lot < ON_ORDER + ON_TRANSACTION:
        number = stream.integer(1, world.count("finance_transactions"))
        one = transaction_by_number(world, number)
        account, amount = one.account, one.cents / 100
        owner = account.owner_at(one.moment)
        return Subject(owner, "", one.key, amount, account.currency, "Finance", one.moment)
    members = world.members["Oracle"]
    member = members[int(len(members) * stream.random() ** 2)]
    customer = member.key if stream.chance(NAMES_CUSTOMER) else ""
    start = FIRST_DELIVERY if stream.chance(LATELY) else member.created
    start = min(max(start, FIRST_DELIVERY - 700 * DAY, member.created), LAST_CHANGE)
    moment = stream.integer(start, LAST_CHANGE)
    return Subject(customer, "", "", stream.lognormal(5.5, 1.2), "EUR", "CRM", moment)


def status_history(stream: Stream, detected: int, due_hours: int) -> list[tuple[int, str]]:
    """Open, Investigating and the outcome; about a quarter end after they are due."""
    history = [(detected, "Open")]
    closes = detected + int(due_hours * 3_600 * stream.lognormal(-0.7, 0.9))
    if stream.chance(0.8):
        history.append(
            (detected + int((closes - detected) * stream.random() * 0.6), "Investigating")
        )
    if not stream.chance(NEVER_CLOSED):
        history.append((closes, stream.weighted(ENDS, END_TOTALS)))
    return [step for step in history if step[0] <= LAST_CHANGE]


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """All versions of all alerts."""
    severities = tuple(SEVERITIES)
    severity_totals = running_totals([SEVERITIES[name][0] for name in severities])
    type_totals = skewed(TYPES, 0.6)
    subjects = [subject_of(world, stream) for _ in range(world.count(FEED.name))]
    totals = order_totals(world, {subject.order for subject in subjects if subject.order})
    for number, subject in enumerate(subjects, 1):
        amount = totals.get(subject.order, subject.amount)
        detected = min(LAST_CHANGE, subject.moment + stream.integer(300, 2 * DAY))
        severity = stream.weighted(severities, severity_totals)
        _, least, most, due_hours = SEVERITIES[severity]
        key = f"FRD-{number:05d}"
        head = (key, stream.weighted(TYPES, type_totals), severity)
        head += (str(stream.integer(least, most)), f"{amount:.2f}", subject.currency)
        dealt = (stream.pick(METHODS), stream.pick(TEAMS))
        about = (subject.customer, subject.order, subject.transaction, subject.system)
        loss = f"{amount * (0.1 + 0.9 * stream.random()):.2f}"
        for moment, status in status_history(stream, detected, due_hours):
            hours = f"{(moment - detected) / 3_600:.1f}" if status in ENDS else ""
            impact = loss if status == "Confirmed Fraud" else ""
            cells = (*head, status, *dealt, hours, impact, *about, stamp(detected))
            yield changed(key, moment, (*cells, stamp(moment)))


def build(world: World) -> Delivered:
    """The alert feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))

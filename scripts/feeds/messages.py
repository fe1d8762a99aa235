"""Messages of customers in four languages, composed of sentences that fit the subject."""

from functools import lru_cache
from pathlib import Path

from feeds.party import Party
from feeds.streams import Stream

PHRASES = Path(__file__).parent / "phrases"
# Topics of a message by the issue of a ticket.
TOPICS = {
    "Technical": ("dead", "screen", "heat", "network", "install", "slow"),
    "Billing": ("twice", "tax", "discount", "no_invoice", "reminder"),
    "Question": ("warranty", "fits", "quantity", "training", "stock"),
    "Account": ("password", "move", "colleague", "close"),
    "Complaint": ("rude", "silence", "quality", "promise"),
    "Delivery": ("partial", "doorstep", "tracking"),
    "Return": ("damaged", "wrong_item", "refund", "unwanted"),
}
LATE_TOPICS = ("late", "late", "late", "tracking")
# Topics by type and sentiment of an interaction.
INQUIRY = (*TOPICS["Question"], *TOPICS["Account"], "offer")
SUPPORT = (*TOPICS["Technical"], "password", "colleague")
COMPLAINT = (*TOPICS["Complaint"], *TOPICS["Billing"], *TOPICS["Delivery"], *TOPICS["Return"])
OCCASIONS = {
    ("Feedback", "Positive"): ("speedy", "helpful", "happy"),
    ("Feedback", "Neutral"): ("website", "packaging"),
    ("Feedback", "Negative"): ("quality", "silence", "website"),
    ("Renewal", "Positive"): ("renew",),
    ("Renewal", "Neutral"): ("renew", "increase"),
    ("Renewal", "Negative"): ("cancel", "increase"),
    **{
        (occasion, mood): topics
        for occasion, topics in (
            ("Inquiry", INQUIRY),
            ("Support", SUPPORT),
            ("Complaint", COMPLAINT),
            ("Sales Call", ("offer", "quantity")),
            ("Onboarding", ("first_steps", "colleague", "training")),
        )
        for mood in ("Positive", "Neutral", "Negative")
    },
}
# Requests of customers by topic.
REQUESTS = {
    "dead": ("repair", "replacement"),
    "screen": ("repair", "replacement"),
    "heat": ("repair", "replacement", "money_back"),
    "network": ("repair", "call"),
    "install": ("repair", "call"),
    "slow": ("repair",),
    "twice": ("money_back", "correct"),
    "tax": ("correct",),
    "discount": ("correct", "money_back"),
    "no_invoice": ("answer",),
    "reminder": ("correct", "call"),
    "rude": ("call",),
    "silence": ("call", "answer"),
    "quality": ("money_back", "replacement"),
    "promise": ("call", "when"),
    "late": ("when", "money_back", "called_off"),
    "tracking": ("when",),
    "partial": ("when", "replacement"),
    "doorstep": ("call", "when"),
    "damaged": ("replacement", "money_back"),
    "wrong_item": ("replacement", "money_back"),
    "refund": ("money_back",),
    "unwanted": ("money_back", "answer"),
    "password": ("answer", "call"),
    "increase": ("call", "answer"),
}
# Topics with a business purpose, and the probability that the message mentions the purpose.
NEEDED = (*TOPICS["Technical"], *TOPICS["Delivery"], *TOPICS["Return"], "late", "stock", "promise")
NEEDED_SHARE = 0.4
PRAISE = ("speedy", "helpful", "happy")
TONES = {"Negative": "angry", "Neutral": "calm", "Positive": "pleased"}
# Languages of a country with their shares; English elsewhere.
LANGUAGES = {"DE": ("de", 0.9), "FR": ("fr", 0.9), "US": ("es", 0.12)}

Phrases = dict[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def phrases(language: str) -> Phrases:
    """The sentences of a language by topic."""
    found: dict[str, list[str]] = {}
    said: list[str] = []
    for line in (PHRASES / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith(" "):
            said.append(line.strip())
        elif line:
            said = found[line] = []
    return {name: tuple(sentences) for name, sentences in found.items()}


def language_of(stream: Stream, party: Party) -> str:
    """The language in which a customer writes."""
    language, share = LANGUAGES.get(party.country, ("en", 1.0))
    return language if stream.chance(share) else "en"


def message(stream: Stream, party: Party, topics: tuple[str, ...], mood: str, letter: bool) -> str:
    """A message about one of the topics; a letter has a greeting and a closing more often than a
    chat message."""
    known, polite = phrases(language_of(stream, party)), 0.8 if letter else 0.25
    topic = stream.pick(topics)
    parts = []
    if stream.chance(polite):
        parts.append(stream.pick(known["formal" if stream.chance(0.6) else "casual"]))
    parts.append(stream.pick(known[topic]))
    if stream.chance(0.2):
        other = stream.pick(known[topic])
        parts.extend([other] if other not in parts else [])
    if topic in NEEDED and stream.chance(NEEDED_SHARE):
        parts.append(stream.pick(known["purpose"]))
    if topic not in PRAISE and stream.chance(0.55):
        parts.append(stream.pick(known[TONES[mood]]))
    if stream.chance(0.7) and topic not in PRAISE:
        parts.append(stream.pick(known[stream.pick(REQUESTS.get(topic, ("answer",)))]))
    if stream.chance(polite - 0.1):
        parts.append(stream.pick(known["goodbye"]))
    drawn = {name: stream.pick(known[name]) for name in ("thing", "trade", "event")}
    return " ".join(parts).format(**drawn, days=stream.integer(3, 20))

"""The alerts of `make daily`, and the message that it posts to a webhook in Slack's format.

The address of the webhook is a secret and comes only from the environment (ALERT_WEBHOOK).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.database import rows
from warehouse.problems import Problem, counted
from warehouse.summary.failed_gates import failure_sentences, read_failed_gates

# The columns are the arguments of held_text and late_text, then the address.
HELD = """
select feed, landed_in, rule, column_name, landed, wrong_rows, measured, allowed, alert_address
from operations.held_deliveries order by feed, landed_in, rule, column_name
"""
LATE = """
select feed, newest_delivery, allowed_hours, alert_address from operations.late_feeds order by feed
"""
FAILED = """
select name from bookkeeping.open_problems
where as_of_date = '' and status not in ('skipped', 'partial success') order by name
"""
GATE = "gate_"
MOST_LINES = 40  # of a message
TIMEOUT = 15  # seconds
# As in warehouse.build_lock and warehouse.problems.reason_of.
PROCESS = re.compile(r"\bprocess \d+(, since [\d:]+)?")
# Characters with a special meaning in Slack's messages; no others may be escaped.
ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class AlertError(Exception):
    """The webhook did not accept a message; the text of the error says why."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person must look at: a sentence, and the address of its contact, if any."""

    text: str
    address: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.address})" if self.address else self.text

    @property
    def identity(self) -> str:
        """What tells it from other alerts: its text, without the number of a process and its start,
        which differ each time."""
        return PROCESS.sub("process", str(self))


def held_text(
    feed: str,
    landed_in: str,
    rule: str,
    column: str,
    landed: int,
    wrong: int,
    measured: Decimal,
    allowed: Decimal,
) -> str:
    """The sentence about a delivery that a gate holds back: feed, rule, value and limit."""
    bound = "at least" if rule == "completeness" else "at most"
    what = f"{rule} of {column}" if column else rule
    return (
        f"Gate {GATE}{feed} holds {landed_in} back: {what} is {measured:.4f}, allowed is {bound} "
        f"{allowed:.4f}; {wrong:,} of {counted(landed, 'row')} are wrong"
    )


def late_text(feed: str, newest: date | None, allowed_hours: int) -> str:
    """The sentence about a feed that is late."""
    last = f"its newest delivery is from {newest}" if newest else "it was never delivered"
    return f"Feed {feed} is late: {last}, and it is due every {counted(allowed_hours, 'hour')}"


def read_alerts(connection: duckdb.DuckDBPyConnection) -> list[Alert]:
    """The alerts of a working database; a view that is not built yet gives none."""
    held = rows(connection, HELD)
    found = [Alert(held_text(*result), address) for *result, address in held]
    gates = {f"{GATE}{feed}" for feed, *_ in held}
    failed = [name for (name,) in rows(connection, FAILED) if name not in gates]
    measured = failure_sentences(read_failed_gates(connection))
    found += [
        Alert(f"Gate {name} failed: {measured[name]}" if name in measured else f"{name} failed")
        for name in failed
    ]
    return found + [
        Alert(late_text(*result), address) for *result, address in rows(connection, LATE)
    ]


def alerts_of(problems: Sequence[Problem]) -> list[Alert]:
    """The alerts about problems found before anything was built."""
    return [Alert(f"Refused: {problem.subject}: {problem.public}") for problem in problems]


def message(alerts: Sequence[Alert], title: str) -> dict[str, str]:
    """The message for a webhook in Slack's format, as one text."""
    text = "\n".join(f"• {alert}" for alert in alerts)
    for character, entity in ESCAPED.items():
        text = text.replace(character, entity)
    return {"text": f"*{title}*\n{text}"}


def post(webhook: str, content: dict[str, str]) -> None:
    """Posts a message to a webhook. Raises AlertError, without the address, which is a secret."""
    # Every command imports this module, and only this function needs them.
    import urllib.error
    import urllib.request

    try:
        request = urllib.request.Request(
            webhook,
            data=json.dumps(content).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            pass
    except urllib.error.HTTPError as error:
        raise AlertError(f"the webhook answered {error.code} {error.reason}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        raise AlertError(f"the webhook cannot be reached ({reason})") from None


def alerts_log(database: Path) -> Path:
    """The file with the alerts that were sent on a day."""
    return database.with_name(f"{database.name}.alerts.json")


def sent_on(log: Path, day: date) -> list[str]:
    """The alerts that were sent on a day, according to the log of sent alerts."""
    try:
        sent = json.loads(log.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return sent.get("alerts", []) if sent.get("day") == str(day) else []


def unsent(alerts: Sequence[Alert], log: Path, today: date) -> list[Alert]:
    """The alerts that were not sent today."""
    known = sent_on(log, today)
    return [alert for alert in alerts if alert.identity not in known]


def log_sent(alerts: Sequence[Alert], log: Path, today: date) -> None:
    """Records alerts that were sent, so that a retry on the same day does not send them again."""
    sent = [*sent_on(log, today), *(alert.identity for alert in alerts)]
    content = {"day": str(today), "alerts": list(dict.fromkeys(sent))}
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(json.dumps(content, indent=1), encoding="utf-8")

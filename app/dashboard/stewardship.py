"""The queue of pairs for stewards, and their decisions about pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from dashboard.query import query
from dashboard.statement import among, is_
from dashboard.steward_log import (
    DECISIONS,
    MOST,
    DecidedMeanwhileError,
    Row,
    delivery,
    moment,
    new_id,
    seconds,
    steward_log,
)

SAME, DIFFERENT, UNSURE = "SAME", "DIFFERENT", "UNSURE"
SIDES = ("l", "r")
RECORD = ("source_system", "customer_id")
DECIDED_COLUMNS = [
    "decision_id", "record_id_l", "record_id_r", "source_system_l", "customer_id_l",
    "source_system_r", "customer_id_r", "customer_uid_l", "customer_uid_r", "decision",
    "decided_at", "steward", "reason",
]  # fmt: skip
QUEUE_COLUMNS = [
    "queue_position", "record_id_l", "record_id_r", "source_system_l", "customer_id_l",
    "source_system_r", "customer_id_r", "full_name_l", "full_name_r", "match_score", "tier",
    "guard_code", "reasons", "open_reason", "customer_uid_l", "customer_uid_r",
    "combined_record_count", "moved_events", "moved_revenue_eur", "impact",
    "pairs_between", "is_held_apart", "is_large", "has_active_override", "open_since_date",
    "last_decision", "last_reason",
]  # fmt: skip

Pair = frozenset[tuple[str, str]]
Record = tuple[str, str]


class ContradictingError(Exception):
    """A decision that contradicts others, which would stop the build; the message names them."""


def pair_of(row: Mapping[str, object]) -> Pair:
    """The two records of a decision or pair, without order."""
    return frozenset(
        (str(row[f"source_system_{side}"]), str(row[f"customer_id_{side}"])) for side in SIDES
    )


@dataclass(frozen=True)
class Decision:
    """The latest decision about a pair, and whether the published database was built with it."""

    row: Mapping[str, object]
    is_built: bool

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.row["decision_id"])

    @property
    def word(self) -> str:
        """SAME, DIFFERENT or UNSURE."""
        return str(self.row["decision"])


def latest_decisions(rows: Sequence[Row] | None = None) -> dict[Pair, Decision]:
    """Pair -> the latest decision about it: as published, or later in the log.

    rows: of the log, if it has been read.
    """
    published = query("steward_decided_pairs", DECIDED_COLUMNS, limit=MOST, is_shown=False)
    found = {pair_of(row): Decision(row, True) for row in published.to_dict("records")}
    for row in steward_log().rows(DECISIONS) if rows is None else rows:
        pair = pair_of(row)
        before = found.get(pair)
        if before is None or order_of(row) > order_of(before.row):
            found[pair] = Decision(row, False)
    return found


def order_of(row: Mapping[str, object]) -> tuple[str, str]:
    """The sort key of decisions: within a second, the greater id is later, as in a build."""
    return seconds(row["decided_at"]), str(row["decision_id"])


def open_pairs(decided: Mapping[Pair, Decision], *, with_unsure: bool = False) -> pd.DataFrame:
    """The pairs that wait for a decision, largest impact first. Only the first pair between two
    customers is included, because its answer usually decides the others.

    After a decision, other pairs between the same two customers wait for the next build, and after
    UNSURE until there is another answer. with_unsure: whether pairs with this answer are included.
    """
    order = ["queue_position"]
    queue = query("steward_review_queue", QUEUE_COLUMNS, order=order)
    keys = query("steward_review_queue", QUEUE_COLUMNS[:7], order=order, is_shown=False)
    found = [decided.get(pair_of(row)) for row in keys.to_dict("records")]
    uids = zip(queue["customer_uid_l"], queue["customer_uid_r"], strict=True)
    queue = queue.assign(
        between=[frozenset(both) for both in uids],
        is_answered=[bool(one) and (one.word == UNSURE or not one.is_built) for one in found],
        is_unsure=[bool(one) and one.word == UNSURE for one in found],
    )
    answered = set(queue.loc[queue["is_answered"], "between"])
    is_open = ~queue["between"].isin(answered)
    waiting = queue[is_open | queue["is_unsure"]] if with_unsure else queue[is_open]
    return waiting.drop_duplicates("between").reset_index(drop=True)


def decide(
    pair: Mapping[str, object],
    decision: str,
    reason: str,
    steward: str,
    seen: str,
    now: datetime | None = None,
) -> Row:
    """Add a decision about a pair to the log, and return its row.

    pair: source_system and customer_id of both sides, unmasked. seen: id of the latest decision
    that the steward saw, empty if there was none. Raises DecidedMeanwhileError if there is a newer
    one, ContradictingError if the decision contradicts others, ValueError without a reason.
    """
    log = steward_log()
    latest = latest_decisions().get(pair_of(pair))
    at = moment(now, seconds(latest.row["decided_at"]) if latest else "")
    row = {"decision_id": new_id("SD", at)}
    row |= {f"{name}_{side}": str(pair[f"{name}_{side}"]) for side in SIDES for name in RECORD}
    row |= {"decision": decision} | delivery(steward, reason, at)

    def check(rows: Sequence[Row]) -> None:
        found = latest_decisions(rows)
        check_unchanged(found.get(pair_of(pair)), seen)
        if contradiction := contradiction_with(row, found):
            raise ContradictingError(contradiction)

    log.add(DECISIONS, [row], check)
    return row


def check_unchanged(latest: Decision | None, seen: str) -> None:
    """Raise DecidedMeanwhileError if the latest decision about a pair is not the one seen."""
    if latest is not None and latest.id != seen:
        who, word = latest.row["steward"], latest.word
        raise DecidedMeanwhileError(
            f"{who} decided {word} about this pair at {seconds(latest.row['decided_at'])} UTC:"
            f" {latest.row['reason']} Your decision was not saved."
        )


def contradiction_with(row: Row, decided: Mapping[Pair, Decision]) -> str:
    """The decisions that a decision contradicts, in words; empty if none."""
    from mdm.identify.decisions import contradictions

    known = [decision.row for pair, decision in decided.items() if pair != pair_of(row)]
    rows = [numbered(found) for found in [*known, row]]
    found = contradictions(pd.DataFrame(rows))
    new = [str(one) for one in found if row["decision_id"] in str(one)]
    return f"{new[0]}. Take one of them back first." if new else ""


def numbered(row: Mapping[str, object]) -> dict[str, object]:
    """A decision with its records as ids in order, as the match engine takes it."""
    names = sorted(tuple(str(row[f"{name}_{side}"]) for name in RECORD) for side in SIDES)
    ends = {
        f"{column}_{side}": value
        for side, name in zip(SIDES, names, strict=True)
        for column, value in zip(("record_id", *RECORD), (" ".join(name), *name), strict=True)
    }
    rest = ("decision", "decided_at", "decision_id", "steward")
    return ends | {name: str(row[name]) for name in rest}


def records_of(uids: Sequence[str], *, is_shown: bool = True) -> pd.DataFrame:
    """The current records of customers, oldest first."""
    columns = [
        "record_id", "customer_uid", "source_system", "customer_id", "full_name", "email", "phone",
        "address", "postcode", "city", "birth_date", "national_id", "first_known_date",
        "member_from", "is_birth_record",
    ]  # fmt: skip
    return query(
        "customer_records", columns, where=[among("customer_uid", list(uids)), is_("is_current")],
        order=["first_known_date", "record_id"], is_shown=is_shown,
    )  # fmt: skip

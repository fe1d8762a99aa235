"""Steward decisions: the latest one per pair, and contradictory ones."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

SAME, DIFFERENT, UNSURE = "SAME", "DIFFERENT", "UNSURE"
LABEL_COLUMNS = ("uid_l", "uid_r", "decision")


def latest_labels(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the last label per pair in file order, with the smaller uid on the left.

    decisions: LABEL_COLUMNS. Raises ValueError for an unknown decision."""
    unknown = set(decisions["decision"].dropna()) - {SAME, DIFFERENT, UNSURE}
    if unknown:
        raise ValueError(
            f"unknown decisions: {sorted(unknown)}; use {SAME}, {DIFFERENT} or {UNSURE}"
        )
    given = decisions[decisions["decision"].notna()]
    ends = np.sort(given[["uid_l", "uid_r"]].astype(str).to_numpy(object), axis=1)
    ordered = given.assign(uid_l=ends[:, 0], uid_r=ends[:, 1])
    return ordered.drop_duplicates(["uid_l", "uid_r"], keep="last", ignore_index=True)


SHOWN = 5
Steps = Mapping[str, list["Decided"]]


@dataclass(frozen=True, order=True)
class Decided:
    """A decision from the view of one of its two records.

    record and other are record ids; record_name and other_name are source system and key.
    """

    record: str
    other: str
    record_name: str
    other_name: str
    decision_id: str
    steward: str

    @property
    def by(self) -> str:
        """Id and steward of the decision."""
        return f"({self.decision_id} by {self.steward})"


@dataclass(frozen=True)
class Contradiction:
    """A DIFFERENT decision and the shortest chain of SAME decisions that connects its records."""

    different: Decided
    path: tuple[Decided, ...]

    def __str__(self) -> str:
        apart = self.different
        chain = ", which is SAME as ".join(f"{step.other_name} {step.by}" for step in self.path)
        return (
            f"{apart.record_name} is DIFFERENT from {apart.other_name} {apart.by},"
            f" but SAME as {chain}"
        )


class ContradictionError(ValueError):
    """Decisions contradict each other; the message names the decisions."""


def latest_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the latest decision per pair (record_id_l < record_id_r).

    Of two decisions made at the same time the one with the greater decision_id counts.
    """
    ordered = decisions.sort_values(["decided_at", "decision_id"], kind="stable")
    return ordered.drop_duplicates(["record_id_l", "record_id_r"], keep="last")


def contradictions(decisions: pd.DataFrame) -> list[Contradiction]:
    """Return the contradictions among the latest decisions, shortest chains first.

    decisions: record_id_l, record_id_r, source_system_l, customer_id_l, source_system_r,
    customer_id_r, decision (SAME, DIFFERENT, UNSURE), decided_at, decision_id, steward.
    """
    latest = latest_decisions(decisions)
    steps: dict[str, list[Decided]] = {}
    for one in _seen_from_both(latest[latest["decision"] == "SAME"]):
        steps.setdefault(one.record, []).append(one)
    for found in steps.values():
        found.sort()
    apart = sorted(_decided(latest[latest["decision"] == "DIFFERENT"]))
    found = [Contradiction(one, path) for one in apart if (path := _shortest(one, steps))]
    return sorted(found, key=lambda one: len(one.path))


def consistent_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions unchanged; raises ContradictionError when they contradict each other."""
    found = contradictions(decisions)
    if found:
        more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        listed = "; ".join([*map(str, found[:SHOWN]), *more])
        raise ContradictionError(
            f"Steward decisions contradict each other: {listed}."
            " Withdraw one of them with UNSURE, or replace it."
        )
    return decisions


def _shortest(apart: Decided, steps: Steps) -> tuple[Decided, ...]:
    """Return the shortest chain of SAMEs between the records of a DIFFERENT, if any."""
    came_by: dict[str, Decided | None] = {apart.record: None}
    waiting = deque([apart.record])
    while waiting and apart.other not in came_by:
        for step in steps.get(waiting.popleft(), []):
            if step.other not in came_by:
                came_by[step.other] = step
                waiting.append(step.other)
    path = []
    step = came_by.get(apart.other)
    while step:
        path.append(step)
        step = came_by[step.record]
    return tuple(reversed(path))


def _decided(rows: pd.DataFrame) -> Iterable[Decided]:
    for row in rows.to_dict("records"):
        left = f"{row['source_system_l']} {row['customer_id_l']}"
        right = f"{row['source_system_r']} {row['customer_id_r']}"
        yield Decided(
            row["record_id_l"], row["record_id_r"], left, right, row["decision_id"], row["steward"]
        )


def _seen_from_both(rows: pd.DataFrame) -> Iterable[Decided]:
    for one in _decided(rows):
        yield one
        yield Decided(
            one.other, one.record, one.other_name, one.record_name, one.decision_id, one.steward
        )

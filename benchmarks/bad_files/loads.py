"""Looks for every row that arrived, and determines its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bad_files.delivery import CONFLICT, EITHER, KNOWN, LOADED, QUARANTINED, Delivery, Row
from bad_files.meaning import clean, means
from bad_files.warehouse_rows import Balance, FeedRows, Stored

LOST, CHANGED, OTHER = "lost", "changed", "other"
DELIVERY = ("_loaded_at", "_batch_id", "_record_source")


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a row, or LOST, and its fault."""

    row: Row
    outcome: str
    fault: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether the row is lost."""
        return self.outcome == LOST

    @property
    def is_changed(self) -> bool:
        """Whether it is stored with other values."""
        return self.fault.startswith(CHANGED)


def found_rows(delivery: Delivery, rows: FeedRows) -> list[Found]:
    """The outcome of each row of a delivery."""
    left = list(rows.rejected)
    found = []
    for mark, arrived in groups(delivery.rows).items():
        row = arrived[-1]
        one = rejected(row, rows, left, delivery) or accepted(mark, row, rows)
        found += [one] * len(arrived)
    return found


def groups(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """Rows grouped by content, as a row may arrive several times."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault((row.mark, tuple(map(str, row.values.values()))), []).append(row)
    return found


def rejected(row: Row, rows: FeedRows, left: list[Stored], delivery: Delivery) -> Found | None:
    """The outcome of a row that is in quarantine; None if it is not there."""
    source = clean(row.values["_record_source"])
    key = [column.name for column in rows.feed.columns if column.key_position][-1]
    same = [
        stored
        for stored in left
        if clean(stored["_record_source"]) == source
        and (source == row.mark or stored[key] == clean(row.values[key]))
        and (source is not None or landed_in(stored, delivery))
    ]
    if not same:
        return None
    for stored in same:
        left.remove(stored)
    reason = str(same[0]["quarantine_reason"])
    if row.outcome != QUARANTINED:
        return Found(row, QUARANTINED, f"{OTHER}: rejected with {reason}")
    if len(same) > 1:
        return Found(row, QUARANTINED, f"{OTHER}: {len(same)} times in quarantine")
    if not any(reason.startswith(start) for start in row.reason.split("|")):
        return Found(row, QUARANTINED, f"{OTHER}: the reason is {reason}, not {row.reason}")
    for column, value in row.values.items():
        if isinstance(value, str) and clean(value) != clean(same[0][column]):
            return Found(row, QUARANTINED, f"{CHANGED} in {column}: {same[0][column]!r}")
    return Found(row, QUARANTINED)


def landed_in(stored: Stored, delivery: Delivery) -> bool:
    """Whether a rejected row is from a file of a delivery."""
    return any(
        path.split("/")[-1].startswith(str(stored["_landed_in"]))
        for step in delivery.steps.values()
        for path in step.files
    )


def accepted(mark: tuple, row: Row, rows: FeedRows) -> Found:
    """The outcome of a row that is not in quarantine."""
    staged = rows.staged.get(row.mark, ())
    kept = {table: found.get(row.mark, ()) for table, found in rows.vault.items()}
    if not staged:
        return Found(row, LOST, "it is neither staged nor in quarantine")
    is_stored = any(kept.values())
    if is_stored:
        outcome = LOADED
    elif all(stored["is_conflicting"] for stored in staged):
        outcome = CONFLICT
    elif all(rows.key_of(staged[0]) in keys for keys in rows.keys.values()):
        outcome = KNOWN
    else:
        return Found(row, LOST, "it is staged and not in the vault")
    expected = (LOADED, CONFLICT) if row.outcome == EITHER else (row.outcome,)
    if outcome not in expected:
        return Found(row, outcome, f"{OTHER}: {outcome}, not {row.outcome}")
    return Found(row, outcome, value_fault(row, staged[0], kept, rows))


def value_fault(
    row: Row, staged: Stored, kept: Mapping[str, Sequence[Stored]], rows: FeedRows
) -> str:
    """The fault in the stored values of a row; empty if there is none."""
    for name, column in rows.columns.items():
        found = staged[column]
        if name in row.stored:
            is_right = found == row.stored[name]
        else:
            is_right = means(row.values[name], found, rows.feed.time_zone)
        if not is_right:
            return f"{CHANGED} in {name}: {found!r}"
    for table, stored in kept.items():
        if len(stored) > 1:
            return f"{OTHER}: {len(stored)} times in {table}"
        for column, value in stored[0].items() if stored else ():
            if column in rows.columns.values() and value != staged[column]:
                return f"{CHANGED} in {table}.{column}: {value!r}"
    return ""


def unbalanced(
    deliveries: Iterable[Delivery], counted: Mapping[tuple[str, str], Balance]
) -> list[str]:
    """Batches that the warehouse counts differently from how they arrived, as sentences."""
    arrived: Counter[tuple[str, str]] = Counter()
    for delivery in deliveries:
        for row in delivery.rows:
            arrived[delivery.feed, clean(row.values["_batch_id"] or "") or "(none)"] += 1
    faults = [
        f"{feed} {batch[:30]} does not balance: {balance}"
        for (feed, batch), balance in counted.items()
        if not balance.is_even
    ]
    for (feed, batch), rows in arrived.items():
        landed = counted[feed, batch].landed if (feed, batch) in counted else 0
        if landed != rows:
            faults.append(f"{feed} {batch[:30]}: {rows} rows arrived, {landed} are counted")
    return faults

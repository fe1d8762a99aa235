"""Runs `make build` on bad deliveries and judges each of them.

Many are mostly wrong, so gates hold them back: they are accepted, and the next build loads them.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
from faults.builds import Place

from bad_files.delivery import REFUSED, SKIPPED, Delivery
from bad_files.draft import load_time
from bad_files.formats import csv_bytes
from bad_files.landing import land, put, temporary_files
from bad_files.loads import Found, found_rows, unbalanced
from bad_files.refusals import refusal_faults
from bad_files.warehouse_rows import FeedRows, balances, feed_rows, held_back
from contracts.feed import Feed

SKIPPED_LINE = "Skipped (not deliveries): "
# Tests of all golden customers, many of whom come from bad deliveries.
JUDGES_ALL_ROWS = {"named_customers_are_complete"}


@dataclass(slots=True)
class Verdict:
    """The outcome of each row of a delivery and of its refusal, with all faults."""

    delivery: Delivery
    found: list[Found] = field(default_factory=list)
    was_refused: bool = False
    faults: list[str] = field(default_factory=list)
    crashed: bool = False

    @property
    def lost(self) -> int:
        """The number of lost rows."""
        return sum(found.is_lost for found in self.found)

    @property
    def changed(self) -> int:
        """The number of rows with other values."""
        return sum(found.is_changed for found in self.found)

    @property
    def problems(self) -> list[str]:
        """All faults, as sentences."""
        rows = [f"{one.row.mark}: {one.outcome}; {one.fault}" for one in self.found if one.fault]
        return self.faults + rows


def digest(place: Place) -> str:
    """SHA-256 of the working and the published database."""
    total = hashlib.sha256()
    for path in (place.working, place.published):
        total.update(path.read_bytes() if path.is_file() else b"none")
    return total.hexdigest()


def build(place: Place, **options: str) -> tuple[int, list[str], list[str]]:
    """Run `make build`: its exit code, its output, and the files it skipped."""
    code, lines = place.run("build", **options)
    skipped = [line for line in lines if line.startswith(SKIPPED_LINE)]
    names = [name for line in skipped for name in line[len(SKIPPED_LINE) :].split(", ")]
    return code, [line for line in lines if not line.startswith(SKIPPED_LINE)], names


def refuse(place: Place, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Deliver each file that must be refused, one at a time, and remove it."""
    before = digest(place)
    for verdict in verdicts:
        refusal = verdict.delivery.refusal
        if not refusal:
            continue
        with temporary_files(place.landing, refusal.files):
            code, lines, _ = build(place)
        verdict.was_refused = code == 2
        verdict.faults += refusal_faults(verdict.delivery, code, lines)
        verdict.crashed |= code not in (0, 2) or any("Traceback" in line for line in lines)
        if (after := digest(place)) != before:
            verdict.faults.append("a database changed although the build was refused")
            before = after
        yield verdict


def load(place: Place, verdicts: Sequence[Verdict], number: int) -> list[str]:
    """Deliver the files that land before a build, and build; returns the faults."""
    land(place.landing, [verdict.delivery for verdict in verdicts], number)
    code, lines, skipped = build(place)
    (place.folder / f"build_{number}.log").write_text("\n".join(lines), encoding="utf-8")
    for verdict in verdicts:
        if number in verdict.delivery.steps:
            verdict.faults += [
                f"{path} is skipped without a message"
                for path in verdict.delivery.skipped
                if not any(path.startswith(name.rstrip("/")) for name in skipped)
            ]
    output = [line.strip() for line in lines if line.strip()]
    held = accept_held(place, number)
    if code == 0:
        return []
    if code == 1 and (names := failed(place)) and names - JUDGES_ALL_ROWS == held:
        return []
    return [f"build {number} ended with {code}: {' / '.join(output[-12:])}"]


def failed(place: Place) -> set[str]:
    """Names of the tests and models that failed in the last build; others were skipped for them."""
    query = "select name from bookkeeping.open_problems where status <> 'skipped'"
    with duckdb.connect(str(place.working), read_only=True) as connection:
        names = connection.execute(query).fetchall()
    return {name for (name,) in names}


def accept_held(place: Place, number: int) -> set[str]:
    """Accept what gates hold back after a build; returns the names of these gates."""
    query = "select distinct feed, landed_in from operations.held_deliveries order by all"
    with duckdb.connect(str(place.working), read_only=True) as connection:
        held = connection.execute(query).fetchall()
    accepted = {
        "accepts": "GATE",
        "accepted_at": load_time(0),
        "steward": "a.steward",
        "reason": "The benchmark looks for every row.",
        "_loaded_at": load_time(0),
        "_batch_id": f"gates-{number}",
        "_record_source": "STEWARD",
    }
    log = [
        {"acceptance_id": f"G{number}-{place_in_log}", "feed": feed, "file": landed_in} | accepted
        for place_in_log, (feed, landed_in) in enumerate(held)
    ]
    if log:
        content = csv_bytes(list(log[0]), log)
        put(place.landing, {f"accepted_files/gates-{number}.csv": content})
    return {f"gate_{feed}" for feed, _ in held}


def judge(place: Place, verdicts: Sequence[Verdict], feeds: Mapping[str, Feed]) -> list[str]:
    """Look for every row in the warehouse; returns the faults of the balance."""
    with duckdb.connect(str(place.working), read_only=True) as connection:
        names = {verdict.delivery.feed for verdict in verdicts}
        rows: dict[str, FeedRows] = {
            name: feed_rows(connection, feeds[name]) for name in sorted(names)
        }
        counted, held = balances(connection), held_back(connection)
    for verdict in verdicts:
        delivery = verdict.delivery
        verdict.found = found_rows(delivery, rows[delivery.feed])
        for moment, expected in delivery.snapshots.items():
            actual = held.get((delivery.feed, moment))
            if actual != expected:
                verdict.faults.append(
                    f"the snapshot of {moment} is held back: {actual}, not {expected}"
                )
    return unbalanced([verdict.delivery for verdict in verdicts], counted)


def outcome(verdict: Verdict) -> str:
    """The outcome of a delivery."""
    if verdict.was_refused:
        return REFUSED
    if verdict.delivery.skipped:
        return SKIPPED
    found = {one.outcome for one in verdict.found}
    return " + ".join(sorted(found)) or "no rows"


def run(
    place: Place, deliveries: Sequence[Delivery], feeds: Mapping[str, Feed], builds: int
) -> tuple[list[Verdict], list[str]]:
    """Run all builds; returns a verdict for each delivery, and the faults of the builds."""
    verdicts = [Verdict(delivery) for delivery in deliveries]
    faults = load(place, verdicts, 1)
    done = 0
    for verdict in refuse(place, verdicts):
        done += 1
        if verdict.faults:
            print(f"{verdict.delivery.name}: {'; '.join(verdict.faults)}", file=sys.stderr)
    print(f"Build 1 and {done} refusals are done.", file=sys.stderr, flush=True)
    for number in range(2, builds + 1):
        faults += load(place, verdicts, number)
        print(f"Build {number} is done.", file=sys.stderr, flush=True)
    faults += load(place, [], builds + 1)
    return verdicts, faults + judge(place, verdicts, feeds)

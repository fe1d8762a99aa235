"""Full snapshots: in parts, shrunken, empty, late, with manifests and decisions of stewards."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bad_files.delivery import QUARANTINED, Row, Step, defect
from bad_files.draft import Draft, load_time
from bad_files.formats import csv_bytes

GROUP = "snapshots"
FEEDS = "sap_kna1 products"
DELIVERY = ["_loaded_at", "_batch_id", "_record_source"]
MANIFEST = ["feed", "snapshot_loaded_at", "file_name", "file_count", "row_count"]
MANIFEST += ["column_sums", "sha256", *DELIVERY]
DECISION = ["decision_id", "feed", "snapshot_loaded_at", "decision", "decided_at", "steward"]
DECISION += ["reason", *DELIVERY]


def start(draft: Draft) -> None:
    """The draft is all rows of the last snapshot and a new one, and must be complete."""
    draft.make_snapshot()
    draft.snapshots[draft.loaded_at] = False


def shrink(draft: Draft, *, is_held_back: bool) -> None:
    """The draft is a third of the rows of the last snapshot."""
    start(draft)
    draft.rows = draft.rows[: len(draft.rows) // 3]
    draft.snapshots[draft.loaded_at] = is_held_back


def add_manifest(draft: Draft, **values: object) -> None:
    """A manifest of the snapshot's only file, correct except for some values."""
    file = draft.content()
    row = {
        "feed": draft.feed.name,
        "snapshot_loaded_at": draft.loaded_at,
        "file_name": draft.batch,
        "file_count": 1,
        "row_count": len(draft.rows),
        "sha256": hashlib.sha256(file).hexdigest(),
        "_loaded_at": draft.loaded_at,
        "_batch_id": f"{draft.batch}-m",
        "_record_source": "MANIFEST",
    } | values
    content = csv_bytes(MANIFEST, [row])
    name = f"snapshot_manifests/{draft.batch}-{len(draft.other_files)}.csv"
    draft.other_files[name] = content


def add_decision(draft: Draft, decision: str, build: int) -> None:
    """A steward decides on the snapshot."""
    row = {
        "decision_id": f"D{draft.number}",
        "feed": draft.feed.name,
        "snapshot_loaded_at": draft.loaded_at,
        "decision": decision,
        "decided_at": load_time(draft.number, days=1),
        "steward": "a.steward",
        "reason": "Asked the source.",
        "_loaded_at": load_time(draft.number, days=1),
        "_batch_id": f"{draft.batch}-d",
        "_record_source": "STEWARD",
    }
    files = {f"steward_snapshots/{draft.batch}.csv": csv_bytes(DECISION, [row])}
    draft.steps[build] = Step({**draft.steps.get(build, Step({}, ())).files, **files}, ())


@defect(GROUP, "is complete", on="csv", feeds=FEEDS)
def complete(draft: Draft) -> None:
    start(draft)


@defect(GROUP, "lost most of its keys", on="csv", feeds=FEEDS)
def shrunken(draft: Draft) -> None:
    shrink(draft, is_held_back=True)


@defect(GROUP, "arrives in two files at once", on="csv", feeds=FEEDS)
def in_parts(draft: Draft) -> None:
    start(draft)
    draft.land(name=f"{draft.batch}a", rows=draft.rows[::2])
    draft.land(name=f"{draft.batch}b", rows=draft.rows[1::2])


@defect(GROUP, "arrives in two files, the second a build later", on="csv", feeds=FEEDS)
def in_parts_later(draft: Draft) -> None:
    start(draft)
    draft.build = 1
    draft.land(name=f"{draft.batch}a", rows=draft.rows[::2])
    draft.land(name=f"{draft.batch}b", rows=draft.rows[1::2], later=1)


@defect(GROUP, "arrives with a retry of its half", on="csv", feeds=FEEDS)
def with_retry(draft: Draft) -> None:
    start(draft)
    draft.build = 1
    draft.land()
    draft.land(name=f"{draft.batch}-retry", rows=draft.rows[:5], later=1)


@defect(GROUP, "has no rows and no manifest", on="csv", feeds=FEEDS)
def empty(draft: Draft) -> None:
    draft.rows = []


@defect(GROUP, "has a bad row, whose key counts as present", on="csv", feeds=FEEDS)
def bad_row(draft: Draft) -> None:
    start(draft)
    draft.quarantine(0, "invalid_date|invalid_timestamp", **{time_of(draft): "2025"})


def time_of(draft: Draft) -> str:
    """The column with the source time."""
    return "UPDAT" if draft.feed.name == "sap_kna1" else "UPDATED_AT"


@defect(GROUP, "has bad rows only", on="csv", feeds=FEEDS)
def all_bad(draft: Draft) -> None:
    start(draft)
    for place in range(len(draft.rows)):
        draft.quarantine(place, "invalid_date|invalid_timestamp", **{time_of(draft): "2025"})


@defect(GROUP, "has each row twice", on="csv", feeds=FEEDS)
def twice(draft: Draft) -> None:
    start(draft)
    draft.rows = [*draft.rows, *draft.rows]


@defect(GROUP, "is two snapshots in one file", on="csv", feeds=FEEDS)
def two_times(draft: Draft) -> None:
    start(draft)
    moment = load_time(draft.number, days=1)
    draft.snapshots[moment] = False
    draft.rows += draft.known_again(_loaded_at=moment)


@defect(GROUP, "shrank, and its manifest says so", on="csv", feeds=FEEDS)
def announced(draft: Draft) -> None:
    shrink(draft, is_held_back=False)
    add_manifest(draft)


@defect(GROUP, "lacks rows that its manifest has", on="csv", feeds=FEEDS)
def rows_missing(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    add_manifest(draft, row_count=len(draft.rows) + 1)


@defect(GROUP, "has a SHA-256 that differs from its manifest", on="csv", feeds=FEEDS)
def other_digest(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    add_manifest(draft, sha256="0" * 64)


@defect(GROUP, "has sums that differ from its manifest", on="csv", feeds="products")
def other_sums(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    add_manifest(draft, sha256="", column_sums="STOCK_QUANTITY=1")


@defect(GROUP, "has the sums of its manifest", on="csv", feeds="products")
def same_sums(draft: Draft) -> None:
    shrink(draft, is_held_back=False)
    total = sum(int(row.values["STOCK_QUANTITY"] or 0) for row in draft.rows)
    add_manifest(draft, sha256="", column_sums=f"STOCK_QUANTITY={total}")


@defect(GROUP, "has a manifest with a sum of a column that it lacks", on="csv", feeds="products")
def unknown_sum(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    add_manifest(draft, sha256="", column_sums="WEIGHT=1")


@defect(GROUP, "lacks a file that its manifest has", on="csv", feeds=FEEDS)
def file_missing(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    add_manifest(draft, file_count=2)


@defect(GROUP, "has two manifests that contradict one another", on="csv", feeds=FEEDS)
def two_manifests(draft: Draft) -> None:
    start(draft)
    add_manifest(draft, _record_source="MANIFEST A")
    add_manifest(draft, row_count=1, sha256="", _record_source="MANIFEST B")
    draft.snapshots.clear()


@defect(GROUP, "is announced and never arrives", on="csv", feeds=FEEDS)
def never_arrives(draft: Draft) -> None:
    draft.rows = []
    add_manifest(draft, row_count=12)
    draft.snapshots[draft.loaded_at] = True
    draft.steps[draft.build] = Step({}, ())


@defect(GROUP, "is empty as its manifest says, and waits for a steward", on="csv", feeds=FEEDS)
def announced_empty(draft: Draft) -> None:
    draft.rows = []
    add_manifest(draft)
    draft.snapshots[draft.loaded_at] = True


@defect(GROUP, "lost most of its keys, and a steward accepts it", on="csv", feeds=FEEDS)
def accepted(draft: Draft) -> None:
    shrink(draft, is_held_back=False)
    draft.build = 1
    draft.land()
    add_decision(draft, "ACCEPT", 2)


@defect(GROUP, "is complete, and a steward holds it", on="csv", feeds=FEEDS)
def held(draft: Draft) -> None:
    start(draft)
    draft.snapshots[draft.loaded_at] = True
    draft.build = 1
    draft.land()
    add_decision(draft, "HOLD", 3)


MANIFESTS = {
    "names no feed of ours": ({"feed": "invoices"}, "unknown_code in feed"),
    "names its feed in upper case": (
        {"feed": "PRODUCTS"},
        "unknown_code in feed|invalid_key in feed",
    ),
    "has no file name": ({"file_name": None}, "missing_key in file_name"),
    "has a number of rows below zero": ({"row_count": "-1"}, "out_of_range in row_count"),
    "has a number of rows with a comma": ({"row_count": "1,000"}, "invalid_number in row_count"),
    "has no number of files": ({"file_count": None}, "invalid_number in file_count"),
    "has a digest of another method": ({"sha256": "ab" * 16}, "invalid_text in sha256"),
    "has a load time with an offset": (
        {"snapshot_loaded_at": "2026-01-11 02:00:00+01:00"},
        "invalid_timestamp in snapshot_loaded_at|missing_key in snapshot_loaded_at",
    ),
}


def manifest(title: str, change: dict[str, str | None], reason: str) -> None:
    """Register an invalid manifest."""

    @defect("manifests", title, on="csv", feeds="snapshot_manifests")
    def apply(draft: Draft) -> None:
        values = {
            "feed": "products",
            "snapshot_loaded_at": "2025-12-01 02:00:00",
            "file_name": f"{draft.batch}.1",
            "file_count": "2",
            "row_count": "0",
            "sha256": None,
            **{name: draft.rows[0].values[name] for name in DELIVERY},
        }
        row = Row(draft.rows[0].mark, dict.fromkeys(draft.columns) | values | change)
        draft.rows = [replace(row, outcome=QUARANTINED, reason=reason) if reason else row]


for _title, (_change, _reason) in MANIFESTS.items():
    manifest(_title, _change, _reason)

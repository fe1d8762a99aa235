"""Rows and files that arrive twice, late, early, in parts, corrected or in conflict."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bad_files.delivery import CONFLICT, EITHER, KNOWN, QUARANTINED, Refusal, Row, Step, defect
from bad_files.draft import Draft, load_time
from bad_files.formats import csv_bytes

GROUP = "history"
ON = "csv jsonl parquet"
# Feeds of events with a value that a later delivery may correct.
EVENTS = "marketing_leads interactions clickstream"
VALUE = {"marketing_leads": "CAMPAIGN", "interactions": "OUTCOME", "clickstream": "PAGE"}
CHANGES = "support_tickets fraud_alerts finance_accounts"
STATE = {
    "support_tickets": "ISSUE_TYPE",
    "fraud_alerts": "TEAM",
    "finance_accounts": "ACCOUNT_NUMBER",
}


def first_build(draft: Draft) -> None:
    """The file lands before the first build."""
    draft.build = 1
    draft.land()


@defect(GROUP, "arrives again under its name", on=ON)
def same_name(draft: Draft) -> None:
    first_build(draft)
    draft.land(draft.content(), rows=[], later=1)


@defect(GROUP, "arrives again under another name", on=ON)
def other_name(draft: Draft) -> None:
    first_build(draft)
    draft.land(name=f"{draft.batch} (1)", later=1)


@defect(GROUP, "arrives under two names at once", on=ON)
def two_names(draft: Draft) -> None:
    draft.land()
    draft.land(name=f"Copy of {draft.batch}")


@defect(GROUP, "arrives again with its rows in another order and quoted", on="csv")
def reordered(draft: Draft) -> None:
    first_build(draft)
    rows = draft.rows[::-1]
    content = csv_bytes(draft.columns[::-1], [row.values for row in rows], quoting=1)
    draft.land(content, name=f"{draft.batch}-again", rows=rows, later=1)


@defect(GROUP, "is deleted after it was loaded", on=ON)
def deleted(draft: Draft) -> None:
    first_build(draft)
    draft.steps[2] = Step({}, (), removed=(draft.path(),))


@defect(GROUP, "has other content under the name of a loaded file", on=ON)
def changed_content(draft: Draft) -> None:
    first_build(draft)
    changed = draft.content(draft.rows[:2])
    draft.refusal = Refusal({draft.path(): changed}, "has changed since it was loaded; restore it")


@defect(GROUP, "has an additional row under the name of a loaded file", on="csv jsonl")
def row_added(draft: Draft) -> None:
    first_build(draft)
    changed = draft.content() + draft.lines()[-1] + b"\n"
    draft.refusal = Refusal({draft.path(): changed}, "has changed since it was loaded; restore it")


@defect(GROUP, "is a batch in two files", on=ON)
def two_files(draft: Draft) -> None:
    draft.land(name=f"{draft.batch}a", rows=draft.rows[:1])
    draft.land(name=f"{draft.batch}b", rows=draft.rows[1:])


@defect(GROUP, "is a batch in two files, the second a build later", on=ON)
def two_files_later(draft: Draft) -> None:
    draft.build = 1
    draft.land(name=f"{draft.batch}b", rows=draft.rows[:1])
    draft.land(name=f"{draft.batch}a", rows=draft.rows[1:], later=1)


@defect(GROUP, "has all rows twice", on=ON)
def rows_twice(draft: Draft) -> None:
    draft.rows = [*draft.rows, *draft.rows]


@defect(GROUP, "has rows of two batches and load times", on=ON)
def two_batches(draft: Draft) -> None:
    late = {"_loaded_at": load_time(draft.number, days=1), "_batch_id": f"{draft.batch}-next"}
    draft.rows[2] = draft.rows[2].put(**late)


@defect(GROUP, "has a bad row that arrives again under another name", on=ON)
def bad_row_again(draft: Draft) -> None:
    draft.quarantine(1, f"missing_key in {draft.key}", **{draft.key: "?"})
    first_build(draft)
    draft.land(name=f"{draft.batch}-again", later=1)


@defect(GROUP, "has a bad row that arrives again repaired", on=ON)
def bad_row_repaired(draft: Draft) -> None:
    valid = replace(draft.rows[1], mark=f"{draft.batch}.9").put(_record_source=f"{draft.batch}.9")
    draft.quarantine(1, f"missing_key in {draft.key}", **{draft.key: "N/A"})
    first_build(draft)
    draft.land(name=f"{draft.batch}-repaired", rows=[valid], later=1)


@defect(GROUP, "is late: of a time before the newest of the sample", on=ON)
def late(draft: Draft) -> None:
    delivery = {"_loaded_at": load_time(draft.number, days=-5)}
    draft.rows = [
        row.put(**draft.times(datetime(2025, 12, 12, 12)), **delivery) for row in draft.rows
    ]


@defect(GROUP, "is late by years", on=ON)
def very_late(draft: Draft) -> None:
    delivery = {"_loaded_at": "2019-06-01 02:00:00"}
    draft.rows = [
        row.put(**draft.times(datetime(2019, 5, 5, 5, 5, 5)), **delivery) for row in draft.rows
    ]


@defect(GROUP, "is of a future month", on=ON)
def future(draft: Draft) -> None:
    moment = load_time(draft.number, days=40)
    draft.rows = [row.put(_loaded_at=moment) for row in draft.rows]


@defect(GROUP, "corrects an event later", on=ON, feeds=EVENTS)
def correction(draft: Draft) -> None:
    first_build(draft)
    change = {VALUE[draft.feed.name]: "corrected", "_loaded_at": load_time(draft.number, days=1)}
    draft.land(name=f"{draft.batch}-c", rows=draft.redelivered(**change), later=1)


@defect(GROUP, "corrects an event before it arrives", on=ON, feeds=EVENTS)
def early_correction(draft: Draft) -> None:
    draft.rows = [row.put(**draft.times(datetime(2025, 12, 12, 12))) for row in draft.rows]
    first_build(draft)
    change = {VALUE[draft.feed.name]: "first", "_loaded_at": load_time(draft.number, days=-3)}
    draft.land(name=f"{draft.batch}-first", rows=draft.redelivered(**change), later=1)


@defect(GROUP, "corrects a rate", on="csv", feeds="exchange_rates")
def corrected_rate(draft: Draft) -> None:
    draft.rows = [
        row.put(CURRENCY="CHF", RATE_DATE=f"2025-02-{place + 1:02d}", UNITS_PER_EURO="0.95")
        for place, row in enumerate(draft.rows)
    ]
    first_build(draft)
    change = {"UNITS_PER_EURO": "0.955555", "_loaded_at": load_time(draft.number, days=1)}
    draft.land(name=f"{draft.batch}-c", rows=draft.redelivered(**change), later=1)


@defect(GROUP, "contradicts a loaded file of its load time", on=ON, feeds=CHANGES)
def contradiction(draft: Draft) -> None:
    first_build(draft)
    rows = draft.redelivered(**{STATE[draft.feed.name]: "another"})
    rows = [replace(row, outcome=CONFLICT) for row in rows]
    draft.land(name=f"{draft.batch}-b", rows=rows, later=1)


@defect(GROUP, "contradicts another file that arrives with it", on=ON, feeds=CHANGES)
def contradiction_at_once(draft: Draft) -> None:
    draft.land()
    rows = draft.redelivered(**{STATE[draft.feed.name]: "another"})
    rows = [replace(row, outcome=CONFLICT) for row in rows]
    draft.land(name=f"{draft.batch}-b", rows=rows)


@defect(GROUP, "contradicts itself", on=ON, feeds=CHANGES)
def self_contradiction(draft: Draft) -> None:
    rows = [*draft.rows, *draft.redelivered(**{STATE[draft.feed.name]: "another"})]
    draft.rows = [replace(row, outcome=EITHER) for row in rows]


@defect(GROUP, "contradicts a loaded file and is accepted", on="csv", feeds="support_tickets")
def accepted(draft: Draft) -> None:
    first_build(draft)
    rows = draft.redelivered(ISSUE_TYPE="another")
    draft.land(name=f"{draft.batch}-b", rows=rows, later=1)
    columns = ["acceptance_id", "feed", "file", "accepts", "accepted_at", "steward", "reason"]
    log = {
        "acceptance_id": f"A{draft.number}",
        "feed": draft.feed.name,
        "file": f"{draft.batch}-b",
        "accepts": "CONFLICTS",
        "accepted_at": load_time(draft.number, days=2),
        "steward": "a.steward",
        "reason": "The source corrected it.",
        "_loaded_at": load_time(draft.number, days=2),
        "_batch_id": f"{draft.batch}-accepted",
        "_record_source": "STEWARD",
    }
    content = csv_bytes([*columns, *draft.columns[-3:]], [log])
    draft.steps[3] = Step({f"accepted_files/{draft.batch}.csv": content}, ())


@defect(GROUP, "has several states of a key", on=ON, feeds=CHANGES)
def several_states(draft: Draft) -> None:
    key = draft.rows[0].values[draft.key]
    valid = draft.rows[0].values
    draft.rows = [
        Row(row.mark, {**valid, "_record_source": row.mark, draft.key: key}).put(
            **{STATE[draft.feed.name]: f"state {place}", "UPDATED_AT": f"2026-01-09 1{place}:00:00"}
        )
        for place, row in enumerate(draft.rows)
    ]


@defect(GROUP, "has an older state of a key that was loaded", on=ON, feeds=CHANGES)
def older_state(draft: Draft) -> None:
    before = draft.times(datetime(2025, 12, 12, 12))
    draft.rows = [row.put(**before | {"UPDATED_AT": "2026-01-09 10:00:00"}) for row in draft.rows]
    first_build(draft)
    change = {"UPDATED_AT": "2026-01-03 10:00:00", "_loaded_at": load_time(draft.number, days=-6)}
    change[STATE[draft.feed.name]] = "an older state"
    draft.land(name=f"{draft.batch}-old", rows=draft.redelivered(**change), later=1)


@defect(GROUP, "has the rows of a loaded file under another batch", on=ON)
def other_batch(draft: Draft) -> None:
    first_build(draft)
    rows = draft.redelivered(_batch_id=f"{draft.batch}-b")
    rows = [replace(row, outcome=KNOWN) for row in rows]
    draft.land(name=f"{draft.batch}-b", rows=rows, later=1)


@defect(GROUP, "has a key twice, in different case", on="csv", feeds="orders")
def other_case(draft: Draft) -> None:
    key = str(draft.rows[0].values[draft.key])
    twin = replace(draft.redelivered()[0], outcome=KNOWN)
    draft.store(0, draft.key, key, key)
    draft.rows[1] = replace(twin, stored={draft.key: key}).put(**{draft.key: key.lower()})


@defect(GROUP, "has nothing but bad rows", on=ON)
def all_bad(draft: Draft) -> None:
    for place in range(3):
        draft.expect(place, QUARANTINED, f"missing_key in {draft.key}", **{draft.key: "unknown"})

"""The history of every uid, compared with the day-by-day states of random histories.

The assignments of the sample are replaced by random ones: every day records may be grouped
differently, be deleted and return. A customer uid comes from the oldest record.
"""

import hashlib
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest

from dbt_in_process import DATABASE, Project
from mdm import customer_uid

HISTORIES = 150
RECORDS = 7
DAYS = range(1, 10)
OPEN = "9999-12-31"
BUILT = ["sal_customer", "eff_sat_sal_customer", "business_vault.identity_history"]
MARTS = ["customer_uid_redirects"]
MARTS += [f"customer_id_{name}" for name in ("changes", "lifecycle", "tombstones")]
Names = dict[str, str]


@dataclass
class Histories:
    """The expected state on each day: the uid of each known record, and the deleted records."""

    uids: dict[int, Names] = field(default_factory=lambda: {day: {} for day in DAYS})
    deleted: dict[int, set[str]] = field(default_factory=lambda: {day: set() for day in DAYS})
    masters: Names = field(default_factory=dict)


def day_text(day: int) -> str:
    return f"2026-01-{day:02d}"


def random_histories() -> Histories:
    """Draw random histories; the record ids are hub keys in hexadecimal."""
    draw = random.Random(1)
    histories = Histories()
    for history in range(HISTORIES):
        names = [hashlib.sha256(f"{history}/{n}".encode()).hexdigest() for n in range(RECORDS)]
        first = {name: draw.choice([1, 1, 2, 4]) for name in names}
        groups = {name: draw.randrange(4) for name in names}
        deleted: set[str] = set()
        for day in DAYS:
            known = sorted(
                (name for name in names if first[name] <= day), key=lambda n: (first[n], n)
            )
            for name in known:
                if draw.random() < 0.15:
                    groups[name] = draw.randrange(4)
                if draw.random() < 0.25:
                    deleted ^= {name}
            oldest: dict[int, str] = {}
            for name in known:
                master = oldest.setdefault(groups[name], name)
                histories.uids[day][name] = customer_uid(master)
                histories.masters[customer_uid(master)] = master
            histories.deleted[day] |= deleted & set(known)
    return histories


def spans(states: list[tuple[int, str]]) -> list[tuple[str, str, str]]:
    """(value, from, to) of the changes in a list of (day, value) in order."""
    changes = [entry for n, entry in enumerate(states) if n == 0 or entry[1] != states[n - 1][1]]
    ends = [day_text(day) for day, _ in changes[1:]] + [OPEN]
    return [(value, day_text(day), end) for (day, value), end in zip(changes, ends, strict=True)]


def replace_assignments(project: Project, database: Path, histories: Histories, until: int) -> None:
    """Replace the assignments in the warehouse with those known until a day."""
    records = list(histories.uids[DAYS[-1]])
    days = [day for day in DAYS if day <= until]
    assignments, flags = [], []
    for record in records:
        known = [day for day in days if record in histories.uids[day]]
        assignments += [
            (record, histories.masters[uid], uid, start)
            for uid, start, _ in spans([(day, histories.uids[day][record]) for day in known])
        ]
        states = [(day, str(record in histories.deleted[day]).lower()) for day in known]
        flags += [(record, flag, start, end) for flag, start, end in spans(states)]
    with duckdb.connect(str(database)) as connection:
        connection.execute("delete from business_vault.customer_identity_assignments")
        connection.executemany(
            "insert into business_vault.customer_identity_assignments values (?, ?, ?, ?)",
            assignments,
        )
        connection.execute(
            """
            create or replace table raw_vault.hub_customer as
            select
                unhex(record_id) as customer_hk, record_id as customer_id,
                'Oracle' as source_system, min(assigned_from) as loaded_at, 'x' as record_source
            from business_vault.customer_identity_assignments
            group by record_id
            """
        )
        connection.execute("create temp table flags (a varchar, b varchar, c varchar, d varchar)")
        connection.executemany("insert into flags values (?, ?, ?, ?)", flags)
        connection.execute(
            """
            create or replace table business_vault.customer_attributes_by_load_time as
            select
                unhex(a) as customer_hk, 'is_flagged_deleted' as attribute, b as attribute_value,
                cast(c as date) as known_from, cast(d as date) as known_to
            from flags
            """
        )
    project.run(database, "run", "--full-refresh", "--select", *BUILT, *MARTS)


@pytest.fixture(scope="module")
def histories() -> Histories:
    return random_histories()


@pytest.fixture(scope="module")
def database(
    project: Project, copy_of_reference: Callable[[str], Path], histories: Histories
) -> Path:
    """A warehouse of the random histories."""
    copied = copy_of_reference("histories")
    replace_assignments(project, copied, histories, DAYS[-1])
    return copied


def selected(database: Path, query: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def first_use(histories: Histories, uid: str) -> tuple[int, str | None]:
    """First day of a uid's use, and the uid of its birth record on the day before."""
    first = next(day for day in DAYS if uid in histories.uids[day].values())
    before = histories.uids.get(first - 1, {})
    return first, before.get(histories.masters[uid])


def test_every_event_type_occurs_in_the_histories(database: Path) -> None:
    types = selected(
        database, "select event_type, count(*) from marts.customer_id_changes group by 1"
    )
    assert set(dict(types)) == {
        "BORN", "JOIN", "MERGE", "SPLIT", "MOVE", "RETIRE", "REACTIVATE",
    }  # fmt: skip
    assert min(dict(types).values()) > 50


def test_replaying_the_change_feed_gives_the_memberships_of_each_day(
    database: Path, histories: Histories
) -> None:
    events = selected(
        database,
        """
        select day(event_date), event_type, from_uid, to_uid, record_ids
        from marts.customer_id_changes order by event_number
        """,
    )
    held: Names = {}
    for day in DAYS:
        for _, event_type, from_uid, to_uid, record_ids in (e for e in events if e[0] == day):
            living = set(held.values())
            if event_type in ("MOVE", "JOIN", "RETIRE", "REACTIVATE"):
                assert {from_uid, to_uid} - {None} <= living
            if event_type in ("BORN", "SPLIT"):
                assert to_uid not in living
            for record in (record_ids or "").split():
                assert held.get(record) == from_uid
                held[record] = to_uid
            if event_type == "MERGE":
                assert from_uid not in held.values()
        assert held == histories.uids[day]


def test_the_lifecycle_has_the_status_of_each_uid_on_each_day(
    database: Path, histories: Histories
) -> None:
    rows = selected(
        database,
        """
        select customer_uid, status, successor_uid, parent_uid, valid_from, valid_to
        from marts.customer_id_lifecycle
        """,
    )
    found = {
        (uid, day): (status, successor, parent)
        for uid, status, successor, parent, start, end in rows
        for day in DAYS
        if str(start)[:10] <= day_text(day) < str(end)[:10]
    }
    expected = {}
    for uid, master in histories.masters.items():
        first, parent = first_use(histories, uid)
        for day in range(first, DAYS[-1] + 1):
            holder = histories.uids[day][master]
            members = {name for name, found_uid in histories.uids[day].items() if found_uid == uid}
            if holder != uid:
                expected[uid, day] = ("MERGED", holder, parent)
            elif members <= histories.deleted[day]:
                expected[uid, day] = ("RETIRED", None, parent)
            else:
                expected[uid, day] = ("SPLIT" if parent else "ACTIVE", None, parent)
    assert found == expected


def test_every_uid_redirects_to_its_birth_record_and_its_parts(
    database: Path, histories: Histories
) -> None:
    today = histories.uids[DAYS[-1]]
    parts: dict[str, set[str]] = {uid: set() for uid in histories.masters}
    parents = {uid: first_use(histories, uid)[1] for uid in histories.masters}
    for uid in histories.masters:
        ancestor = parents[uid]
        while ancestor:
            parts[ancestor].add(today[histories.masters[uid]])
            ancestor = parents[ancestor]
    expected = set()
    for record, holder in today.items():
        uid = customer_uid(record)
        expected.add((uid, holder, "SELF" if holder == uid else "SUCCESSOR"))
        expected |= {(uid, part, "PART") for part in parts.get(uid, set()) - {holder}}
    found = selected(
        database, "select customer_uid, resolved_uid, relation from marts.customer_uid_redirects"
    )
    assert set(found) == expected
    assert len(found) == len(expected)


def test_every_uid_without_an_active_customer_has_a_tombstone(
    database: Path, histories: Histories
) -> None:
    last = DAYS[-1]
    living = {
        uid for record, uid in histories.uids[last].items() if record not in histories.deleted[last]
    }
    found = selected(database, "select customer_uid from marts.customer_id_tombstones")
    assert {uid for (uid,) in found} == set(histories.masters) - living


def test_a_build_of_fewer_days_gives_the_same_events_until_its_last_day(
    project: Project, database: Path, histories: Histories, tmp_path: Path
) -> None:
    earlier = tmp_path / DATABASE
    shutil.copy(database, earlier)
    replace_assignments(project, earlier, histories, 5)
    events = "select * from marts.customer_id_changes where event_date <= '2026-01-05' order by 1"
    assert selected(earlier, events) == selected(database, events)
    assert selected(earlier, "select count(*) from marts.customer_id_changes") == [
        (len(selected(database, events)),)
    ]


def test_data_tests_pass_on_random_histories(project: Project, database: Path) -> None:
    promises = {
        "uid_is_in_use_while_it_has_records",
        "every_uid_resolves_to_one_current_customer",
        "replayed_change_feed_gives_current_memberships",
        "same_as_link_gives_past_memberships",
    }
    outcome = project.run(database, "test", "--select", *promises)
    assert outcome.named("pass") == promises

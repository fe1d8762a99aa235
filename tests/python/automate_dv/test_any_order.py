"""Loads in any order, split, merged and repeated: a reader sees the reference."""

from __future__ import annotations

import pytest
from load_histories import Delivery, set_timeline, status_timeline, timeline
from loaded_vault import LOADS, Loaded, is_rejected

COLUMNS = "thing_id, loaded_at, one, two, effective_from"


def read(loaded: Loaded, table: str, member: str = "null") -> list[Delivery]:
    """The rows of a table of the vault as deliveries."""
    rows = loaded.project.rows(f"select {COLUMNS}, {member} from {table}")
    return [Delivery(row[0], row[1], (row[2], row[3]), row[4], row[5]) for row in rows]


def with_key(deliveries: list[Delivery]) -> list[Delivery]:
    """Deliveries that name a key."""
    return [delivery for delivery in deliveries if delivery.key]


def test_a_satellite_reads_as_the_reference(loaded: Loaded) -> None:
    read_rows = read(loaded, "sat_thing_timeline")
    assert len(read_rows) == len(set(read_rows))
    assert set(read_rows) == timeline(with_key(loaded.delivered("change")))


def test_the_current_row_is_the_newest_delivery(loaded: Loaded) -> None:
    newest: dict[str, Delivery] = {}
    for it in with_key(loaded.delivered("change")):
        newest[it.key] = max(newest.get(it.key, it), it, key=lambda one: one.loaded_at)
    read_rows = read(loaded, "sat_thing_current")
    assert len(read_rows) == len(newest)
    assert set(read_rows) == set(newest.values())


def test_a_multi_active_satellite_reads_as_the_reference(loaded: Loaded) -> None:
    read_rows = read(loaded, "ma_sat_member_timeline", "member_id")
    assert len(read_rows) == len(set(read_rows))
    assert set(read_rows) == set_timeline(loaded.delivered("member"))


def test_the_current_set_leaves_out_the_row_of_an_empty_one(loaded: Loaded) -> None:
    newest: dict[str, set[Delivery]] = {}
    for it in sorted(loaded.delivered("member"), key=lambda one: one.loaded_at):
        if not newest.get(it.key) or next(iter(newest[it.key])).loaded_at < it.loaded_at:
            newest[it.key] = set()
        newest[it.key].add(it)
    expected = {it for members in newest.values() for it in members if it.member}
    assert set(read(loaded, "ma_sat_member_current", "member_id")) == expected


def test_a_satellite_of_snapshots_reads_as_the_reference(loaded: Loaded, plans) -> None:
    wrong = {}
    for number, plan in enumerate(plans):
        read_rows = read(loaded, f"sat_snapshot_{number}_timeline")
        expected = timeline(loaded.delivered(f"snapshot_{number}"))
        if set(read_rows) != expected or len(read_rows) != len(expected):
            wrong[str(plan)] = sorted(set(read_rows) ^ expected, key=str)[:3]
    assert wrong == {}


# How the timelines of tables that have no model of their own are read.
TIMELINE = """
    (select * from {table} qualify lag(hashdiff) over (partition by thing_hk order by loaded_at)
    is distinct from hashdiff)
"""


def test_a_value_that_returns_is_restated_when_a_late_snapshot_parts_it(
    loaded: Loaded, plans
) -> None:
    """With no time of change told, only the log and the status satellite know of the repeat."""
    wrong = {}
    for number, plan in enumerate(plans):
        rows = loaded.project.rows(
            "select thing_id, loaded_at, one from " + TIMELINE.format(table=f"sat_plain_{number}")
        )
        deliveries = timeline(loaded.delivered(f"snapshot_{number}"))
        expected = {(it.key, it.loaded_at, it.payload[0]) for it in deliveries}
        if set(rows) != expected or len(rows) != len(expected):
            wrong[str(plan)] = sorted(set(rows) ^ expected)[:3]
    assert wrong == {}


def test_rejected_rows_of_snapshots_in_order_are_not_made_up(loaded: Loaded, plans) -> None:
    """The key was present, what was said of it was rejected: the value before holds on."""
    wrong = {}
    for number in (0, 1):
        rows = loaded.project.rows(
            "select thing_id, loaded_at, one from "
            + TIMELINE.format(table=f"sat_accepted_{number}")
        )
        accepted = [it for it in loaded.delivered(f"snapshot_{number}") if not is_rejected(it)]
        expected = {(it.key, it.loaded_at, it.payload[0]) for it in timeline(accepted)}
        if set(rows) != expected or len(rows) != len(expected):
            wrong[str(plans[number])] = sorted(set(rows) ^ expected)[:3]
    assert wrong == {}


def test_a_status_satellite_reads_as_the_reference(loaded: Loaded, plans) -> None:
    wrong = {}
    for number, plan in enumerate(plans):
        rows = loaded.project.rows(
            f"select thing_id, status, loaded_at from status_sat_{number}_timeline"
            f" join (select distinct thing_id, thing_hk from sat_snapshot_{number})"
            " using (thing_hk)"
        )
        expected = status_timeline(loaded.delivered(f"snapshot_{number}"))
        if set(rows) != expected or len(rows) != len(expected):
            wrong[str(plan)] = sorted(set(rows) ^ expected, key=str)[:3]
    assert wrong == {}


def test_snapshots_that_change_nothing_are_not_stored(loaded: Loaded, plans) -> None:
    """In order a row is kept per change of value or of the source's time of change, no more."""
    expected = 0
    states: dict[str, tuple[object, ...]] = {}
    for it in sorted(set(loaded.delivered("snapshot_0")), key=lambda one: one.loaded_at):
        expected += states.get(it.key) != (it.payload, it.changed_at)
        states[it.key] = (it.payload, it.changed_at)
    assert loaded.project.count("sat_snapshot_0") == expected
    assert expected < 0.7 * len(set(loaded.delivered("snapshot_0")))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("hub_thing", "thing_hk"),
        ("link_thing_member", "thing_member_hk"),
        ("sat_thing", "thing_hk, loaded_at"),
        ("ma_sat_member", "thing_hk, member_id, loaded_at"),
        ("sat_snapshot_4", "thing_hk, loaded_at"),
        ("sat_plain_4", "thing_hk, loaded_at"),
        ("status_sat_4", "thing_hk, loaded_at"),
        ("snapshot_log_4", "loaded_at"),
    ],
)
def test_no_key_is_stored_twice(loaded: Loaded, table: str, columns: str) -> None:
    query = f"select {columns} from {table} group by all having count(*) > 1"
    assert loaded.project.rows(query) == []
    assert loaded.project.count(table) > 0


def test_hubs_and_links_hold_each_key_at_its_first_sight(loaded: Loaded) -> None:
    firsts: dict[str, dict[str, tuple[object, ...]]] = {"hub": {}, "link": {}}
    loads = [("hub", load) for load in loaded.loads["change"] if load.delivery.key]
    loads += [("hub", load) for load in loaded.loads["member"]]
    loads += [("link", load) for load in loaded.loads["member"] if load.delivery.member]
    for kind, load in loads:
        it = load.delivery
        key = it.key if kind == "hub" else it.key + str(it.member)
        sight = (load.number, it.loaded_at)
        firsts[kind][key] = min(firsts[kind].get(key, sight), sight)
    hub = dict(loaded.project.rows("select thing_id, loaded_at from hub_thing"))
    assert hub == {key: moment for key, (_, moment) in firsts["hub"].items()}
    link = sorted(row[0] for row in loaded.project.rows("select loaded_at from link_thing_member"))
    assert link == sorted(moment for _, moment in firsts["link"].values())


def test_all_delivered_once_more_adds_no_row(loaded: Loaded) -> None:
    tables = loaded.project.rows("select table_name from duckdb_tables() order by 1")
    before = {name: loaded.project.count(name) for (name,) in tables}
    loaded.project.load()
    assert loaded.project.rows("select load_number from clock") == [(LOADS + 1,)]
    assert {name: loaded.project.count(name) for (name,) in tables} == before

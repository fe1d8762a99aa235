"""The differences between the rows that the readers of a vault return and the reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from load_histories import (
    Delivery,
    changes_of_state,
    set_timeline,
    status_timeline,
    timeline,
    unlike,
)
from loads_in_any_order import History

KEYS_OF_FEEDS = {
    "hub_thing": "thing_hk",
    "hub_keeps_earliest": "thing_hk",
    "link_thing_member": "thing_member_hk",
    "sat_thing": "thing_hk, loaded_at",
    "sat_states": "thing_hk, loaded_at, effective_from",
    "ma_sat_member": "thing_hk, member_id, loaded_at",
}
KEYS_OF_SNAPSHOTS = {
    "sat_snapshot": "thing_hk, loaded_at",
    "sat_plain": "thing_hk, loaded_at",
    "status_sat": "thing_hk, loaded_at",
    "snapshot_log": "loaded_at",
}


def expected_current(deliveries: list[Delivery]) -> set[Delivery]:
    """The newest delivery of each key."""
    newest: dict[str, Delivery] = {}
    for it in deliveries:
        newest[it.key] = max(newest.get(it.key, it), it, key=lambda one: one.loaded_at)
    return set(newest.values())


def expected_current_sets(deliveries: list[Delivery]) -> set[Delivery]:
    """The members of the newest set of each key."""
    newest = {it.key: it.loaded_at for it in sorted(deliveries, key=lambda it: it.loaded_at)}
    return {it for it in deliveries if it.member and it.loaded_at == newest[it.key]}


def first_seen(history: History) -> dict[str, list[dt.datetime]]:
    """For a hub and a link the load time of each key in the first load that has it."""
    found: dict[str, dict[str, tuple[int, dt.datetime]]] = {"hub": {}, "link": {}}
    loads = [("hub", load) for load in history.loads["change"] if load.delivery.key]
    loads += [("hub", load) for load in history.loads["member"]]
    loads += [("link", load) for load in history.loads["member"] if load.delivery.member]
    for kind, load in loads:
        it = load.delivery
        key = it.key if kind == "hub" else it.key + str(it.member)
        seen = (load.number, it.loaded_at)
        found[kind][key] = min(found[kind].get(key, seen), seen)
    return {kind: sorted(at for _, at in of_kind.values()) for kind, of_kind in found.items()}


def stored_twice(history: History, keys: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    """Tables with a key that is stored twice."""
    for table, columns in keys.items():
        query = f"select {columns} from {table} group by all having count(*) > 1"
        rows = history.vault.rows(query)
        if rows:
            yield f"{table} twice", rows[:3]


def differences_of_feeds(history: History) -> Iterator[tuple[str, object]]:
    """Readers of changes and sets whose rows differ from the reference or occur twice."""
    named = [it for it in history.delivered("change") if it.key]
    members = history.delivered("member")
    expected = {
        "sat_thing_timeline": timeline(named),
        "sat_thing_current": expected_current(named),
        "sat_states_timeline": timeline(history.delivered("other")),
        "ma_sat_member_timeline": set_timeline(members),
        "ma_sat_member_current": expected_current_sets(members),
    }
    for table, rows in expected.items():
        found = history.read(table, "member_id" if table.startswith("ma_sat") else "null")
        yield from unlike(table, found, rows)
    latest_first = sorted(named, key=lambda it: it.loaded_at, reverse=True)
    earliest = {it.key: it.loaded_at for it in latest_first}
    stored = history.vault.rows("select thing_id, loaded_at from hub_keeps_earliest")
    yield from unlike("hub_keeps_earliest", stored, set(earliest.items()))
    seen = first_seen(history)
    for table, times_seen in (("hub_thing", seen["hub"]), ("link_thing_member", seen["link"])):
        times = sorted(row[0] for row in history.vault.rows(f"select loaded_at from {table}"))
        if times != times_seen:
            yield table, (len(times), len(times_seen))
    yield from stored_twice(history, KEYS_OF_FEEDS)


def rows_if_in_order(deliveries: Iterable[Delivery]) -> int:
    """The number of rows that snapshots in order need: changes of value or of the source's time."""
    count = 0
    states: dict[str, tuple[object, ...]] = {}
    for it in sorted(set(deliveries), key=lambda one: one.loaded_at):
        count += states.get(it.key) != (it.payload, it.changed_at)
        states[it.key] = (it.payload, it.changed_at)
    return count


def pointed_at(history: History, satellite: str) -> list[tuple[object, ...]]:
    """Key and load time of the rows to which the point-in-time table points."""
    return history.vault.rows(
        f"select distinct thing_id, {satellite}_ldts from pit_snapshot"
        f" where {satellite}_ldts > timestamp '1900-01-01'"
    )


def times(deliveries: set[Delivery]) -> set[tuple[object, ...]]:
    """Key and load time of deliveries."""
    return {(it.key, it.loaded_at) for it in deliveries}


def differences_of_snapshots(history: History) -> Iterator[tuple[str, object]]:
    """Readers of snapshots whose rows differ from the reference or occur twice."""
    deliveries = history.delivered("snapshot")
    reference, changed = timeline(deliveries), changes_of_state(deliveries)
    statuses = (
        "select thing_id, status, loaded_at from status_timeline"
        " join (select distinct thing_id, thing_hk from sat_snapshot) using (thing_hk)"
    )
    # Without a time of change, only the log and the status satellite show a repeated value.
    plain = "select thing_id, loaded_at, one from sat_plain_timeline"
    for table, found, expected in (
        ("sat_snapshot_timeline", history.read("sat_snapshot_timeline"), reference),
        ("sat_snapshot_changes", history.read("sat_snapshot_changes"), changed),
        ("pit_snapshot", pointed_at(history, "sat_snapshot"), times(changed)),
        ("pit_snapshot", pointed_at(history, "sat_plain"), times(reference)),
        ("status_timeline", history.vault.rows(statuses), status_timeline(deliveries)),
        (
            "sat_plain_timeline",
            history.vault.rows(plain),
            {(it.key, it.loaded_at, it.payload[0]) for it in reference},
        ),
    ):
        yield from unlike(table, found, expected)
    yield from stored_twice(history, KEYS_OF_SNAPSHOTS)

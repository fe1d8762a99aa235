"""With the extra vars off, loads in order give the rows that upstream documents."""

from __future__ import annotations

from collections import defaultdict
from random import Random

import pytest
from load_histories import Delivery, Load, by_key, changes, sets, timeline
from memory_vault import MakeVault, MemoryVault

DAYS = 10
TABLES = ["hub_thing", "link_thing_member", "sat_thing", "ma_sat_member"]
BATCHES = {"one day a load": 1, "several days a load": 4}


def upstream_text(delivery: Delivery) -> tuple[str, ...]:
    """The text that upstream hashes of a payload: trimmed, in upper case, null as `^^`."""
    return tuple((part or "").strip(" ").upper() or "^^" for part in delivery.payload)


def upstream_rows(deliveries: list[Delivery]) -> set[Delivery]:
    """A row per change of the text that upstream hashes."""
    kept = set()
    for of_key in by_key(deliveries).values():
        before = None
        for delivery in of_key:
            if upstream_text(delivery) != before:
                kept.add(delivery)
            before = upstream_text(delivery)
    return kept


def upstream_sets(deliveries: list[Delivery]) -> set[Delivery]:
    """The whole set at each load time that changed it; an empty set cannot be delivered."""
    found: dict[str, dict[object, set[Delivery]]] = defaultdict(lambda: defaultdict(set))
    for delivery in deliveries:
        if delivery.member:
            found[delivery.key][delivery.loaded_at].add(delivery)
    kept: set[Delivery] = set()
    for of_key in found.values():
        before: set[tuple[object, ...]] = set()
        for _, members in sorted(of_key.items()):
            now = {(it.member, upstream_text(it)) for it in members}
            if now != before:
                kept |= members
            before = now
    return kept


@pytest.fixture(scope="module", params=list(BATCHES))
def built(request, default: MakeVault) -> tuple[MemoryVault, dict[str, list[Delivery]]]:
    """A vault loaded in order with all vars at their defaults."""
    random = Random(3)
    feeds = {"change": changes(random, 1500), "member": sets(random, 800)}
    days = BATCHES[request.param]
    vault = default(*TABLES)
    for table, deliveries in feeds.items():
        first = min(it.loaded_at for it in deliveries)
        loads = [Load((it.loaded_at - first).days // days + 1, it) for it in deliveries]
        vault.deliver(table, (load.row() for load in loads))
    for _ in range(-(-DAYS // days)):
        vault.load()
    return vault, feeds


def read(vault: MemoryVault, table: str, member: str = "null") -> list[Delivery]:
    """The rows of a table of the vault as deliveries."""
    rows = vault.rows(
        f"select thing_id, loaded_at, one, two, effective_from, {member} from {table}"
    )
    return [Delivery(row[0], row[1], (row[2], row[3]), row[4], row[5]) for row in rows]


def test_a_satellite_has_a_row_for_each_change(built) -> None:
    vault, feeds = built
    rows = read(vault, "sat_thing")
    assert len(rows) == len(set(rows))
    assert set(rows) == upstream_rows(feeds["change"])
    assert len(rows) < len(timeline(feeds["change"]))


# Upstream expects one set of a key per load.
@pytest.mark.parametrize("built", ["one day a load"], indirect=True)
def test_a_multi_active_satellite_has_the_whole_set_at_each_change(built) -> None:
    vault, feeds = built
    rows = read(vault, "ma_sat_member", "member_id")
    assert len(rows) == len(set(rows))
    assert set(rows) == upstream_sets(feeds["member"])


def test_hubs_and_links_hold_each_key_as_first_seen(built) -> None:
    vault, feeds = built
    first_seen: dict[str, object] = {}
    for it in feeds["change"] + feeds["member"]:
        first_seen[it.key] = min(first_seen.get(it.key, it.loaded_at), it.loaded_at)
    assert dict(vault.rows("select thing_id, loaded_at from hub_thing")) == first_seen
    links = {(it.key, it.member) for it in feeds["member"] if it.member}
    assert vault.count("link_thing_member") == len(links)


def test_columns_have_the_names_order_and_types_of_upstream(built) -> None:
    vault, _ = built
    described = {table: [row[:2] for row in vault.rows(f"describe {table}")] for table in TABLES}
    key, text, time = "BLOB", "VARCHAR", "TIMESTAMP"
    end = [("loaded_at", time), ("record_source", text)]
    payload = [("thing_id", text), ("one", text), ("two", text), ("effective_from", time)]
    assert described == {
        "hub_thing": [("thing_hk", key), ("thing_id", text), *end],
        "link_thing_member": [
            ("thing_member_hk", key), ("thing_hk", key), ("member_hk", key), *end,
        ],
        "sat_thing": [("thing_hk", key), ("hashdiff", key), *payload, *end],
        "ma_sat_member": [
            ("thing_hk", key), ("member_hashdiff", key), ("member_id", text), *payload, *end,
        ],
    }  # fmt: skip

"""Point-in-time tables and bridges: rows are kept between loads and always correct."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import duckdb
import pytest
from load_histories import Delivery, Load, changes, day, in_any_order
from vault_project import MakeProject, VaultProject

LOADS = 3
GHOST = (bytes(32), dt.datetime(1900, 1, 1))
# The as-of dates, and the first and last load in which each applies.
AS_OF = [(1, 1, 9), (3, 1, 2), (5, 2, 9), (6, 1, 9), (20, 3, 9)]
# Each incremental table, and the same table built completely.
REFRESHED = {"pit": "pit_whole", "bridge": "bridge_whole", "bridge_by_key": "bridge_whole"}
SELECTED = "+path:models/pit"


def owners(random: Random, things: int) -> list[Delivery]:
    """Each thing has one member at a time, which is itself a thing."""
    return [
        Delivery(f"k{number}", day(place), ("x", "1"), day(place), f"k{random.randrange(things)}")
        for number in range(things)
        for place in sorted(random.sample(range(8), random.randint(1, 4)))
    ]


@pytest.fixture(scope="module")
def deliveries() -> dict[str, list[Delivery]]:
    """The deliveries of each source; some things are known to only one of them."""
    random = Random(11)
    return {
        "one_change": changes(random, 300),
        "two_change": changes(random, 200),
        "member": owners(random, 250),
    }


@pytest.fixture(scope="module")
def project(new_project: MakeProject, deliveries) -> VaultProject:
    """The project before its first load. dbt runs it, because it tests the materializations."""
    random = Random(12)
    project = new_project("pit")
    for table, of_table in deliveries.items():
        loads = in_any_order(random, of_table, LOADS)
        loads += [Load(LOADS + 1, it) for it in random.sample(of_table, 50)]
        project.deliver(table, (load.row() for load in loads))
    project.deliver("wanted", [(day(number), first, last) for number, first, last in AS_OF])
    return project


@pytest.fixture(scope="module")
def loaded(project: VaultProject) -> VaultProject:
    """The project after all loads; after each, the incremental tables equal full builds."""
    for number in range(1, LOADS + 2):
        project.run("--select", SELECTED)
        for name, whole in REFRESHED.items():
            kept, expected = f"select * from {name}", f"select * from {whole}"
            assert project.rows(f"({kept} except all {expected})") == [], (name, number)
            assert project.rows(f"({expected} except all {kept})") == [], (name, number)
            assert project.count(name) > 0
    return project


def test_refreshed_tables_equal_full_builds(loaded: VaultProject) -> None:
    wanted = {day(number) for number, _, last in AS_OF if last > LOADS}
    assert {row[0] for row in loaded.rows("select distinct as_of_date from pit")} == wanted


def test_a_pit_row_points_to_the_newest_row_of_each_satellite(loaded, deliveries) -> None:
    hashes = dict(loaded.rows("select thing_id, thing_hk from hub_known"))
    expected = set()
    for number, _, last in AS_OF:
        if last > LOADS:
            newest: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
            for table in ("one_change", "two_change"):
                for it in sorted(deliveries[table], key=lambda it: it.loaded_at):
                    if it.loaded_at <= day(number):
                        newest[table][it.key] = it.loaded_at
            for key, thing_hk in hashes.items():
                row = [thing_hk, day(number)]
                for table in ("one_change", "two_change"):
                    at = newest[table].get(key)
                    row += [thing_hk, at] if at else GHOST
                expected.add(tuple(row))
    rows = loaded.rows("select * from pit")
    assert set(rows) == expected
    assert len(rows) == len(expected)


def test_a_bridge_walks_the_open_relationships(loaded: VaultProject, deliveries) -> None:
    names = {hk: key for key, hk in loaded.rows("select thing_id, thing_hk from hub_known")}
    links = "select thing_member_hk, thing_hk, member_hk from link_thing_member"
    ends = {pk: (names[one], names[two]) for pk, one, two in loaded.rows(links)}
    expected = set()
    for number, _, last in AS_OF:
        if last > LOADS:
            has: dict[str, str] = {}
            for it in sorted(deliveries["member"], key=lambda it: it.loaded_at):
                if it.loaded_at <= day(number):
                    has[it.key] = str(it.member)
            expected |= {
                (one, day(number), two, has[two]) for one, two in has.items() if two in has
            }
    found = [
        (names[hk], at, ends[first][1], ends[second][1])
        for hk, at, first, second in loaded.rows(
            "select thing_hk, as_of_date, link_pk, next_pk from bridge"
        )
    ]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_rows_that_cannot_have_changed_are_not_refreshed(loaded: VaultProject) -> None:
    """A load without deliveries does not change rows, even wrong ones."""
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute("update pit set sat_one_pk = unhex('00ff')")
        connection.execute("update bridge_by_key set next_pk = unhex('00ff')")
    loaded.run("--select", SELECTED)
    assert loaded.rows("select distinct sat_one_pk from pit") == [(b"\x00\xff",)]
    assert loaded.rows("select distinct next_pk from bridge_by_key") == [(b"\x00\xff",)]

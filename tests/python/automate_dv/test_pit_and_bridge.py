"""Point-in-time tables and bridges: rows are kept between loads and always correct."""

from __future__ import annotations

import datetime as dt
from random import Random

import duckdb
import pytest
from account_histories import END_OF_TIME
from load_histories import day
from memory_vault import Compiled, MakeVault, MemoryVault, compiled_models
from point_in_time_histories import (
    REFRESHED,
    differences_of_points_in_time,
    landed,
    random_feeds,
)
from vault_models import TABLES
from vault_project import DEFAULT, REPLAY_SAFE, MakeProject, Vars, VaultProject

SELECTED = "+path:models/pit"


@pytest.fixture(scope="module")
def landing() -> dict[str, list[tuple[object, ...]]]:
    random = Random(11)
    return landed(random, random_feeds(random, 40))


@pytest.fixture(scope="module")
def project(new_project: MakeProject, landing) -> VaultProject:
    """The project before its first load. dbt runs it, because it tests the materializations."""
    project = new_project("pit")
    for table, rows in landing.items():
        project.deliver(table, rows)
    return project


@pytest.fixture(scope="module")
def compiled(project: VaultProject) -> Compiled:
    """The models before their first load and before their second, which follows."""
    first = project.compile("--select", SELECTED, variables=REPLAY_SAFE)
    project.run("--select", SELECTED)
    later = project.compile("--select", SELECTED, variables=REPLAY_SAFE)
    project.run("--select", SELECTED)
    return compiled_models(project, first, later)


@pytest.fixture(scope="module")
def points_in_time(compiled: Compiled) -> MakeVault:
    """A function that returns a vault in memory with some of these models."""
    return lambda *models: MemoryVault(compiled, models, TABLES)


def test_dbt_and_sql_in_memory_refresh_the_same_rows(
    project: VaultProject, points_in_time: MakeVault, landing
) -> None:
    """Therefore, proofs on compiled SQL also hold for the materializations."""
    vault = points_in_time(*REFRESHED, *REFRESHED.values())
    for table, rows in landing.items():
        vault.deliver(table, rows)
    vault.load()
    vault.load()
    for name in (*REFRESHED, *REFRESHED.values()):
        by_dbt = project.rows(f"select * from {name}")
        assert sorted(by_dbt) == sorted(vault.rows(f"select * from {name}"))
        assert by_dbt


@pytest.mark.parametrize("things", [600, pytest.param(12_000, marks=pytest.mark.long)])
def test_refreshed_tables_equal_full_builds_and_the_reference(
    points_in_time: MakeVault, things: int
) -> None:
    assert dict(differences_of_points_in_time(points_in_time, 12, things)) == {}


@pytest.mark.parametrize(
    ("mode", "open_on_day_5"), [(DEFAULT, 0), (REPLAY_SAFE, 1)], ids=["default", "replay-safe"]
)
def test_a_relationship_that_ends_later_is_open_only_with_replay_safe_loading(
    new_project: MakeProject, mode: Vars, open_on_day_5: int
) -> None:
    """a has b until day 8, and b has d. Upstream does not read an end that lies in the future."""
    project = new_project("bridge")
    first = project.compile("--select", "+bridge_whole", variables=mode)
    vault = MemoryVault(compiled_models(project, first, first), ["bridge_whole"], TABLES)
    vault.deliver("wanted", [(day(5), 1, 9)])
    vault.deliver("member", [
        (1, thing, member, day(loaded_at), day(loaded_at), "x", "1", "feed")
        for thing, member, loaded_at in (("a", "b", 1), ("b", "d", 1), ("a", "c", 8))
    ])  # fmt: skip
    vault.load()
    assert vault.count("bridge_whole") == open_on_day_5


@pytest.mark.parametrize("mode", [DEFAULT, REPLAY_SAFE], ids=["default", "replay-safe"])
def test_the_last_row_of_a_relationship_before_a_date_says_whether_it_is_open(
    new_project: MakeProject, mode: Vars
) -> None:
    """a has b from day 1 to 5 and again from day 7; each row comes on its day, as upstream's do."""
    project = new_project("bridge")
    first = project.compile("--select", "+bridge_whole", variables=mode)
    vault = MemoryVault(compiled_models(project, first, first), ["bridge_whole"], TABLES)
    vault.deliver("wanted", [(day(number), 1, 9) for number in (3, 5, 6, 9)])
    vault.deliver("member", [
        (1, thing, member, day(1), day(1), "x", "1", "feed")
        for thing, member in (("a", "b"), ("b", "d"))
    ])  # fmt: skip
    vault.load()
    spans = [(day(1), END_OF_TIME), (day(5), day(5)), (day(7), END_OF_TIME)]
    values = ", ".join(f"(timestamp '{start}', timestamp '{end}')" for start, end in spans)
    vault.connection.execute(
        "create or replace view effectivity as select thing_member_hk, given.start_at,"
        f" given.end_at from link_thing_member, (values {values}) as given (start_at, end_at)"
    )
    vault.load()
    found = vault.rows("select as_of_date from bridge_whole order by as_of_date")
    assert found == [(day(3),), (day(9),)]


def test_the_newest_row_is_valid_at_the_end_of_time(points_in_time: MakeVault) -> None:
    vault = points_in_time("pit_whole")
    vault.deliver("wanted", [(day(1), 1, 1), (day(3), 1, 1), (END_OF_TIME, 1, 1)])
    vault.deliver("one_change", [
        (1, "a", None, day(number), day(number), str(number), "1", "feed") for number in (2, 4)
    ])  # fmt: skip
    vault.load()
    found = vault.rows("select as_of_date, sat_one_ldts from pit_whole order by as_of_date")
    assert found == [(day(1), dt.datetime(1900, 1, 1)), (day(3), day(2)), (END_OF_TIME, day(4))]


def test_as_of_dates_keep_their_type(points_in_time: MakeVault) -> None:
    vault = points_in_time("pit", "bridge")
    vault.connection.execute("alter table wanted alter as_of_date type date")
    vault.deliver("wanted", [(day(1), 1, 9), (day(9), 2, 9)])
    vault.deliver("one_change", [(1, "a", None, day(1), day(1), "x", "1", "feed")])
    vault.load()
    vault.load()
    assert vault.rows("select as_of_date from pit order by 1") == [
        (day(1).date(),), (day(9).date(),),
    ]  # fmt: skip
    types = "select column_type from (describe {}) where column_name = 'as_of_date'"
    for table in ("pit", "bridge"):
        assert vault.rows(types.format(table)) == [("DATE",)]


def test_the_window_of_as_of_dates_gives_each_key_and_date_once(
    points_in_time: MakeVault,
) -> None:
    """The second load has a new key, a changed one, a new date, and one that is not wanted now."""
    vault = points_in_time("own_pit")
    vault.deliver("wanted", [(day(1), 1, 9), (day(3), 1, 1), (day(4), 1, 9), (day(9), 2, 9)])
    for number, key, loaded_at in ((1, "a", 1), (1, "b", 2), (2, "a", 4), (2, "c", 5)):
        vault.deliver("one_change", [
            (number, key, None, day(loaded_at), day(loaded_at), "x", "1", "feed")
        ])  # fmt: skip
    vault.load()
    assert vault.count("own_pit") == 2 * 3
    vault.models = [name for name in vault.models if name != "own_pit"]
    vault.load()
    found = vault.rows(vault.compiled.later["own_pit"])
    assert len(found) == len(set(found)) == 3 * 3
    assert {at for _, at in found} == {day(1), day(4), day(9)}


@pytest.mark.usefixtures("compiled")
def test_rows_that_cannot_have_changed_are_not_refreshed(project: VaultProject) -> None:
    """A load without deliveries does not change rows, even wrong ones."""
    with duckdb.connect(str(project.database)) as connection:
        for table in ("one_change", "two_change", "member"):
            connection.execute(f"delete from {table} where load_number > 2")
        connection.execute("update wanted set first_load = 1, last_load = 9")
    project.run("--select", SELECTED)
    with duckdb.connect(str(project.database)) as connection:
        connection.execute("update pit set sat_one_pk = unhex('00ff')")
        connection.execute("update bridge_by_key set next_pk = unhex('00ff')")
    project.run("--select", SELECTED)
    assert project.rows("select distinct sat_one_pk from pit") == [(b"\x00\xff",)]
    assert project.rows("select distinct next_pk from bridge_by_key") == [(b"\x00\xff",)]


@pytest.mark.usefixtures("compiled")
def test_the_stored_table_may_spell_a_column_differently(project: VaultProject) -> None:
    """Upstream takes the spelling of the as-of dates' source, often in upper case."""
    query = "select * from pit where as_of_date < timestamp '2027-01-01' order by all"
    before = project.rows(query)
    with duckdb.connect(str(project.database)) as connection:
        connection.execute('alter table pit rename column as_of_date to "AS_OF_DATE"')
        connection.execute("insert into wanted values (timestamp '2027-01-01', 1, 9)")
    project.run("--select", "+pit")
    assert project.rows("select column_name from (describe pit)")[1] == ("AS_OF_DATE",)
    assert before and project.rows(query) == before
    ((added,),) = project.rows("select count(*) from pit where year(as_of_date) = 2027")
    assert added > 0

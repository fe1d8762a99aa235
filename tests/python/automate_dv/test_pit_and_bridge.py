"""Point-in-time tables and bridges: what was computed before is kept, and always right."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import duckdb
import pytest
from load_histories import LANDING, Delivery, Load, changes, day, in_any_order
from loaded_vault import CORRECTED, FIXED, HASHES
from vault_project import VaultProject, incremental, make_project, staging

LOADS = 4
GHOST = (bytes(32), dt.datetime(1900, 1, 1))
END_OF_TIME = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
# The as-of dates, and the first and last load at which each is wanted.
AS_OF = [(1, 1, 9), (3, 1, 2), (5, 2, 9), (6, 1, 9), (20, 4, 9)]
PIT = """pit(src_pk='thing_hk', as_of_dates_table='as_of', satellites={
    'sat_one': {'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'}},
    'sat_two': {'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'}},
}, stage_tables_ldts={'stg_one': 'loaded_at', 'stg_two': 'loaded_at'}, src_ldts='loaded_at',
source_model='hub_thing')"""
# A walk from a thing to the member it has, and on to the thing that the member has.
BRIDGE = """bridge(src_pk='thing_hk', as_of_dates_table='as_of', bridge_walk={
    'first': {'bridge_link_pk': 'link_pk', 'link_table': 'link', 'link_pk': 'thing_member_hk',
        'link_fk1': 'thing_hk', 'link_fk2': 'member_hk', 'eff_sat_table': 'eff',
        'eff_sat_pk': 'thing_member_hk', 'eff_sat_end_date': 'end_at',
        'eff_sat_load_date': 'start_at'},
    'second': {'bridge_link_pk': 'next_pk', 'link_table': 'link', 'link_pk': 'thing_member_hk',
        'link_fk1': 'thing_hk', 'link_fk2': 'member_hk', 'eff_sat_table': 'eff',
        'eff_sat_pk': 'thing_member_hk', 'eff_sat_end_date': 'end_at',
        'eff_sat_load_date': 'start_at'},
}, stage_tables_ldts={'stg_member': 'loaded_at'}, src_ldts='loaded_at', source_model='hub_thing')"""
# The same, told which things a delivery touches: those that had the member at any time as well.
BRIDGE_BY_KEY = BRIDGE.replace(
    "{'stg_member': 'loaded_at'}, ", "{'changed': 'changed_at'}, is_by_key=true, "
)
CHANGED = """
select thing_hk, loaded_at as changed_at from {{ ref('stg_member') }}
union all
select link.thing_hk, staged.loaded_at
from {{ ref('link') }} as link
inner join {{ ref('stg_member') }} as staged on link.member_hk = staged.thing_hk
"""
SAT = (
    "sat(src_pk='thing_hk', src_hashdiff='hashdiff', src_payload=['thing_id', 'one', 'two'],"
    f" src_eff='effective_from', {FIXED}, source_model='%s')"
)
EFF = """
select thing_member_hk, loaded_at as start_at, member_id,
    lead(loaded_at, 1, timestamp '9999-12-31 23:59:59.999999')
        over (partition by thing_hk order by loaded_at) as end_at
from {{ ref('member_log') }}
"""


def built(materialised: str, call: str) -> str:
    """A model of one macro call."""
    return f"{{{{ config(materialized='{materialised}') }}}}\n{{{{ automate_dv.{call} }}}}\n"


MODELS = {
    "stg_one": staging("one_change", HASHES),
    "stg_two": staging("two_change", HASHES),
    "stg_member": staging("member", HASHES),
    "hub_thing": incremental(
        f"hub(src_pk='thing_hk', src_nk='thing_id', {FIXED},"
        " source_model=['stg_one', 'stg_two', 'stg_member'])"
    ),
    "sat_one": incremental(SAT % "stg_one"),
    "sat_two": incremental(SAT % "stg_two"),
    "link": incremental(
        f"link(src_pk='thing_member_hk', src_fk=['thing_hk', 'member_hk'], {FIXED},"
        " source_model='stg_member')"
    ),
    "member_log": incremental(
        "link(src_pk=['thing_hk', 'loaded_at'], src_fk=['thing_member_hk'],"
        " src_extra_columns=['member_id'], src_ldts='effective_from',"
        " src_source='record_source', source_model='stg_member')"
    ),
    "eff": EFF,
    "as_of": (
        "select as_of_date from wanted, clock"
        " where clock.load_number between first_load and last_load"
    ),
    "pit": built("pit_incremental", PIT),
    "pit_whole": built("table", PIT),
    "bridge": built("bridge_incremental", BRIDGE),
    "bridge_whole": built("table", BRIDGE),
    "changed": CHANGED,
    "bridge_by_key": built("bridge_incremental", BRIDGE_BY_KEY),
}


def owners(random: Random, things: int) -> list[Delivery]:
    """Each thing has one member at a time, which is a thing again."""
    return [
        Delivery(f"k{number}", day(place), ("x", "1"), day(place), f"k{random.randrange(things)}")
        for number in range(things)
        for place in sorted(random.sample(range(8), random.randint(1, 4)))
    ]


@pytest.fixture(scope="module")
def deliveries() -> dict[str, list[Delivery]]:
    """What each source delivered; some things are known to one of them alone."""
    random = Random(11)
    return {
        "one_change": changes(random, 300),
        "two_change": changes(random, 200),
        "member": owners(random, 250),
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, deliveries) -> VaultProject:
    """The project before its first load."""
    random = Random(12)
    made = make_project(tmp_path_factory.mktemp("pit") / "project", MODELS, CORRECTED)
    for table, of_table in deliveries.items():
        loads = in_any_order(random, of_table, LOADS)
        loads += [Load(LOADS + 1, it) for it in random.sample(of_table, 50)]
        made.create(table, LANDING, (load.row() for load in loads))
    made.create(
        "wanted",
        {"as_of_date": "timestamp", "first_load": "integer", "last_load": "integer"},
        [(day(number), first, last) for number, first, last in AS_OF],
    )
    return made


@pytest.fixture(scope="module")
def loaded(project: VaultProject) -> VaultProject:
    """The project after all loads; after each the kept tables equal those built as a whole."""
    for number in range(1, LOADS + 2):
        project.load()
        for name, anew in (("pit", "pit"), ("bridge", "bridge"), ("bridge_by_key", "bridge")):
            kept, whole = f"select * from {name}", f"select * from {anew}_whole"
            assert project.rows(f"({kept} except all {whole})") == [], (name, number)
            assert project.rows(f"({whole} except all {kept})") == [], (name, number)
            assert project.count(name) > 0
    return project


def test_after_each_load_kept_tables_equal_those_built_as_a_whole(loaded: VaultProject) -> None:
    wanted = {day(number) for number, _, last in AS_OF if last > LOADS}
    assert {row[0] for row in loaded.rows("select distinct as_of_date from pit")} == wanted


def test_a_point_in_time_names_the_newest_row_of_each_satellite(loaded, deliveries) -> None:
    hashes = dict(loaded.rows("select thing_id, thing_hk from hub_thing"))
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


def test_a_bridge_walks_the_relationships_that_hold(loaded: VaultProject, deliveries) -> None:
    names = {hk: key for key, hk in loaded.rows("select thing_id, thing_hk from hub_thing")}
    links = {
        pk: (names[one], names[two])
        for pk, one, two in loaded.rows("select thing_member_hk, thing_hk, member_hk from link")
    }
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
        (names[hk], at, links[first][1], links[second][1])
        for hk, at, first, second in loaded.rows(
            "select thing_hk, as_of_date, link_pk, next_pk from bridge"
        )
    ]
    assert set(found) == expected
    assert len(found) == len(expected)


def test_what_was_not_touched_is_not_computed_again(loaded: VaultProject) -> None:
    """A load without deliveries leaves even rows that are wrong as they are."""
    with duckdb.connect(str(loaded.database)) as connection:
        connection.execute("update pit set sat_one_pk = unhex('00ff')")
        connection.execute("update bridge_by_key set next_pk = unhex('00ff')")
    loaded.load()
    assert loaded.rows("select distinct sat_one_pk from pit") == [(b"\x00\xff",)]
    assert loaded.rows("select distinct next_pk from bridge_by_key") == [(b"\x00\xff",)]

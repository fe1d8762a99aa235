"""Effectivity, tracking, events and reference rows: loads in any order, split and repeated."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from random import Random

import pytest
from load_histories import day
from vault_project import VaultProject, incremental, make_project, staging

END_OF_TIME = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
LOADS = 4
DAYS = range(16)
COLUMNS = {
    "load_number": "integer", "account_id": "varchar", "customer_id": "varchar",
    "start_at": "timestamp", "end_at": "timestamp", "changed_at": "timestamp",
    "loaded_at": "timestamp", "record_source": "varchar",
}  # fmt: skip
HASHES = """
{{ automate_dv.hash('account_id', 'account_hk') }},
{{ automate_dv.hash('customer_id', 'customer_hk') }},
{{ automate_dv.hash(['account_id', 'customer_id'], 'account_customer_hk') }},
{{ automate_dv.hash(['customer_id'], 'customer_hashdiff', is_hashdiff=true) }},
{{ automate_dv.hash(['end_at'], 'end_hashdiff', is_hashdiff=true, timestamps=['end_at']) }},
'sat_a' as name_of_a, 'sat_b' as name_of_b
"""
FIXED = "src_ldts='loaded_at', src_source='record_source', source_model='stg_account'"
EFF_SAT = incremental(
    "eff_sat(src_pk='account_customer_hk', src_dfk='account_hk', src_sfk='customer_hk',"
    " src_start_date='start_at', src_end_date='end_at', src_eff='changed_at',"
    f" src_extra_columns=['account_id', 'customer_id'], {FIXED})"
)
MODELS = {
    "stg_account": staging("account", HASHES),
    "eff_sat_account": EFF_SAT,
    "eff_sat_account_timeline": (
        "{{ automate_dv.eff_sat_timeline('eff_sat_account', 'account_customer_hk',"
        " 'account_hk', 'customer_hk', 'start_at', 'end_at', 'loaded_at') }}"
    ),
    "xts_account": incremental(
        "xts(src_pk='account_hk', src_satellite={"
        "'sat_a': {'sat_name': {'satellite_name': 'name_of_a'},"
        " 'hashdiff': {'hashdiff': 'customer_hashdiff'}},"
        "'sat_b': {'sat_name': {'satellite_name': 'name_of_b'},"
        f" 'hashdiff': {{'hashdiff': 'end_hashdiff'}}}}}}, {FIXED})"
    ),
    "nh_link_account": incremental(
        "nh_link(src_pk='account_customer_hk', src_fk=['account_hk', 'customer_hk'],"
        f" src_payload=['start_at'], src_eff='changed_at', {FIXED})"
    ),
    "t_link_account": incremental(
        "t_link(src_pk='account_customer_hk', src_fk=['account_hk', 'customer_hk'],"
        f" src_payload=['start_at'], src_eff='changed_at', {FIXED})"
    ),
    "ref_customer": incremental(
        "ref_table(src_pk='customer_id', src_extra_columns=['record_source'],"
        " source_model='stg_account')"
    ),
}  # fmt: skip
Row = tuple[str, str | None, dt.datetime, dt.datetime, dt.datetime, dt.datetime, str]


def told(
    account: str, customer: str | None, start: int, loaded: int, end: int | None = None
) -> Row:
    """A delivery: from day `start` on (until `end`) the account is the customer's."""
    until = END_OF_TIME if end is None else day(end)
    return (account, customer, day(start), until, day(start), day(loaded), "bank")


def random_rows(random: Random, accounts: int) -> list[Row]:
    """One to six deliveries of each account, some of them corrections, ends or none's."""
    rows = []
    for number in range(accounts):
        for loaded in sorted(random.sample(DAYS, random.randint(1, 6))):
            start = random.randint(0, 9)
            end = random.choice([None, None, None, start + random.randint(0, 6)])
            customer = random.choice(["100", "200", "100", "200", "300", None])
            rows.append(told(f"a{number}", customer, start, loaded, end))
    return rows


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """All deliveries, the histories that have a name first."""
    back_and_forth = [
        told("back", who, start, 9) for who, start in zip("121", (1, 2, 3), strict=True)
    ]
    return back_and_forth + random_rows(Random(5), 3000)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory, rows: list[Row]) -> VaultProject:
    """The project after all deliveries in any order, some of them twice, and all once more."""
    random = Random(6)
    switches = {"hash": "SHA", "injective_hashing": True, "replay_safe_loading": True}
    project = make_project(tmp_path_factory.mktemp("bank") / "project", MODELS, switches)
    loads = [(4, row) if row[0] == "back" else (random.randint(1, LOADS), row) for row in rows]
    loads += [(random.randint(1, LOADS), row) for row in random.sample(rows, 1000)]
    loads += [(LOADS + 1, row) for row in rows]
    project.create("account", COLUMNS, [(number, *row) for number, row in loads])
    for _ in range(LOADS):
        project.load()
    return project


def intervals(project: VaultProject) -> dict[str, list[tuple[dt.datetime, dt.datetime, str]]]:
    """The intervals of each account, in order."""
    found = defaultdict(list)
    query = (
        "select distinct stored.account_id, timeline.start_at, timeline.end_at, stored.customer_id"
        " from eff_sat_account_timeline as timeline"
        " join eff_sat_account as stored using (account_customer_hk) order by 1, 2"
    )
    for account, *interval in project.rows(query):
        found[account].append(tuple(interval))
    return found


def owner(deliveries: list[Row], moment: dt.datetime) -> str | None:
    """The reference: whose the account is at a moment, as told last for each start."""
    last = {row[2]: row for row in sorted(deliveries, key=lambda row: row[5])}
    begun = [row for start, row in last.items() if start <= moment and row[3] > start]
    newest = max(begun, key=lambda row: row[2], default=None)
    return newest[1] if newest and newest[3] > moment else None


def test_each_day_has_the_partner_told_last(bank: VaultProject, rows: list[Row]) -> None:
    deliveries = defaultdict(list)
    for row in rows:
        deliveries[row[0]].append(row)
    found = intervals(bank)
    for account, of_account in deliveries.items():
        for number in DAYS:
            holds = [who for start, end, who in found[account] if start <= day(number) < end]
            expected = owner(of_account, day(number))
            assert holds == ([expected] if expected else []), (account, number, of_account)


def test_intervals_are_ordered_and_disjoint_and_no_two_could_be_one(bank: VaultProject) -> None:
    for account, of_account in intervals(bank).items():
        assert all(start < end for start, end, _ in of_account), account
        for (_, end, who), (start, _, next_who) in zip(of_account, of_account[1:], strict=False):
            assert end < start or (end == start and who != next_who), account


def test_there_and_back_in_one_batch_gives_three_intervals(bank: VaultProject) -> None:
    assert intervals(bank)["back"] == [
        (day(1), day(2), "1"), (day(2), day(3), "2"), (day(3), END_OF_TIME, "1"),
    ]  # fmt: skip


def test_tracking_keeps_the_same_hashdiff_and_load_date_of_two_keys(
    bank: VaultProject, rows
) -> None:
    expected = {(row[0], "sat_a", row[1], row[5]) for row in rows}
    expected |= {(row[0], "sat_b", row[3], row[5]) for row in rows}
    assert bank.count("xts_account") == len(expected)
    twins = "select hashdiff from xts_account group by all having count(distinct account_hk) > 1"
    assert bank.rows(twins + " limit 1")


def test_an_event_is_kept_once_with_all_its_parts(bank: VaultProject, rows) -> None:
    for table in ("nh_link_account", "t_link_account"):
        assert bank.count(table) == len({row[:2] for row in rows if row[1]})


def test_a_reference_table_has_one_row_a_code(bank: VaultProject) -> None:
    codes = bank.rows("select customer_id from ref_customer order by 1")
    assert codes == [("1",), ("100",), ("2",), ("200",), ("300",)]


def test_everything_delivered_once_more_adds_no_row(bank: VaultProject) -> None:
    tables = ["eff_sat_account", "xts_account", "nh_link_account", "ref_customer"]
    before = [bank.count(table) for table in tables]
    timeline = intervals(bank)
    bank.load()
    assert [bank.count(table) for table in tables] == before
    assert intervals(bank) == timeline


@pytest.mark.parametrize(
    ("is_auto", "loads", "expected"),
    [
        (
            False,
            [[("a", "1", 1, 1)], [("a", "1", 1, 5, 4)], [("a", "1", 6, 6)]],
            {("1", 1, None, 1), ("1", 1, 4, 5), ("1", 6, None, 6)},
        ),
        (
            True,
            [
                [("a", "1", 1, 1), ("b", "1", 1, 1)],
                [("a", "2", 3, 3)],
                [("a", "3", 5, 5)],
                [("a", "1", 7, 7), ("b", "1", 1, 7)],
            ],
            {
                ("1", 1, None, 1),
                ("1", 1, 3, 3),
                ("2", 3, None, 3),
                ("2", 3, 5, 5),
                ("3", 5, None, 5),
                ("3", 5, 7, 7),
                ("1", 7, None, 7),
            },
        ),
    ],
    ids=["ends told by the source", "ends by the next partner"],
)
def test_loads_in_order_open_close_and_open_again_as_upstream(
    tmp_path, is_auto: bool, loads, expected
) -> None:
    model = EFF_SAT.replace(
        "'incremental'", f"'incremental', meta={{'is_auto_end_dating': {is_auto}}}"
    )
    models = {"stg_account": MODELS["stg_account"], "eff_sat_account": model}
    project = make_project(tmp_path / "project", models, {})
    project.create("account", COLUMNS, [
        (number, *told(*row)) for number, of_load in enumerate(loads, 1) for row in of_load
    ])  # fmt: skip
    for _ in loads:
        project.load()
    stored = project.rows(
        "select customer_id, start_at, end_at, loaded_at from eff_sat_account"
        " where account_id = 'a'"
    )
    rows = {(who, day(start), END_OF_TIME if end is None else day(end), day(at))
            for who, start, end, at in expected}  # fmt: skip
    assert set(stored) == rows
    assert len(stored) == len(rows)

"""With the extra vars off: rows with equal load times, keys of several columns, and settings."""

from __future__ import annotations

import datetime as dt

import pytest
from load_histories import day
from memory_vault import MakeVault, MemoryVault

END_OF_TIME = dt.datetime(9999, 12, 31, 23, 59, 59, 999999)
# A thing or member: (member, day of load, day of change, value).
Thing = tuple[str, int, int, str]


def loaded(vault: MemoryVault, table: str, loads: list[list[Thing]]) -> MemoryVault:
    """The vault after loads of the thing `k` into a landing table."""
    vault.deliver(table, [
        (number, "k", member, day(load_day), day(change_day), value, None, "feed")
        for number, of_load in enumerate(loads, 1)
        for member, load_day, change_day, value in of_load
    ])  # fmt: skip
    for _ in loads:
        vault.load()
    return vault


def stored(vault: MemoryVault, model: str) -> list[tuple[object, ...]]:
    """Member, day of load and value of each row."""
    return vault.rows(
        f"select member_id, datediff('day', timestamp '{day(0)}', loaded_at), one from {model}"
        " order by all"
    )


def of_sat(vault: MemoryVault, model: str = "sat_thing") -> list[tuple[object, ...]]:
    """Days of load and change, and value of each row of a satellite."""
    return vault.rows(
        f"select datediff('day', timestamp '{day(0)}', loaded_at),"
        f" datediff('day', timestamp '{day(0)}', effective_from), one from {model} order by all"
    )


@pytest.mark.parametrize("value", ["x", "y"])
def test_one_stored_row_counts_at_the_newest_load_time(default: MakeVault, value: str) -> None:
    first = [("", 1, 1, "x"), ("", 1, 2, "y")]
    vault = loaded(default("sat_thing"), "change", [first, [("", 2, 2, value)]])
    new = [(2, 2, "x")] if value == "x" else []
    assert of_sat(vault) == [(1, 1, "x"), (1, 2, "y"), *new]


@pytest.mark.parametrize("is_later", [False, True])
def test_the_time_of_change_orders_rows_of_one_load_time(
    default: MakeVault, is_later: bool
) -> None:
    batch = [("", 1, change_day, value) for change_day, value in enumerate("xyxy", 1)]
    loads = [[("", 0, 0, "z")], batch] if is_later else [batch]
    rows = of_sat(loaded(default("sat_thing"), "change", loads))
    assert rows == [(0, 0, "z")] * is_later + [(1, n, value) for n, value in enumerate("xyxy", 1)]


def test_a_key_may_have_several_columns(default: MakeVault) -> None:
    loads = [
        [("a", 1, 1, "x"), ("b", 1, 1, "x"), (None, 1, 1, "x")],
        [("a", 2, 2, "x"), ("b", 2, 2, "y")],
    ]
    vault = loaded(default("sat_pair", "ma_sat_pair"), "member", loads)
    expected = [("a", 1, "x"), ("b", 1, "x"), ("b", 2, "y")]
    assert stored(vault, "sat_pair") == expected
    assert stored(vault, "ma_sat_pair") == expected


@pytest.mark.parametrize(
    ("model", "table"), [("sat_newer", "change"), ("ma_sat_pair_newer", "member")]
)
def test_the_source_filter_skips_rows_that_are_not_newer(
    default: MakeVault, model: str, table: str
) -> None:
    loads = [[("a", 2, 2, "x")], [("a", 1, 1, "y")], [("a", 2, 2, "z")], [("a", 3, 3, "z")]]
    vault = loaded(default(model, "sat_thing"), table, loads)
    rows = vault.rows(f"select loaded_at, one from {model} order by all")
    assert rows == [(day(2), "x"), (day(3), "z")]


def accounts(vault: MemoryVault, loads: list[list[tuple[str, int, int]]]) -> MemoryVault:
    """The vault after loads of the owners of account `a`: (owner, day of start, day of load)."""
    vault.deliver("account", [
        (number, "a", owner, day(start), END_OF_TIME, day(load_day), day(load_day), "bank")
        for number, of_load in enumerate(loads, 1)
        for owner, start, load_day in of_load
    ])  # fmt: skip
    for _ in loads:
        vault.load()
    return vault


@pytest.mark.parametrize("model", ["eff_sat_auto_ended", "eff_sat_pair"])
def test_partners_delivered_again_unchanged_change_nothing(default: MakeVault, model: str) -> None:
    vault = accounts(default(model), [[("1", 1, 1), ("2", 1, 1)], [("1", 1, 2), ("2", 1, 2)]])
    assert vault.rows(f"select customer_id from {model} order by 1") == [("1",), ("2",)]


@pytest.mark.parametrize("model", ["eff_sat_auto_ended", "eff_sat_pair"])
def test_with_auto_end_dating_a_new_partner_starts_at_its_source_time(
    default: MakeVault, model: str
) -> None:
    vault = accounts(default(model), [[("1", 1, 1)], [("2", 1, 3)], [("1", 1, 5)]])
    rows = vault.rows(f"select customer_id, start_at, end_at from {model} order by loaded_at, 1")
    assert rows == [
        ("1", day(1), END_OF_TIME),
        ("1", day(1), day(3)),
        ("2", day(3), END_OF_TIME),
        ("1", day(5), END_OF_TIME),
        ("2", day(3), day(5)),
    ]


def test_the_source_filter_skips_relationships_and_hashdiffs_that_are_not_newer(
    default: MakeVault,
) -> None:
    vault = default("eff_sat_newer", "xts_newer")
    ends = [(2, END_OF_TIME), (1, day(4)), (3, day(5)), (3, END_OF_TIME)]
    for number, (load_day, end) in enumerate(ends, 1):
        vault.deliver(
            "account",
            [(number, "a", "1", day(1), end, day(load_day), day(load_day), "bank")],
        )
        vault.load()
    for model in ("eff_sat_newer", "xts_newer"):
        assert vault.rows(f"select loaded_at from {model} order by 1") == [(day(2),), (day(3),)]

"""With the extra vars off, loads in order give the rows that upstream documents."""

from __future__ import annotations

import pytest
from in_order_histories import TABLES, Feeds, differences_in_order, loaded_in_order
from load_histories import timeline
from memory_vault import MakeVault, MemoryVault


@pytest.fixture(scope="module")
def built(default: MakeVault) -> tuple[MemoryVault, Feeds]:
    """A vault loaded day by day."""
    return loaded_in_order(default, 3, 1500, 1)


def test_a_load_per_day_gives_the_rows_that_upstream_documents(built) -> None:
    vault, feeds = built
    assert dict(differences_in_order(vault, feeds, 1)) == {}
    assert vault.count("sat_thing") < len(timeline(feeds["change"]))


@pytest.mark.parametrize("keys", [1000, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("days", [4, pytest.param(1, marks=pytest.mark.long)])
def test_loads_of_several_days_give_the_rows_that_upstream_documents(
    default: MakeVault, days: int, keys: int
) -> None:
    vault, feeds = loaded_in_order(default, 4, keys, days)
    assert dict(differences_in_order(vault, feeds, days)) == {}


def test_columns_have_the_names_order_and_types_of_upstream(built) -> None:
    vault, _ = built
    described = {table: [row[:2] for row in vault.rows(f"describe {table}")] for table in TABLES}
    key, text, time = "BLOB", "VARCHAR", "TIMESTAMP"
    end = [("loaded_at", time), ("record_source", text)]
    payload = [("thing_id", text), ("one", text), ("two", text)]
    changed_at = ("effective_from", time)
    assert described == {
        "hub_thing": [("thing_hk", key), ("thing_id", text), *end],
        "link_thing_member": [
            ("thing_member_hk", key), ("thing_hk", key), ("member_hk", key), *end,
        ],
        "sat_thing": [("thing_hk", key), ("hashdiff", key), *payload, changed_at, *end],
        "ma_sat_member": [
            ("thing_hk", key), ("member_id", text), *payload, ("member_hashdiff", key), changed_at,
            *end,
        ],
    }  # fmt: skip

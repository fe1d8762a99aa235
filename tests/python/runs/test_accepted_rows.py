"""Rows that the contracts accept, at their limits, stop no model and fail no test."""

from __future__ import annotations

from collections.abc import Callable

from accepted_rows import land_accepted_rows
from recorded_runs import Recordings
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import LANDED

Opened = Callable[..., ReplayedWarehouse]


def failing_tests(warehouse: ReplayedWarehouse, recordings: Recordings) -> dict[str, int]:
    """Names of the data tests of severity error that fail, with the number of failing rows.

    Tests of tables that a small warehouse does not have are left out.
    """
    failures = {}
    for unique_id, node in warehouse.manifest["nodes"].items():
        if node["resource_type"] != "test" or node["config"]["severity"].lower() != "error":
            continue
        read = map(warehouse.relation, node["depends_on"]["nodes"])
        if set(read) <= warehouse.existing:
            query = recordings.first.of(unique_id)[-1]
            ((count, _, is_failing),) = warehouse.connection.execute(query).fetchall()
            failures |= {node["name"]: count} if is_failing else {}
    return failures


def test_accepted_rows_stop_no_model_and_fail_no_test(
    opened: Opened, recordings: Recordings
) -> None:
    warehouse = opened(is_empty=True)
    warehouse.deliver(*LANDED[:2])
    land_accepted_rows(warehouse)
    warehouse.run(warehouse.order)
    assert failing_tests(warehouse, recordings) == {}

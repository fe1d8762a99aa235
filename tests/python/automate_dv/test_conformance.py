"""benchmarks/conformance parses scenarios, plans waves and compares tables correctly."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

sys.path.append(str(Path(__file__).parents[3] / "benchmarks"))

from conformance.comparison import difference
from conformance.planner import Planner
from conformance.scenarios import Scenario, Step
from conformance.values import parse_metadata, select_rows
from conformance.waves import Table

ROWS = [["md5('1')", "Ann", "2026-01-01"], ["md5('2')", "<null>", "2026-01-02"]]
EXPECTED = Table("s0001__SAT", ["PK", "NAME", "DAY"], ROWS, {"PK": "BINARY", "DAY": "DATE"})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A", "A"),
        ("[A,B]", ["A", "B"]),
        ("hashdiff('A,B')", {"is_hashdiff": True, "columns": ["A", "B"]}),
        (
            "exclude_hashdiff('A')",
            {"is_hashdiff": True, "exclude_columns": True, "columns": ["A"]},
        ),
        ("escape('A B')", {"source_column": "A B", "escape": True}),
    ],
)
def test_a_cell_of_metadata_is_parsed_into_an_argument_of_stage(
    cell: str, expected: object
) -> None:
    assert parse_metadata(cell) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("select * from given", None),
        ("select NAME, PK, cast(DAY as timestamp) as DAY from given", None),
        ("select * from given union all select * from given", "2 rows expected, 4 built"),
        ("select * replace (upper(NAME) as NAME) from given", "missing 1"),
        ("select * replace (PK || PK as PK) from given", "missing 2"),
        ("select PK, DAY from given", "missing columns ['NAME']"),
        ("select * from given where false", "missing 2"),
    ],
)
def test_a_table_is_compared_by_column_names_and_rows(change: str, reason: str | None) -> None:
    with duckdb.connect() as connection:
        given = select_rows(EXPECTED.header, EXPECTED.rows, EXPECTED.types)
        connection.execute(f'create table "{EXPECTED.name}" as with given as ({given}) {change}')
        found = difference(connection, EXPECTED, "s0001__")
    assert (found is None) == (reason is None)
    assert (reason or "") in (found or "")


def test_a_load_after_a_check_is_a_new_wave() -> None:
    table = Step("the RAW table contains data", ["ID"], [["1"]])
    steps = [
        *(table, Step("I stage the STG data", [], []), Step("I load the HUB hub", [], [])),
        Step("the HUB table should contain expected data", ["ID"], [["1"]]),
        *(table, Step("I stage the STG data", [], []), Step("I load the HUB hub", [], [])),
    ]
    context = SimpleNamespace(seed_config={}, vault_structure_columns={"HUB": {"src_pk": "ID"}})
    scenario = Scenario("s0001", "name", "hubs", "hub.feature", [], steps, None)
    first, second = Planner(scenario, context).plan()
    assert list(first.models) == ["s0001__STG", "s0001__HUB"]
    assert [check.name for check in first.checks] == ["s0001__HUB"]
    assert first.models["s0001__HUB"].arguments == {
        "source_model": "s0001__STG", "src_pk": "ID",
    }  # fmt: skip
    assert list(second.models) == list(first.models)
    assert second.models["s0001__STG"].arguments == {"source_model": "s0001__RAW_seed"}

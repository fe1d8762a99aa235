"""No column of a mart has personal data of the feeds without the tag that masks it on Snowflake."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from contracts.personal_data import NEVER_MASKED, OF_FIELD, category
from contracts.read import read_feeds
from reference_build import Reference

# Values are compared without case, spaces and punctuation; shorter ones occur by chance.
COMPARED = "regexp_replace(lower(cast({} as varchar)), '[^a-z0-9äöüßéèñø@]', '', 'g')"
SHORTEST = 4
# A date is personal data only as a birth date; single days occur by chance.
SMALLEST_SHARE = 0.2


@pytest.fixture(scope="module")
def connection(root: Path, reference: Reference) -> duckdb.DuckDBPyConnection:
    """The reference build with a table of the personal values of all feeds."""
    connection = duckdb.connect()
    connection.execute(f"attach '{reference.database}' as built (read_only)")
    selects = [
        f"select {COMPARED.format(f'{chr(34)}{column.name}{chr(34)}')} as personal_value"
        f" from built.{'stewardship' if feed.is_optional else 'landing'}.{feed.name}"
        for feed in read_feeds(root / "contracts")
        for column in feed.columns
        if category(column)
    ]
    connection.execute(
        f"create table personal_values as select distinct personal_value"
        f" from ({' union all '.join(selects)}) where length(personal_value) >= {SHORTEST}"
    )
    return connection


def tagged(root: Path, manifest: dict[str, Any]) -> set[tuple[str, str]]:
    """(mart, column) of the columns that the macro personal_columns finds."""
    names = {
        name
        for line in (root / "macros/snowflake/personal_column_names.sql").read_text().splitlines()
        for name in yaml.safe_load(f"{{{line.strip().rstrip(',')}}}" if "': '" in line else "{}")
    }
    assert set(OF_FIELD) - NEVER_MASKED <= names
    return {
        (node["name"], name)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
        for name, column in node["columns"].items()
        if column["config"].get("meta", {}).get("personal_data")
        or {name, name.removesuffix("_l").removesuffix("_r")} & names
    }


def test_every_column_with_values_of_personal_data_is_tagged(
    root: Path, manifest: dict[str, Any], connection: duckdb.DuckDBPyConnection
) -> None:
    columns = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns()"
        " where database_name = 'built' and schema_name = 'marts'"
        " and data_type in ('VARCHAR', 'DATE')"
    ).fetchall()
    assert len(columns) > 200
    found = {}
    for table, column, kind in columns:
        share, shared = connection.execute(
            f"""
            with mart_values as (
                select distinct {COMPARED.format(column)} as mart_value from built.marts.{table}
                where {column} is not null
            )
            select count(personal_value) / greatest(count(*), 1), count(personal_value)
            from mart_values
            left join personal_values on mart_value = personal_value
            """
        ).fetchone()
        if shared > 1 and share >= (SMALLEST_SHARE if kind == "DATE" else 0):
            found[table, column] = shared
    assert len(found) > 40
    assert {key: count for key, count in found.items() if key not in tagged(root, manifest)} == {}

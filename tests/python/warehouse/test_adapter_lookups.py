"""Direct lookups find the same tables and columns as dbt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from dbt.adapters.base.impl import BaseAdapter
from dbt.adapters.base.relation import BaseRelation
from dbt.adapters.duckdb.impl import DuckDBAdapter
from dbt.adapters.exceptions import ApproximateMatchError
from dbt.adapters.factory import get_adapter, reset_adapters

from dbt_in_process import close_connections, configured
from warehouse.faster_dbt import adapter_lookups
from warehouse.faster_dbt.adapter_lookups import columns_of, look_up_directly, relation_named

NAMES = ["orders", "ORDERS", "Orders", "daily", "missing", 'quo"ted']


def relations_of(adapter: DuckDBAdapter, schema: BaseRelation) -> list[BaseRelation]:
    """The tables and views of a schema."""
    _, found = adapter.execute(
        "select table_name, if(table_type = 'VIEW', 'view', 'table') as type"
        f" from information_schema.tables where table_schema = '{schema.schema}'",
        fetch=True,
    )
    return [
        adapter.Relation.create(schema.database, schema.schema, name, type=kind)
        for name, kind in found.rows
    ]


@pytest.fixture
def adapter(tmp_path: Path) -> Iterator[DuckDBAdapter]:
    """dbt's adapter on a database with a table and a view."""
    with configured(tmp_path / "test.duckdb", tmp_path) as config:
        found = get_adapter(config)
        with found.connection_named("test"):
            for statement in (
                "create schema shop",
                'create table shop.orders ("Order Id" integer, amount decimal(38, 2), hash blob,'
                " sold_at timestamp, tags varchar[])",
                "create view shop.daily as select amount from shop.orders",
            ):
                found.execute(statement)
            # dbt asks the same by a macro, which only a parsed project has.
            listed = partial(relations_of, found)
            with mock.patch.object(found, "list_relations_without_caching", listed):
                yield found
    close_connections()
    reset_adapters()


@pytest.mark.parametrize("is_cached", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_relation_is_found_as_dbt_finds_it(
    adapter: DuckDBAdapter, name: str, is_cached: bool
) -> None:
    for schema in ("shop", "other"):
        if is_cached:
            adapter.list_relations("test", schema)
        try:
            expected = BaseAdapter.get_relation(adapter, "test", schema, name)
        except ApproximateMatchError:
            with pytest.raises(ApproximateMatchError):
                relation_named(adapter, "test", schema, name)
            continue
        assert relation_named(adapter, "test", schema, name) == expected


@pytest.mark.parametrize("name", ["orders", "daily"])
def test_columns_have_names_and_types(adapter: DuckDBAdapter, name: str) -> None:
    relation = adapter.Relation.create("test", "shop", name)
    found = [(column.name, column.data_type) for column in columns_of(adapter, relation)]
    expected = {
        "orders": [
            ("Order Id", "INTEGER"), ("amount", "DECIMAL(38,2)"), ("hash", "BLOB"),
            ("sold_at", "TIMESTAMP"), ("tags", "VARCHAR[]"),
        ],
        "daily": [("amount", "DECIMAL(38,2)")],
    }  # fmt: skip
    assert found == expected[name]


def test_a_missing_table_has_no_columns(adapter: DuckDBAdapter) -> None:
    assert columns_of(adapter, adapter.Relation.create("test", "shop", "missing")) == []


def test_an_unknown_version_of_dbt_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter_lookups, "KNOWN", "another digest")
    before = DuckDBAdapter.get_relation
    assert not look_up_directly()
    assert DuckDBAdapter.get_relation is before


def test_the_locked_version_is_known() -> None:
    assert look_up_directly()

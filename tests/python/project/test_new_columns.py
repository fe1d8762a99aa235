"""A column added to the contract of a stored table is added to the table before the next load."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2

STORED = {
    "raw_vault.sat_order__shop": ["order_hk", "region"],
    "raw_vault.hub_order": ["order_hk"],
    "marts.fact_sales": ["amount"],
}


def node(schema: str, name: str, columns: list[str], **config: Any) -> SimpleNamespace:
    """A model of the manifest with a contract."""
    described = [SimpleNamespace(name=column, data_type="varchar") for column in columns]
    settings = {"on_schema_change": "append_new_columns"} | config
    return SimpleNamespace(
        resource_type="model",
        schema=schema,
        alias=name,
        columns={column.name: column for column in described},
        config=SimpleNamespace(contract=SimpleNamespace(enforced=True), **settings),
    )


NODES = {
    "stored": node("raw_vault", "sat_order__shop", ["order_hk", "region", "gift_wrap"]),
    "unchanged": node("raw_vault", "hub_order", ["order_hk"]),
    "not built yet": node("raw_vault", "sat_gift__shop", ["gift_hk"]),
    "refreshed": node("marts", "fact_sales", ["amount", "gift_wrap"], on_schema_change="fail"),
}


def added(root: Path, engine: str) -> list[str]:
    """The statements at the start of a run."""
    text = (root / "macros" / "loads" / "add_new_columns.sql").read_text(encoding="utf-8")
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    given: dict[str, Any] = {
        "builds_models": lambda: True,
        "target": SimpleNamespace(type=engine, database="CUSTOMER_360"),
        "graph": SimpleNamespace(nodes=NODES),
        "stored_columns_of_all": lambda: copy.deepcopy(STORED),
    }
    macros: Any = environment.from_string(text, globals=given).module
    statements = macros.add_new_columns().split(";")
    return [" ".join(statement.split()) for statement in statements if statement.strip()]


def test_a_new_column_of_a_stored_table_is_added_on_snowflake(root: Path) -> None:
    assert added(root, "snowflake") == [
        "alter table CUSTOMER_360.raw_vault.sat_order__shop add column gift_wrap varchar"
    ]


def test_dbt_adds_it_on_duckdb(root: Path, manifest: dict[str, Any]) -> None:
    assert added(root, "duckdb") == []
    settings = {
        one["config"]["on_schema_change"]
        for one in manifest["nodes"].values()
        if one["fqn"][1] == "raw_vault" and one["config"].get("materialized") == "incremental"
    }
    assert settings == {"append_new_columns"}

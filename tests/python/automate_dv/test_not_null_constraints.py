"""A null in a constrained column fails the model that would write it, in each kind of table."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from model_text import METADATA, reader, staging
from vault_project import REPLAY_SAFE, VaultProject, parsed_project

MACROS = Path(__file__).parents[3] / "macros"
LANDED = {
    "landed": {
        "load_number": "integer",
        "customer": "varchar",
        "city": "varchar",
        "loaded_at": "timestamp",
        "record_source": "varchar",
    }
}
HASHES = """
{{ automate_dv.hash(columns='customer', alias='customer_hk') }},
{{ automate_dv.hash(columns=['customer', 'city'], alias='hashdiff', is_hashdiff=true) }}
"""
STAGED = "select customer_hk, city, loaded_at, record_source, hashdiff from {{ ref('stg') }}"
REFRESHED = """{{ config(
    materialized='incremental', incremental_strategy='refresh', pre_hook=[
        '{{ create_bookkeeping() }}', '{{ list_pending_loads() }}',
    ], meta=%s,
) }}
"""
# (materialization, incremental strategy) -> models and their SQL. The constraints are checked when
# the table is created and, in the temporary table of an incremental run, when it exists.
KINDS = {
    ("table", None): {"dim_customer": "{{ config(materialized='table') }} " + STAGED},
    ("incremental", "refresh"): {
        "sat_customer": REFRESHED % "{}"
        + reader(
            "sat(src_pk='customer_hk', src_hashdiff='hashdiff', src_payload=['city'], "
            f"{METADATA}, source_model='stg')"
        ),
        "fact_customer": REFRESHED % "{'refresh_by': 'customer_hk'}" + STAGED,
    },
}
MODELS = {name: sql for models in KINDS.values() for name, sql in models.items()}
COLUMNS = {
    "customer_hk": "blob",
    "city": "varchar",
    "loaded_at": "timestamp",
    "record_source": "varchar",
    "hashdiff": "blob",
}


def declared(model: str) -> dict[str, object]:
    """The contract of a model, in which `city` must not be null."""
    columns: list[dict[str, object]] = [
        {"name": name, "data_type": kind} for name, kind in COLUMNS.items()
    ]
    columns[1]["constraints"] = [{"type": "not_null"}]
    return {"name": model, "config": {"contract": {"enforced": True}}, "columns": columns}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    """Models of each kind on a table of landed cities, which is empty at first."""
    path = tmp_path_factory.mktemp("constraints") / "project"
    shutil.copytree(MACROS / "loads", path / "macros" / "loads")
    for macro in (
        "generate_schema_name.sql", "checks/add_not_null_constraints.sql",
        "gates/delivery_gates.sql", "landing/feed_declarations.sql",
        "landing/revise_staged_rows.sql", "vault/drop_revised_rows.sql", "vault/source_rows.sql",
    ):  # fmt: skip
        shutil.copy(MACROS / macro, path / "macros")
    models = {"stg": staging("landed", HASHES)} | MODELS
    contracts = {"models": [declared(model) for model in MODELS]}
    variables = REPLAY_SAFE | {"landing": "", "load_until": "", "as_of_date": ""}
    parsed = parsed_project(path, models, contracts, variables)
    return parsed.on_new_database(tmp_path_factory.mktemp("constrained"), LANDED)


def run(project: VaultProject, *landed: tuple[str, str | None, str]) -> dict[str, str]:
    """Model -> message of the models that fail on these rows (customer, city and day)."""
    ((loads,),) = project.rows("select load_number from clock")
    project.deliver("landed", [(loads + 1, *row, "feed") for row in landed])
    results = project.invoke("run", "--no-write-json").result.results
    return {it.node.name: str(it.message) for it in results if str(it.status) == "error"}


def assert_each_names_model_and_column(messages: dict[str, str]) -> None:
    assert set(messages) == set(MODELS)
    for model, message in messages.items():
        assert f"in model {model} " in message
        assert "NOT NULL constraint failed" in message
        assert message.rstrip().endswith(".city")


def test_a_null_stops_the_first_and_later_runs_of_a_model(project) -> None:
    assert_each_names_model_and_column(run(project, ("a", None, "2026-01-01")))

    assert run(project, ("a", "Aachen", "2026-01-01")) == {}
    written = {model: project.rows(f"select * from {model}") for model in MODELS}
    assert all(len(rows) == 1 for rows in written.values())

    messages = run(project, ("a", None, "2026-01-02"), ("b", "Berlin", "2026-01-02"))
    assert_each_names_model_and_column(messages)
    assert {model: project.rows(f"select * from {model}") for model in written} == written


def test_existing_tables_get_missing_constraints(project) -> None:
    run(project, ("a", "Aachen", "2026-01-01"))
    incremental_tables = {"sat_customer", "fact_customer"}
    with duckdb.connect(str(project.database)) as connection:
        for table in incremental_tables:
            connection.execute(f"alter table {table} alter column city drop not null")
    project.dbt("run-operation", "add_not_null_constraints")
    project.dbt("run-operation", "add_not_null_constraints")
    constrained = project.rows(
        "select table_name from information_schema.columns "
        "where column_name = 'city' and is_nullable = 'NO'"
    )
    assert incremental_tables <= {table for (table,) in constrained}


def test_constraints_are_only_on_tables_that_enforce_them(manifest: dict[str, Any]) -> None:
    kinds, unenforced = set(), []
    for node in manifest["nodes"].values():
        if not any(column.get("constraints") for column in node.get("columns", {}).values()):
            continue
        config = node["config"]
        if not config["contract"]["enforced"] or node["language"] != "sql":
            unenforced.append(node["name"])
        is_incremental = config["materialized"] == "incremental"
        strategy = config["incremental_strategy"] if is_incremental else None
        kinds.add((config["materialized"], strategy))
    assert unenforced == []
    assert kinds == set(KINDS)


def test_no_test_of_nulls_repeats_a_constraint(manifest: dict[str, Any]) -> None:
    nodes = manifest["nodes"]
    repeated = [
        test["name"]
        for test in nodes.values()
        if test["resource_type"] == "test"
        and (test.get("test_metadata") or {}).get("name") in ("not_null", "no_nulls", "primary_key")
        and nodes[test["attached_node"]]["config"].get("contract", {}).get("enforced")
    ]
    assert repeated == []

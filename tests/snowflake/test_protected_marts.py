"""dbt creates a mart with its policy, keeps the tags of what it replaces, and tags its columns.

A project with one mart and this project's macros, through dbt-snowflake on the emulator.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from emulator.app import Emulator
from emulator.ledger import LEDGER
from emulator.serve import running
from loading import ROOT, profile

PROJECT = {
    "name": "customer_360",
    "profile": "customer_360",
    "flags": {"send_anonymous_usage_stats": False},
    "macro-paths": [
        str(ROOT / "macros" / name) for name in ("snowflake", "types", "loads", "landing")
    ],
    "vars": {"protect_personal_data": True},
    "models": {
        "customer_360": {
            "+materialized": "table",
            "+copy_grants": True,
            "staging": {"+schema": "staging"},
            "marts": {
                "+schema": "marts",
                "+contract": {"enforced": True},
                "+post-hook": "{{ tag_personal_data() }}",
            },
        }
    },
}
MODELS = {
    "marts/dim_customer.sql": """
        {{ config(row_access_policy=rows_of('own_country', 'country')) }}
        -- Grain: one row per customer.
        with customers as (
            select 'Erika' as full_name, 'DE' as country, 'x' as note, 1 as order_count
        )
        select * from customers
    """,
    "staging/stg_customers.sql": "select 'Erika' as full_name",
}
COLUMNS = [
    {"name": "full_name", "data_type": "varchar"},
    {"name": "country", "data_type": "varchar"},
    {"name": "note", "data_type": "varchar", "config": {"meta": {"personal_data": "text"}}},
    {"name": "order_count", "data_type": "int"},
]


def run(emulator: Emulator, folder: Path, *options: str) -> None:
    """Run dbt on the small project; fails with its output."""
    environment = {name: value for name, value in os.environ.items() if "SNOWFLAKE" not in name}
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "run", *options]
    done = subprocess.run(
        [*command, "--target", "snowflake"],
        cwd=folder,
        env=environment | {"DBT_PROFILES_DIR": str(folder), "DBT_PROJECT_DIR": str(folder)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """An account after a first run, a full refresh, and a run that replaces rows only."""
    folder = tmp_path_factory.mktemp("small")
    for name, sql in MODELS.items():
        path = folder / "models" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql, "utf-8")
    described = {"version": 2, "models": [{"name": "dim_customer", "columns": COLUMNS}]}
    (folder / "models" / "_models.yml").write_text(yaml.safe_dump(described), "utf-8")
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(PROJECT), "utf-8")
    with running() as emulator:
        (folder / "profiles.yml").write_text(yaml.safe_dump(profile(emulator.port)), "utf-8")
        run(emulator, folder)
        run(emulator, folder, "--full-refresh")
        run(emulator, folder)
        yield emulator


def created(emulator: Emulator, table: str) -> list[str]:
    """The statements that create a table, on one line."""
    statements = [" ".join(one.sql.lower().split()) for one in emulator.log.statements]
    return [sql for sql in statements if sql.startswith("create or replace") and f"{table} " in sql]


def test_a_mart_is_created_with_its_policy_and_keeps_privileges_and_tags(built: Emulator) -> None:
    statements = created(built, "dim_customer")
    assert len(statements) == 2
    for sql in statements:
        head = sql.partition(" as ( ")[0]
        assert re.search(
            r"copy grants copy tags comment = ' \(definition \w+\)' with row access policy"
            r" customer_360\.governance\.own_country on \(country\)$", head
        ), sql  # fmt: skip


def test_an_unchanged_table_is_not_created_again(built: Emulator) -> None:
    found = [one.sql for one in built.log.statements if "insert overwrite" in one.sql.lower()]
    assert len(found) == len(MODELS)


def test_other_layers_keep_their_privileges_only(built: Emulator) -> None:
    for sql in created(built, "stg_customers"):
        assert "copy grants" in sql
        assert "copy tags" not in sql
        assert "policy" not in sql


def test_columns_are_tagged_after_each_creation(built: Emulator) -> None:
    with built.instance.duck_conn.cursor() as connection:
        found = connection.execute(
            f"select ACTION, DETAIL from {LEDGER} where KIND = 'TABLE' order by NUMBER"
        ).fetchall()
    policy = ("CREATE", "ROW ACCESS POLICY CUSTOMER_360.GOVERNANCE.OWN_COUNTRY ON (COUNTRY)")
    tags = (
        "ALTER",
        "modify column full_name set tag CUSTOMER_360.governance.personal_data = 'name',"
        " column note set tag CUSTOMER_360.governance.personal_data = 'text'",
    )
    assert found == [policy, tags] * 2


def test_statements_of_a_model_have_its_query_tag(built: Emulator) -> None:
    tags = [one.sql for one in built.log.statements if "set query_tag" in one.sql.lower()]
    models = [sql.split(":")[2] for sql in tags]
    assert sorted(models) == ["dim_customer"] * 3 + ["stg_customers"] * 3
    assert all(":snowflake:" in sql for sql in tags)

"""Every table and reader, rendered for Snowflake without an account, is valid on Snowflake.

They are rendered as a first and as a later load, with the package's defaults and with its extra
vars on, parsed in Snowflake's dialect, and compared with the lists of Snowflake's functions and of
DuckDB's own syntax in `tests/snowflake/snowflake_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pytest
import sqlglot
from dbt.adapters.snowflake.impl import SnowflakeAdapter
from hash_vectors import pair_of, vectors
from macro_files import MACROS
from vault_models import VAULT
from vault_project import DEFAULT, REPLAY_SAFE, MakeProject

from snowflake_rules.functions import documented_functions, functions_called
from snowflake_rules.syntax import duckdb_syntax

MODES = {"replay-safe": REPLAY_SAFE, "default": DEFAULT}
# As Snowflake spells names that are not in quotes.
COLUMNS_OF_RAW = ["ID", "NAME", "REP", "TEAM", "DELIVERED_ON"]


@dataclass(frozen=True)
class Rendered:
    """Model -> its SQL for Snowflake, before its first load or before a later one."""

    load: str
    mode: str
    models: dict[str, str]


@contextmanager
def without_account(load: str) -> Iterator[None]:
    """Answers dbt's queries to Snowflake: a table exists in a later load; one has known columns."""

    def get_relation(self, database, schema, identifier):
        table = self.Relation.create(database, schema, identifier, type="table")
        return table if load == "later" else None

    def get_columns_in_relation(self, relation):
        names = COLUMNS_OF_RAW if relation.identifier == "raw" else []
        return [self.Column.create(name, "varchar") for name in names]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SnowflakeAdapter, "get_relation", get_relation)
        patch.setattr(SnowflakeAdapter, "get_columns_in_relation", get_columns_in_relation)
        yield


@pytest.fixture(
    scope="module", params=[f"{load} {mode}" for load in ("first", "later") for mode in MODES]
)
def rendered(request, new_project: MakeProject) -> Rendered:
    """Each table macro and reader for Snowflake."""
    load, mode = request.param.split()
    offline = ["--target", "snowflake", "--no-introspect", "--no-populate-cache"]
    others = ["--exclude", "path:models/wrong", "rendered"]
    with without_account(load):
        models = new_project("snowflake").compile(*offline, *others, variables=MODES[mode])
    return Rendered(load, mode, models)


def test_statements_parse_and_call_only_snowflake_functions(rendered: Rendered) -> None:
    known = documented_functions()
    for name, sql in rendered.models.items():
        tree = sqlglot.parse_one(sql, read="snowflake")
        assert set(functions_called(sql)) <= known, name
        assert set(duckdb_syntax(tree, sql)) == set(), name


def test_a_stage_lists_the_columns_of_its_source_as_snowflake_spells_them(
    rendered: Rendered,
) -> None:
    steps = sqlglot.parse_one(rendered.models["staged"], read="snowflake").find_all(sqlglot.exp.CTE)
    derived = next(step for step in steps if step.alias == "derived")
    selected = [column.alias_or_name for column in derived.this.selects]
    kept = [name for name in COLUMNS_OF_RAW if name != "NAME"]
    assert selected == [*kept, "record_source", "NAME", "label", "quoted"]


def test_only_a_later_load_reads_the_existing_table(rendered: Rendered) -> None:
    for path, text in VAULT.items():
        name = path.split("/")[-1]
        if "incremental'" in text:
            reads_itself = bool(re.search(rf"vault\.main\.{name}\b", rendered.models[name]))
            assert reads_itself == (rendered.load == "later"), name


@pytest.mark.parametrize("folder", ["tables", "readers"])
def test_every_macro_that_projects_call_is_rendered(folder: str) -> None:
    public = {macro.name for macro in MACROS if macro.folder == folder and macro.is_public}
    calls = " ".join(VAULT.values())
    assert {name for name in public if f"automate_dv.{name}(" not in calls} == set()


def test_the_expressions_of_snowflake_give_the_fixed_hashes(rendered: Rendered) -> None:
    """They run on DuckDB: sqlglot translates the functions, not the encoding."""
    fixed = vectors()
    suffix = "sha" if "replay-safe" in rendered.mode else "md5"
    query = sqlglot.transpile(rendered.models["hashes"], read="snowflake", write="duckdb")[0]
    query = re.sub(r"BLOB\(\d+\)", "BLOB", query)
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as vault; use vault")
        connection.execute(
            "create table pairs as select unnest($one::varchar[]) as one,"
            " unnest($two::varchar[]) as two, unnest(range(len($one))) as number,"
            " timestamp '2026-01-31' as moment, date '2026-01-31' as day",
            {"one": [pair_of(it)[0] for it in fixed], "two": [pair_of(it)[1] for it in fixed]},
        )
        for name in ("single", "pair", "diff"):
            found = connection.execute(f"select {name} from ({query}) order by number").fetchall()
            assert [value.hex() if value else "" for (value,) in found] == [
                it[f"{name}_{suffix}"] for it in fixed
            ]

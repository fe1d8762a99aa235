"""Runs dbt for Snowflake without an account, and keeps the statements that it would send.

Only dbt's queries to the account are answered: tables, their columns as the project describes them,
and no rows. Everything else, from hooks to comments, is real dbt.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlglot
from dbt.adapters.snowflake.column import SnowflakeColumn
from dbt.adapters.snowflake.connections import SnowflakeConnectionManager
from dbt.adapters.snowflake.impl import SnowflakeAdapter
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.contextvars import get_node_info

from dbt_in_process import ROOT, clear_compiled
from warehouse.build.match_engine import PROJECT, declared_version

PACKAGES = re.search(r"[+]packages: \[(.*?)\]", PROJECT.read_text(encoding="utf-8"))[1]
# The rows that queries of macros return; all other queries return none. One has three columns.
ANSWERS: tuple[tuple[str, tuple[str, ...], list[tuple[Any, ...]]], ...] = (
    ("should_error", ("failures", "should_warn", "should_error"), [(0, False, False)]),
    ("actual_or_expected", ("actual_or_expected",), []),
    ("object_privileges", ("privilege",), [("SELECT on TABLE DIM_CUSTOMER to READER",)]),
    ("policy_references", ("policy",), []),
    ("limit 1 offset 1", ("run_id",), [("1",)]),
    ("select to_varchar(started_at", ("started_at",), [("2026-01-05 04:00:00.000000",)]),
    ("select status, is_whole", ("status", "is_whole"), [("ended", True)]),
    ("select count(", ("count",), [(0,)]),
    (
        "information_schema.packages",
        ("package_name", "version"),
        [tuple(f"{package}==1.0".split("==")[:2]) for package in PACKAGES.split(", ")],
    ),
    (  # comments are sent where they differ from descriptions
        "from information_schema.tables",
        ("table_schema", "table_name", "kind", "column_name", "description"),
        [
            ("RAW_VAULT", "HUB_CUSTOMER", "table", "", ""),
            ("RAW_VAULT", "HUB_CUSTOMER", "column", "CUSTOMER_HK", ""),
        ],
    ),
)
# The operations that send statements, with their arguments.
OPERATIONS: dict[str, dict[str, Any]] = {
    "publish": {},
    "roll_back_publication": {},
    "roll_back_run": {"run_id": "1"},
    "upload_match_engine": {"archive": f"/tmp/{declared_version(PROJECT)}/mdm.zip"},
    "upgrade_warehouse": {},
}
REFERENCE = re.compile(r"""(?s).*ref\(\s*['"](\w+)['"]\s*\).*""")
JINJA = re.compile(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
SNAPSHOT_COLUMNS = ("dbt_scd_id", "dbt_updated_at", "dbt_valid_from", "dbt_valid_to")
UPGRADE = ROOT / "macros" / "upgrade" / "upgrade_warehouse.sql"
TABLES_OF_0_1 = re.compile(r"node_in_schema_of\('\w+', '(\w+)'\),")
# Answers that depend on the project: what a run asks once (macros/loads/facts_of_run.sql).
FACTS: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = []
# dbt's cursors append what they are asked: the node's unique id, and the statement.
SENT: list[tuple[str, str]] = []
# The definitions that the comments of tables have, after the first load.
DEFINED: list[tuple[str, str]] = []
DEFINITION = re.compile(
    r"(?i)\bcreate or replace (?:\w+ )?table (?:\w+\.)?(?P<name>\w+\.\w+)"
    r"(?:(?!\bas\b).)*?(?P<comment> \(definition \w+\))'", re.S,
)  # fmt: skip
# The columns of each table.
DESCRIBED: dict[str, list[SnowflakeColumn]] = {}


def learn(manifest: Manifest) -> None:
    """Let a run learn that each table has processed all that it reads, among it accepted files.

    So it leaves out no statement.
    """
    models = [node for node in manifest.nodes.values() if node.resource_type == "model"]
    seeds = [node.name for node in manifest.nodes.values() if node.resource_type == "seed"]
    states = [(seed, "digest") for seed in seeds]
    states += [(node.name, "all rows") for node in models if node.config.meta.get("refresh_by")]
    FACTS[:] = [
        ("as content_or_run", ("consumer", "source", "content_or_run"),
         [(node.name, *state) for node in models for state in states]),
        ("' as seed, ", ("seed", "digest"), [(seed, "digest") for seed in seeds]),
        ("select distinct consumer from", ("consumer",), [(node.name,) for node in models]),
        ("(definition %)", ("name", "comment"), DEFINED),
        ("table_name, ordinal_position", ("table_name", "column_name"),
         [(f"{node.schema}.{node.alias}", name) for node in models for name in node.columns]),
    ]  # fmt: skip


def answer(sql: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The columns and rows of the answer to a query."""
    _, names, rows = next((found for found in (*FACTS, *ANSWERS) if found[0] in sql), ("", (), []))
    return names, rows


class Cursor:
    """A cursor without an account."""

    sqlstate = None
    sfqid = "offline"
    # A statement that listed nothing would end its model.
    rowcount = 1
    stats = None

    def __init__(self) -> None:
        self.description: list[tuple[Any, ...]] = []
        self.rows: list[tuple[Any, ...]] = []

    def execute(self, sql: str, bindings: Any = None) -> Cursor:
        """Keep the statement and have its answer ready."""
        SENT.append((get_node_info().get("unique_id") or "run", sql))
        names, self.rows = answer(sql)
        node = get_node_info()
        if node.get("resource_type") in ("snapshot", "unit_test") and "where false" in sql:
            names = tuple(column.name for column in DESCRIBED.get(node["node_name"], ()))
            self.rows = []
        self.description = [(name, 2) for name in names]
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.rows

    def close(self) -> None:
        """Nothing to close."""


class Handle:
    """A connection without an account."""

    cursor = Cursor

    def close(self) -> None:
        """Nothing to close."""

    def is_closed(self) -> bool:
        return False


def names_in_rows(rows: str | Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The columns of the rows of a unit test, which are a query, maybe with Jinja, or mappings."""
    if isinstance(rows, str):
        query = sqlglot.parse_one(JINJA.sub("", rows), read="snowflake")
        yield from query.named_selects
    else:
        yield from itertools.chain.from_iterable(rows)


def described_columns(manifest: Manifest) -> dict[str, list[SnowflakeColumn]]:
    """The columns of each table: those with a description, and those in rows of unit tests."""
    found: dict[str, dict[str, str]] = {
        node.alias.lower(): {
            name: column.data_type or "varchar" for name, column in node.columns.items()
        }
        for node in manifest.nodes.values()
    }
    for test in manifest.unit_tests.values():
        given = [(REFERENCE.sub(r"\1", given.input), given.rows) for given in test.given]
        expected = test.expect.rows
        for table, rows in [(test.model, expected), (test.name, expected), *given]:
            for name in names_in_rows(rows):
                found.setdefault(table, {}).setdefault(name.lower(), "varchar")
    for node in manifest.nodes.values():
        if node.resource_type == "snapshot":
            for name in SNAPSHOT_COLUMNS:
                found[node.alias.lower()].setdefault(name, "varchar")
    return {
        table: [SnowflakeColumn(name, data_type) for name, data_type in columns.items()]
        for table, columns in found.items()
    }


def install(manifest: Manifest) -> None:
    """Let dbt connect to no account, which has the tables and columns of the project."""
    DESCRIBED.update(described_columns(manifest))
    learn(manifest)

    def open_connection(connection: Any) -> Any:
        connection.handle, connection.state = Handle(), "open"
        return connection

    def columns(adapter: SnowflakeAdapter, relation: Any) -> list[SnowflakeColumn]:
        name, node = relation.identifier.lower().removesuffix("__dbt_tmp"), get_node_info()
        is_own = name == node.get("node_name")
        is_own = is_own or node.get("resource_type") in ("unit_test", "operation")
        return DESCRIBED.get(name, []) if is_own else []

    def schema_of_query(adapter: SnowflakeAdapter, sql: str, *more: Any) -> list:
        adapter.execute(sql)
        return [SnowflakeColumn("answer", "TIMESTAMP_NTZ")]

    SnowflakeConnectionManager.open = staticmethod(open_connection)
    SnowflakeAdapter.list_relations_without_caching = lambda adapter, schema: []
    SnowflakeAdapter.get_columns_in_relation = columns
    SnowflakeAdapter.get_column_schema_from_query = schema_of_query


def representatives(manifest: Manifest) -> list[str]:
    """One node of each kind for which dbt adds statements, and all unit tests.

    Models of a kind have the same materialization, strategy, contract, handling of schema changes,
    and hooks outside of a transaction or none. Of tests, only dbt's own are included, because the
    project's are compiled one by one.
    """
    found: dict[tuple[Any, ...], Any] = {}
    for node in manifest.nodes.values():
        kind: tuple[Any, ...] = (str(node.resource_type),)
        if kind == ("model",):
            config = node.config
            kind += (config.materialized, config.incremental_strategy, config.contract.enforced)
            kind += (config.on_schema_change, node.language, "marts" in node.fqn)
            kind += (all(hook.transaction for hook in config.pre_hook),)
        elif (metadata := getattr(node, "test_metadata", None)) and not metadata.namespace:
            kind += (metadata.name,)
        elif kind != ("snapshot",):
            continue
        if kind not in found or len(node.raw_code) < len(found[kind].raw_code):
            found[kind] = node
    return [*sorted(".".join(node.fqn) for node in found.values()), "test_type:unit"]


def build(manifest: Manifest, options: Iterable[str], selected: Iterable[str]) -> dict[str, list]:
    """The statements of a build by unique id; raises if a node fails.

    options: of the command line. selected: nodes, or nothing for all but the seeds.
    """
    SENT.clear()
    clear_compiled(manifest)
    command = ["--quiet", "build", *options, "--exclude-resource-types", "seed"]
    command += ["--select", *selected] if selected else []
    done = dbtRunner(manifest=manifest).invoke(command)
    if not done.success:
        failed = [result for result in done.result or [] if str(result.status) in ("error", "fail")]
        messages = [f"{result.node.unique_id}: {result.message}" for result in failed]
        raise RuntimeError("\n".join(messages) or str(done.exception))
    by_node = defaultdict(list)
    for unique_id, sql in SENT:
        by_node[unique_id].append(sql)
        # Incremental tables stay as after a change, so that columns of staging are described.
        node = manifest.nodes.get(unique_id)
        if node and node.config.materialized == "table":
            DEFINED.extend(found.group("name", "comment") for found in DEFINITION.finditer(sql))
    return by_node


def existing_relations(load: str, manifest: Manifest) -> Callable:
    """The method by which dbt asks for a table: none exists before the first load.

    load: `first`, `later`, or `upgrade`, when the tables of version 0.1 exist as well.
    """
    names = {node.alias for node in manifest.nodes.values()} if load != "first" else set()
    if load == "upgrade":
        names |= set(TABLES_OF_0_1.findall(UPGRADE.read_text(encoding="utf-8")))

    def get_relation(
        adapter: SnowflakeAdapter, database: str, schema: str, identifier: str
    ) -> Any | None:
        if identifier not in names:
            return None
        return adapter.Relation.create(database, schema, identifier, type="table")

    return get_relation


def operate(manifest: Manifest, options: Iterable[str]) -> dict[str, list[str]]:
    """The statements of the operations, by their names."""
    SnowflakeAdapter.get_relation = existing_relations("upgrade", manifest)
    by_name = {}
    for name, arguments in OPERATIONS.items():
        SENT.clear()
        command = ["--quiet", "run-operation", name, "--args", json.dumps(arguments), *options]
        done = dbtRunner(manifest=manifest).invoke(command)
        if not done.success:
            raise RuntimeError(f"{name}: {done.exception}")
        by_name[name] = [sql for _, sql in SENT]
    return by_name

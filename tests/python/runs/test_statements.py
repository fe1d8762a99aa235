"""The statements of a model read its ancestors in the manifest, and no other tables.

A macro could read a table by its name, which dbt would not see: the table might then be built later
than its reader, and the tests of dependencies would not know of it. A table that no statement reads
would stop its reader for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from dbt_in_process import DATABASE
from recorded_runs import RecordedRun, Recordings

# Tables of the schema operations that are not models: hooks write them.
RECORDED = "gate_results|node_runs|feed_checks|column_differences|row_counts"
# A table as dbt names it, with database and schema; the bookkeeping is not a model.
TABLE = re.compile(
    rf'"{DATABASE.split(".")[0]}"\.'
    rf'"(?!bookkeeping"|operations"\."(?:{RECORDED})")(\w+)"\."(\w+)"'
)
COMMENT = re.compile(r"--[^\n]*")
# What dbt names a table while it replaces it.
DURING_A_RUN = re.compile(r"__dbt_(tmp|backup)\w*$")


def above(nodes: Mapping[str, Any], node: str) -> set[str]:
    """The tables (schema.name) of a node and of all nodes that it is computed from."""
    found, waiting = set(), [node]
    while waiting:
        unique_id = waiting.pop()
        if unique_id not in found:
            found.add(unique_id)
            waiting += nodes.get(unique_id, {}).get("depends_on", {}).get("nodes", [])
    return {f"{nodes[key]['schema']}.{nodes[key]['alias']}" for key in found if key in nodes}


def unread_parents(runs: Sequence[RecordedRun], nodes: Mapping[str, Any]) -> Iterator[str]:
    """`<model> <- <parent>` for each parent of a SQL model that no statement of the runs reads.

    A parent from which only keys follow may be read as a record of the bookkeeping.
    """
    for name, node in nodes.items():
        if node["resource_type"] != "model" or node["language"] != "sql":
            continue
        statements = [text for run in runs for text in [*run.of(name), run.checks.get(name, "")]]
        read = {
            (schema, DURING_A_RUN.sub("", table))
            for text in statements
            for schema, table in TABLE.findall(COMMENT.sub("", text))
        }
        for key in node["depends_on"]["nodes"]:
            parent = nodes.get(key)
            is_read = parent is None or (parent["schema"], parent["alias"]) in read
            if not is_read and parent["name"] not in node["config"]["meta"].get("refresh_from", {}):
                yield f"{node['name']} <- {parent['name']}"


def read_elsewhere(run: RecordedRun, nodes: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(model, table) for each table in the statements of a model that is not above it."""
    for node in run.scripts:
        if node not in nodes or nodes[node]["resource_type"] != "model":
            continue
        text = "\n".join([*run.of(node), run.checks.get(node, "")])
        named = {f"{schema}.{DURING_A_RUN.sub('', name)}" for schema, name in TABLE.findall(text)}
        for table in named - above(nodes, node):
            yield nodes[node]["name"], table


@pytest.mark.parametrize("kind", ["first", "later", "refreshing"])
def test_statements_read_only_tables_above_their_model(
    recordings: Recordings, manifest: dict[str, Any], kind: str
) -> None:
    run = getattr(recordings, kind)
    assert "model.customer_360.fact_sales" in run.scripts
    assert sorted(read_elsewhere(run, manifest["nodes"])) == []


def test_statements_read_each_parent_of_their_model(
    recordings: Recordings, manifest: dict[str, Any]
) -> None:
    runs = [recordings.first, recordings.later, recordings.refreshing]
    assert list(unread_parents(runs, manifest["nodes"])) == []


def test_a_parent_that_no_statement_reads_is_reported(
    recordings: Recordings, manifest: dict[str, Any]
) -> None:
    hub, parent = "model.customer_360.hub_order", "model.customer_360.hub_ticket"
    node = manifest["nodes"][hub]
    read = [*node["depends_on"]["nodes"], parent]
    nodes = manifest["nodes"] | {hub: node | {"depends_on": {"nodes": read}}}
    scripts = {hub: [*recordings.first.of(hub), '-- "test"."raw_vault"."hub_ticket"']}
    changed = RecordedRun(recordings.first.scripts | scripts)
    found = unread_parents([changed, recordings.later], nodes)
    assert [one for one in found if one.startswith("hub_")] == ["hub_order <- hub_ticket"]


def test_a_table_that_is_not_above_a_model_is_reported(manifest: dict[str, Any]) -> None:
    hub, table = "model.customer_360.hub_order", '"test"."raw_vault"."hub_ticket__dbt_tmp"'
    run = RecordedRun({hub: [f"insert into x select * from {table}"]})
    assert list(read_elsewhere(run, manifest["nodes"])) == [("hub_order", "raw_vault.hub_ticket")]

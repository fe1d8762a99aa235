"""The DAG runs the steps of `make daily`, and its layers are those of the project.

It is read as text, because these tests need no Airflow.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from warehouse.daily.steps import GATES, RUN, TESTS_OF_GATES
from warehouse.options import PARTS, STEPS
from warehouse.publication import publish

BUILT = ("model", "seed", "snapshot")


@pytest.fixture(scope="module")
def dag(root: Path) -> ast.Module:
    """The file of the DAG."""
    file = root / "orchestration" / "airflow" / "customer_360.py"
    return ast.parse(file.read_text(encoding="utf-8"))


def folder_of(node: dict[str, Any]) -> str:
    """The part of the project to which a node belongs."""
    folders = node["original_file_path"].split("/")
    return "/".join(folders[: 2 if folders[0] == "models" else 1])


def generic_name(node: dict[str, Any]) -> str:
    """The name of a generic test; empty for another test."""
    return (node.get("test_metadata") or {}).get("name", "")


def test_the_dag_runs_the_steps_of_daily_in_their_order(dag: ast.Module) -> None:
    calls = [
        {given.arg: ast.literal_eval(given.value) for given in call.keywords if given.arg == "step"}
        for call in ast.walk(dag)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Step"
    ]
    assert {given["step"] for given in calls} == set(STEPS) == set(RUN)
    (chain,) = [
        call
        for call in ast.walk(dag)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "chain"
    ]
    names = [node for node in ast.walk(chain) if isinstance(node, ast.Name)]
    names.sort(key=lambda name: (name.lineno, name.col_offset))
    assert [name.id for name in names if name.id in STEPS] == list(STEPS)


def test_the_layers_are_the_folders_of_the_models(root: Path) -> None:
    folders = {
        path.relative_to(root).as_posix()
        for path in root.glob("models/*/")
        if any(file.suffix in (".sql", ".py") for file in path.rglob("*"))
    }
    assert {part for part in PARTS if part.startswith("models/")} == folders


def test_each_node_is_built_in_a_part_after_what_it_reads(manifest: dict[str, Any]) -> None:
    nodes = {
        name: node for name, node in manifest["nodes"].items() if node["resource_type"] in BUILT
    }
    place = {name: PARTS.index(folder_of(node)) for name, node in nodes.items()}
    wrong = [
        f"{name} reads {parent}"
        for name, node in nodes.items()
        for parent in node["depends_on"].get("nodes", [])
        if parent in place and place[parent] > place[name]
    ]
    assert wrong == []
    assert set(place.values()) == set(range(len(PARTS)))


def test_each_data_test_runs_with_one_part_or_with_the_gates(manifest: dict[str, Any]) -> None:
    nodes = manifest["nodes"]
    reads = {
        name: {parent for parent in node["depends_on"].get("nodes", []) if parent in nodes}
        for name, node in nodes.items()
    }

    def with_ancestors(names: set[str]) -> set[str]:
        found, new = set(names), set(names)
        while new:
            new = set().union(*(reads[name] for name in new)) - found
            found |= new
        return found

    runs = defaultdict(list)
    tests = [name for name, node in nodes.items() if node["resource_type"] == "test"]
    for part in PARTS:
        built = {
            name
            for name, node in nodes.items()
            if node["resource_type"] in BUILT and folder_of(node) == part
        }
        buildable = with_ancestors(built)  # dbt's --indirect-selection buildable
        for test in tests:
            if reads[test] & built and reads[test] <= buildable:
                runs[test].append(part)
    assert TESTS_OF_GATES == ("--select", GATES, "path:seeds/truth")
    gates = {test for test in tests if generic_name(nodes[test]) == GATES.split(":")[1]}
    for test in tests:
        of_truth = any("seeds/truth/" in nodes[name]["original_file_path"] for name in reads[test])
        if test in gates or (of_truth and not runs[test]):
            runs[test].append("gates")
    assert {test: found for test in tests if len(found := runs[test]) != 1} == {}
    assert len(gates) > 15


def test_the_dag_knows_the_exit_codes_of_steps(dag: ast.Module) -> None:
    (codes,) = [
        ast.literal_eval(node.value)
        for node in dag.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Tuple)
        and [name.id for name in node.targets[0].elts] == ["COLUMNS_DIFFER", "NOTHING_NEW"]
    ]
    assert codes == (publish.COLUMNS_DIFFER, publish.NOTHING_NEW)

"""Every rule of dbt-bouncer.yml detects a violation.

For each rule, a copy of a node of the project violates it; all copies are in one manifest.
"""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Node = dict[str, Any]
NAMES = ("Wrong", "stg_x__y", "hub_x", "pit_x", "dim_x")


def column(name: str, data_type: str = "double", description: str = "x" * 9) -> Callable:
    """A function that leaves a node with a single column."""
    column_values = {"name": name, "data_type": data_type, "description": description}

    def set_column(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
        template = next(iter(node["columns"].values()))
        node["columns"] = {name: {**template, **column_values}}

    return set_column


def rename(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    pattern = re.compile(rule["model_name_pattern"])
    node["name"] = next(name for name in NAMES if not pattern.match(name))


def read_elsewhere(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    permitted = re.compile(rule["upstream_path_pattern"])
    models = [other for other in nodes.values() if other["resource_type"] == "model"]
    wrong = next(other for other in models if not permitted.match(other["original_file_path"]))
    node["depends_on"]["nodes"] = [wrong["unique_id"]]


def read_the_vault(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    node["depends_on"]["nodes"] = ["model.customer_360.hub_customer"]


def move(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    node["original_file_path"] = f"{rule['include']}/elsewhere/x.sql"


def misname_column(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    pattern = re.compile(rule["column_name_pattern"])
    names = ("x_hk", "x_at", "x_date", "is_x")
    column(next(name for name in names if pattern.match(name)))(node, rule, nodes)


def add_target_type(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
    node["raw_code"] = "select '{{ target.type }}' as engine"


def replace(key: str, value: Any = "") -> Callable:
    """A function that sets a key of a node to another value."""

    def set_value(node: Node, rule: Node, nodes: dict[str, Node]) -> None:
        node[key] = value

    return set_value


# Check -> how to violate it.
VIOLATIONS: dict[str, Callable[[Node, Node, dict[str, Node]], None]] = {
    "check_exposure_based_on_non_public_models": read_the_vault,
    "check_exposure_description_populated": replace("description"),
    "check_exposure_has_owner": replace("owner", {"name": "x"}),
    "check_lineage_permitted_upstream_models": read_elsewhere,
    "check_model_access": replace("access", "protected"),
    "check_model_code_does_not_contain_regexp_pattern": add_target_type,
    "check_model_column_description_populated": column("x", description=""),
    "check_model_column_name_complies_to_column_type": misname_column,
    "check_model_column_names": column("X"),
    "check_model_column_type_complies_to_column_name": column("x", data_type="boolean"),
    "check_model_description_populated": replace("description"),
    "check_model_directories": move,
    "check_model_has_contracts_enforced": replace("contract", {"enforced": False}),
    "check_model_has_semi_colon": replace("raw_code", "select 1;"),
    "check_model_has_unique_test": replace("tags", []),  # no test is attached to a copy
    "check_model_names": rename,
    "check_seed_description_populated": replace("description"),
    "check_semantic_model_based_on_non_public_models": read_the_vault,
}


@pytest.fixture(scope="module")
def rules(root: Path) -> list[Node]:
    """The rules, in order."""
    text = (root / "dbt-bouncer.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["manifest_checks"]


def kind_of(rule: Node) -> str:
    """The section of the manifest that a rule checks."""
    checked = rule["name"].removeprefix("check_")
    sections = {"exposure": "exposures", "semantic": "semantic_models"}
    return sections.get(checked.split("_")[0], "nodes")


def subject(manifest: Node, rule: Node) -> Node:
    """The first node of the project that a rule checks."""
    resource = "seed" if rule["name"].startswith("check_seed") else "model"
    wanted = re.compile(rule.get("include", ""))
    return next(
        node
        for node in manifest[kind_of(rule)].values()
        if wanted.match(node["original_file_path"])
        and (kind_of(rule) != "nodes" or node["resource_type"] == resource)
        and node["package_name"] == "customer_360"
        and (resource == "seed" or node.get("columns", True))
    )


def test_every_rule_detects_a_violation(manifest: Node, rules: list[Node], tmp_path: Path) -> None:
    broken = copy.deepcopy(manifest)
    for number, rule in enumerate(rules):
        node = copy.deepcopy(subject(manifest, rule))
        node["unique_id"] = f"{node['resource_type']}.customer_360.broken_{number}"
        VIOLATIONS[rule["name"]](node, rule, manifest["nodes"])
        broken[kind_of(rule)][node["unique_id"]] = node
    (tmp_path / "manifest.json").write_text(json.dumps(broken), encoding="utf-8")
    config = {"dbt_artifacts_dir": str(tmp_path), "manifest_checks": rules}
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    report = tmp_path / "report.json"
    command = [str(Path(sys.executable).parent / "dbt-bouncer"), "run"]
    command += ["--config-file", str(tmp_path / "rules.yml")]
    command += ["--output-file", str(report), "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    found = json.loads(report.read_text(encoding="utf-8"))
    failed = {
        check["check_run_id"]
        for check in found
        if check["outcome"] == "failed" and check["severity"] == "error"
    }
    undetected = [
        (number, rule["name"], rule.get("description"))
        for number, rule in enumerate(rules)
        if not any(
            run.startswith(f"{rule['name']}:{number}:") and f"broken_{number}" in run
            for run in failed
        )
    ]
    assert undetected == []

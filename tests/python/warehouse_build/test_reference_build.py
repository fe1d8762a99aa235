"""`make build` creates every table and passes every data test and unit test."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbt_in_process import Project
from reference_build import Reference

BUILT = ("model", "seed", "snapshot", "test")


def test_build_creates_every_table_and_passes_every_data_test(
    reference: Reference, manifest: dict[str, Any]
) -> None:
    results = json.loads((reference.artifacts / "run_results.json").read_text("utf-8"))["results"]
    found = Counter(kind for done in results if (kind := done["unique_id"].split(".")[0]) in BUILT)
    expected = Counter(
        node["resource_type"]
        for node in manifest["nodes"].values()
        if node["resource_type"] in BUILT and node["package_name"] == "customer_360"
    )
    assert found == expected
    # Exposures do not run.
    assert {done["status"] for done in results} == {"success", "pass", "no-op"}


def test_every_unit_test_passes(
    project: Project, copy_of_reference: Callable[[str], Path], manifest: dict[str, Any]
) -> None:
    outcome = project.run(copy_of_reference("unit_tests"), "test", "--select", "test_type:unit")
    assert Counter(outcome.statuses.values()) == {"pass": len(manifest["unit_tests"])}

"""The workflows of GitHub run commands that exist, with no more rights than they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

Workflows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def workflows(root: Path) -> Workflows:
    """The workflows by file name."""
    files = sorted((root / ".github" / "workflows").glob("*.yml"))
    # YAML 1.1 reads the key `on` as true.
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def jobs(workflows: Workflows) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each job with its name and its workflow."""
    for name, workflow in workflows.items():
        for job, content in workflow["jobs"].items():
            yield f"{name}: {job}", content, workflow


def steps(workflows: Workflows) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with the name of its job."""
    for name, job, _ in jobs(workflows):
        for step in job.get("steps", []):
            yield name, step


def commands(workflows: Workflows) -> str:
    """All that the workflows run."""
    return "\n".join(step.get("run", "") for _, step in steps(workflows))


def test_the_workflows_are_those_of_the_documentation(workflows: Workflows) -> None:
    assert list(workflows) == ["ci.yml", "deploy.yml", "docs.yml", "nightly.yml"]


def test_rights_are_given_to_jobs_one_by_one(workflows: Workflows) -> None:
    assert {name: workflow["permissions"] for name, workflow in workflows.items()} == dict.fromkeys(
        workflows, {}
    )
    without = [name for name, job, _ in jobs(workflows) if not job.get("permissions")]
    assert without == []
    writing = {
        name: right
        for name, job, _ in jobs(workflows)
        for right, level in job["permissions"].items()
        if level == "write" and right not in ("pages", "id-token")
    }
    assert writing == {}


def test_every_job_has_a_timeout(workflows: Workflows) -> None:
    endless = [
        name
        for name, job, _ in jobs(workflows)
        if "uses" not in job and "timeout-minutes" not in job
    ]
    assert endless == []


def test_no_checkout_leaves_a_token_behind(workflows: Workflows) -> None:
    found = [step for _, step in steps(workflows) if "checkout" in step.get("uses", "")]
    assert len(found) >= 5
    assert all(step["with"]["persist-credentials"] is False for step in found)


def test_jobs_wait_for_jobs_that_exist(workflows: Workflows, root: Path) -> None:
    for name, job, workflow in jobs(workflows):
        assert set(job.get("needs", [])) <= set(workflow["jobs"]), name
        if "uses" in job:
            assert (root / job["uses"]).is_file(), name


def test_nothing_is_deployed_before_all_tests_pass(workflows: Workflows) -> None:
    ci = workflows["ci.yml"]["jobs"]
    assert {"test", "snowflake"} <= set(ci["deploy"]["needs"])
    assert "github.event_name == 'push'" in ci["deploy"]["if"]
    # A deployment that is cancelled could leave a build halfway.
    assert workflows["deploy.yml"]["concurrency"]["cancel-in-progress"] is False
    assert "pull_request" in workflows["ci.yml"]["concurrency"]["cancel-in-progress"]


def test_make_and_dbt_know_the_commands(workflows: Workflows, root: Path) -> None:
    run = commands(workflows)
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"\bmake ([a-z-]+)", run))
    assert {"build", "docs", "test", "test-long", "test-snowflake"} <= targets
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.M)} == set()
    macros = "\n".join(file.read_text(encoding="utf-8") for file in root.glob("macros/**/*.sql"))
    operations = set(re.findall(r"run-operation (\w+)", run))
    assert operations == {"drop_schemas_of_target", "upload_match_engine"}
    assert all(f"{{% macro {operation}(" in macros for operation in operations)


def test_a_deployment_builds_what_changed_and_reads_the_rest(workflows: Workflows) -> None:
    deploy = [step for name, step in steps(workflows) if name == "deploy.yml: snowflake"]
    build = next(step for step in deploy if "dbt build" in step.get("run", ""))
    for part in ("--select state:modified+", "--state state", "--defer"):
        assert part in build["run"]
    of_its_own = [step for step in deploy if "SNOWFLAKE_SCHEMA" in step.get("env", {})]
    schemas = {step["env"]["SNOWFLAKE_SCHEMA"] for step in of_its_own}
    assert schemas == {"deploy_${{ github.run_id }}"}
    # Without the manifest of the last deployment the job stops, unless a person says that it is
    # the first.
    (fetched,) = (step for step in deploy if "gh run download" in step.get("run", ""))
    assert "|| true" not in fetched["run"]
    assert "exit 1" in fetched["run"]
    assert build["if"] == fetched["if"] == "${{ !inputs.first_deployment }}"
    # The Python models import from a stage in the schema of the build.
    assert [re.search(r"dbt (run-operation )?(\w+)", step["run"])[2] for step in of_its_own] == [
        "upload_match_engine", "build", "drop_schemas_of_target",
    ]  # fmt: skip
    kept = next(step["with"] for step in deploy if "upload-artifact" in step.get("uses", ""))
    assert f"--name {kept['name']} --dir state" in commands(workflows)
    assert kept["path"] == "target/manifest.json"


def test_no_command_contains_a_secret(workflows: Workflows) -> None:
    assert "secrets." not in commands(workflows)

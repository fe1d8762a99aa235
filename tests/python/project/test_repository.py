"""Documented commands exist, locks agree, and no generated files are committed."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

COMMANDS = {
    "help",
    "new-feed",
    "feed",
    "deliver",
    "remove-feed",
    "extract",
    "build",
    "daily",
    "upload-landing",
    "install-airflow",
    "install-s3",
    "publish",
    "app",
    "serve",
    "retry",
    "export-changes",
    "backup",
    "restore",
    "upgrade",
    "snowflake-setup",
    "snowflake-load",
    "snowflake-operations",
    "snowflake-audit",
    "test",
    "test-quick",
    "test-snowflake",
    "prove-snowflake",
    "test-long",
    "lint",
    "docs",
    "feeds",
    "contracts",
    "lock",
    "clean",
    "erase",
    "erase-proof",
    "export-person",
    "retention",
}
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)( ;[^\\]*)?", re.M)
GENERATED = re.compile(
    r"(^|/)(target|dbt_packages|__pycache__|\.venv|logs)/|\.duckdb(\.wal)?$|package-lock\.yml$"
)


def pins(path: Path) -> set[tuple[str, str, str]]:
    """(package, version, condition) of each entry of a lock."""
    return set(PIN.findall(path.read_text(encoding="utf-8")))


def test_help_lists_every_command(root: Path) -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=root, capture_output=True, text=True
    )
    assert set(re.findall(r"^  make ([\w-]+) ", shown.stdout, re.M)) == COMMANDS
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (help .*)$", makefile, re.M)
    assert phony is not None
    assert set(phony[1].split()) == COMMANDS


def test_continuous_integration_uses_the_same_commands(root: Path) -> None:
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^exec (.*)$", script, re.M) == ["make test"]
    workflows = {
        path.name: re.findall(r"run: (.*)", path.read_text(encoding="utf-8"))
        for path in (root / ".github" / "workflows").glob("*.yml")
    }
    commands = "\n".join(command for found in workflows.values() for command in found)
    assert set(re.findall(r"^make ([\w-]+)", commands, re.M)) <= COMMANDS
    assert "make test" in workflows["ci.yml"]
    assert workflows["nightly.yml"] == ["make test-long"]


def is_within(smaller: set[tuple[str, str, str]], larger: set[tuple[str, str, str]]) -> bool:
    """Whether a lock has all packages of another one, under the same condition or always."""
    return all(
        (name, version, condition) in larger or (name, version, "") in larger
        for name, version, condition in smaller
    )


def test_each_lock_contains_the_smaller_ones(root: Path) -> None:
    names = ("", "-app", "-service", "-s3", "-extraction", "-dev")
    runtime, *parts, dev = (pins(root / f"requirements{name}.lock") for name in names)
    for part in parts:
        assert len(runtime) < len(part) < len(dev)
        assert is_within(runtime, part)
        assert is_within(part, dev)
    assert len(runtime) > 50
    # The tasks of a DAG run the same dbt and DuckDB as make.
    assert is_within(runtime, pins(root / "requirements-airflow.lock"))


@pytest.mark.parametrize(
    "name",
    [
        f"requirements{name}.lock"
        for name in (
            "",
            "-app",
            "-service",
            "-s3",
            "-extraction",
            "-dev",
            "-emulator",
            "-airflow",
        )
    ],
)
def test_every_locked_package_has_hashes(root: Path, name: str) -> None:
    entries = re.split(r"^(?=[A-Za-z0-9])", (root / name).read_text(encoding="utf-8"), flags=re.M)
    bare = [entry.split()[0] for entry in entries if "==" in entry and "--hash=" not in entry]
    assert bare == []


def test_declared_versions_are_the_locked_ones(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for group in ("app", "service", "s3", "extraction", "dev", "emulator", "airflow"):
        declared = project["dependencies"] + project["optional-dependencies"][group]
        exact = {
            tuple(re.sub(r"\[.*?\]", "", entry).split("==")) for entry in declared if "==" in entry
        }
        lock = root / f"requirements-{group}.lock"
        assert exact <= {(name, version) for name, version, _ in pins(lock)}, lock.name


def test_no_document_is_empty(root: Path) -> None:
    documents = [*root.glob("*.md"), *root.glob("docs/**/*.md"), root / "scripts/mdm/README.md"]
    assert [path.name for path in documents if not path.read_text("utf-8").strip()] == []


def test_the_table_of_promises_has_every_file_of_tests(root: Path) -> None:
    """A promise without a row would be lost unnoticed with its test."""
    text = (root / "docs" / "testing.md").read_text("utf-8").partition("## Builds")[2]
    rows = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    named, folders = set(re.findall(r"\btest_\w+\.py", rows)), set(re.findall(r"`(\w+)/`", rows))
    files = list((root / "tests").rglob("test_*.py"))
    assert len(files) > 200
    assert named - {path.name for path in files} == set()
    rowless = [path for path in files if path.name not in named and path.parent.name not in folders]
    assert rowless == []


def test_nothing_generated_is_tracked(root: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    if listed.returncode:
        pytest.fail(f"git cannot list the files: {listed.stderr}")
    assert [path for path in listed.stdout.splitlines() if GENERATED.search(path)] == []


@pytest.mark.parametrize(
    "folder", ["contracts", "erasure", "onboarding", "snowflake_account", "warehouse"]
)
def test_the_readme_of_a_package_names_each_of_its_modules(root: Path, folder: str) -> None:
    package = root / "scripts" / folder
    readme = (package / "README.md").read_text(encoding="utf-8")
    modules = {path.stem for path in package.glob("*.py") if not path.stem.startswith("__")}
    named = set(re.findall(r"[`./](\w+)", readme))
    assert modules - named == set()

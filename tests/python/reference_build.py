"""Files that all tests share: the parsed project and the warehouse built by `make build`.

Both are in target/. They are created by `make test` or by the first test that needs them, once for
all processes, and used until a file that a build reads changes.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt_in_process import DATABASE, ROOT, Project, dbt_environment
from warehouse.last_build import Inputs, build_inputs, is_current

TARGET = ROOT / "target"


@dataclass(frozen=True)
class Reference:
    """A warehouse built from all batches of the sample at once, with dbt's artifacts."""

    database: Path
    artifacts: Path


@contextmanager
def one_process_at_a_time(name: str) -> Iterator[None]:
    """Wait until no other process is in a block of this name."""
    TARGET.mkdir(exist_ok=True)
    with (TARGET / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_command(arguments: list[str], environment: Mapping[str, str]) -> str:
    """The output of a command run in the project folder; raises an error with its last lines."""
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout


def dbt_command() -> str:
    """The dbt beside this Python."""
    return str(Path(sys.executable).with_name("dbt"))


def install_packages() -> None:
    """Install the project's packages if they are missing."""
    with one_process_at_a_time("packages"):
        if not (ROOT / "dbt_packages").is_dir():
            run_command([dbt_command(), "deps"], dbt_environment(":memory:", TARGET / "deps"))


def current_inputs(dbt_vars: Mapping[str, Any], environment: Mapping[str, str]) -> Inputs:
    """The current inputs of a build with these vars."""
    return build_inputs(ROOT, dbt_vars, {**os.environ, **environment})


def parsed_project(name: str, dbt_vars: Mapping[str, Any]) -> Project:
    """The project parsed with some vars, once for all processes; artifacts are in target/<name>."""
    install_packages()
    folder = TARGET / name
    environment = dbt_environment(TARGET / DATABASE, folder)
    stamp, parsed = folder / "parsed_from.json", folder / "partial_parse.msgpack"
    with one_process_at_a_time(f"parse_{name}"):
        # The files of a landing folder are not read while parsing.
        inputs = json.dumps(current_inputs({**dbt_vars, "landing": ""}, environment))
        if not (parsed.is_file() and stamp.is_file() and stamp.read_text("utf-8") == inputs):
            options = ["--quiet", "parse", "--vars", json.dumps(dict(dbt_vars))]
            run_command([dbt_command(), *options], environment)
            stamp.write_text(inputs, "utf-8")
    return Project(parsed, dbt_vars)


def reference_build() -> Reference:
    """The warehouse in target/test.duckdb, built with `make build` if it is missing or outdated."""
    database, artifacts = TARGET / DATABASE, TARGET / "test"
    environment = dbt_environment(database, artifacts)
    parsed_project("test", {})  # the build reuses this parse
    with one_process_at_a_time("reference"):
        if not is_current(database, current_inputs({}, environment)):
            for path in TARGET.glob(f"{DATABASE}*"):
                path.unlink()
            run_command([sys.executable, "-m", "warehouse", "build"], environment)
    return Reference(database, artifacts)

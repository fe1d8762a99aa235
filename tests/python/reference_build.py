"""Files that all tests share: the parsed project and the warehouse built by `make build`.

Both are in target/. They are created by `make test` or by the first test that needs them, once for
all processes, and used until a file that a build reads changes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbt_in_process import DATABASE, ROOT, Project, dbt_environment
from warehouse.build.last_build import Inputs, build_inputs, is_current

TARGET = ROOT / "target"
PYTHONPATH = os.pathsep.join(str(ROOT / folder) for folder in ("scripts", "tests/python"))


@dataclass(frozen=True)
class Reference:
    """A warehouse built from all batches of the sample at once, with dbt's artifacts."""

    database: Path
    artifacts: Path

    @property
    def log(self) -> Path:
        """The log of the build, which is recorded."""
        return self.artifacts / "logs" / "dbt.log"


@contextmanager
def one_process_at_a_time(name: str) -> Iterator[None]:
    """Wait until no other process is in a block of this name."""
    TARGET.mkdir(exist_ok=True)
    with (TARGET / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_command(
    arguments: list[str], environment: Mapping[str, str], *, is_shown: bool = False
) -> str:
    """The output of a command run in the project folder; raises an error with its last lines.

    is_shown: whether the output goes to the terminal instead.
    """
    done = subprocess.run(
        arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": PYTHONPATH, **environment},
        stdout=None if is_shown else subprocess.PIPE,
        stderr=None if is_shown else subprocess.STDOUT,
        text=True,
    )
    output = done.stdout or ""
    assert done.returncode == 0, output[-6000:]
    return output


def dbt_command() -> str:
    """The dbt next to this Python."""
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
            command = [sys.executable, "-m", "warehouse.build.dbt_with_progress", *options]
            run_command(command, environment)
            stamp.write_text(inputs, "utf-8")
    return Project(parsed, dbt_vars)


def reference_build(*, is_shown: bool = False) -> Reference:
    """The warehouse in target/test.duckdb, built with `make build` if it is missing or outdated."""
    found = Reference(TARGET / DATABASE, TARGET / "test")
    environment = dbt_environment(found.database, found.artifacts)
    parsed_project("test", {})  # the build reuses this parse
    with one_process_at_a_time("reference"):
        if not is_current(found.database, current_inputs({}, environment)):
            published = TARGET / "published"
            left = [*TARGET.glob(f"{DATABASE}*"), *published.glob(f"{DATABASE}*")]
            for path in [found.log, *left]:
                path.unlink(missing_ok=True)
            command = [sys.executable, "-m", "recorded_build", str(found.log)]
            without = dict.fromkeys(("LOAD_UNTIL", "AS_OF_DATE", "LANDING", "VARS", "FORCE"), "")
            run_command(command, environment | without, is_shown=is_shown)
    return found


def made_once(name: str, sources: Iterable[Path], make: Callable[[Path], None]) -> Path:
    """The folder target/<name>, made once for all processes, and again if a source is newer.

    make: fills the folder, which is empty.
    """
    folder = TARGET / name
    complete = folder / "complete"
    with one_process_at_a_time(name):
        newest = max(path.stat().st_mtime for path in sources)
        if not complete.is_file() or complete.stat().st_mtime < newest:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder)
            complete.touch()
    return folder


if __name__ == "__main__":
    reference_build(is_shown=True)

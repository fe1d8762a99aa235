"""A build shows how far dbt is, in a few lines instead of its log."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from warehouse.build.dbt_runs import dbt, followed
from warehouse.build.progress import Progress
from warehouse.build_lock import LockedError, build_lock


def event(name: str, level: str = "info", msg: str = "", **data: object) -> Any:
    """An event of dbt."""
    return SimpleNamespace(
        info=SimpleNamespace(name=name, level=level, msg=msg), data=SimpleNamespace(**data)
    )


def show(progress: Progress, nodes: int) -> None:
    """Let progress hear a run of models, with events that it ignores."""
    progress.heard(event("MainReportVersion"))
    progress.heard(event("ConcurrencyLine", node_count=nodes))
    for number in range(nodes):
        node = {"node_info": SimpleNamespace(node_name=f"model_{number}")}
        progress.heard(event("LogStartLine", **node))
        progress.heard(event("LogModelResult", **node))
    progress.end()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_progress_takes_ten_lines() -> None:
    out = io.StringIO()
    show(Progress(out), 945)
    lines = out.getvalue().splitlines()
    assert lines[0] == "dbt runs  945 models, seeds and tests"
    assert lines[1] == "   10 %  95 of 945, model_94"
    assert lines[-1] == "  100 %  945 of 945, model_944"
    assert len(lines) == 11


def test_on_a_terminal_one_line_counts_and_is_cleared() -> None:
    out = Terminal()
    show(Progress(out), 3)
    text = out.getvalue()
    assert text.count("\n") == 1
    assert "\r  2 of 3  model_1" in text
    assert text.endswith("\r")
    assert max(map(len, text.replace("\n", "\r").split("\r"))) <= 79


def test_a_run_that_does_not_start_gives_its_reason_in_three_lines() -> None:
    reason = (
        "Encountered an error:\nCompilation Error\n  In a.sql:\n\n    no macro b\n    > a\n    > c"
    )
    progress = Progress(io.StringIO())
    progress.heard(event("MainReportVersion"))
    progress.heard(event("MainEncounteredError", "error", reason))
    assert progress.error_text() == "Compilation Error\nIn a.sql:\nno macro b"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise MemoryError('no more')", "MemoryError: no more"),
        ("import sys; print('a warning\\n\\n1\\n2\\n3', file=sys.stderr); sys.exit(2)", "1\n2\n3"),
    ],
)
def test_a_process_that_stops_gives_its_last_lines(
    code: str, message: str, capfd: pytest.CaptureFixture
) -> None:
    assert followed([sys.executable, "-c", code], os.environ) != 0
    assert capfd.readouterr().err == f"{message}\n"


def test_a_killed_process_is_reported(capfd: pytest.CaptureFixture) -> None:
    command = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    assert followed(command, {**os.environ, "C360_MEMORY_LIMIT": "9GB"}) == 1
    assert capfd.readouterr().err == (
        "dbt was killed by signal 9; if memory ran out, lower C360_MEMORY_LIMIT (now 9GB). "
        "`make build` continues.\n"
    )


def test_verbose_shows_the_log_that_the_file_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """dbt writes its log file then, as text and without debug messages."""
    fake = tmp_path / "dbt"
    said = tmp_path / "said"
    fake.write_text(f'#!/bin/sh\necho "$DBT_LOG_LEVEL_FILE $DBT_LOG_FORMAT_FILE" > {said}\n')
    fake.chmod(0o755)
    for name in ("DBT_LOG_LEVEL_FILE", "DBT_LOG_FORMAT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VERBOSE", "1")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert dbt(["build"]) == 0
    assert said.read_text().split() == ["info", "debug"]


PROJECT = """
name: small
profile: small
models: {small: {+materialized: table}}
"""
PROFILE = "small: {target: one, outputs: {one: {type: duckdb, path: small.duckdb}}}"


def run_small_project(
    folder: Path, environment: dict[str, str], *arguments: str
) -> tuple[int, str, str]:
    """Run dbt with its progress in a project whose second model fails: exit code and output."""
    (folder / "models").mkdir()
    for name, text in {
        "dbt_project.yml": PROJECT,
        "profiles.yml": PROFILE,
        "models/good.sql": "select 1 as one",
        "models/bad.sql": "select error('the key of hub_customer is 12')",
    }.items():
        (folder / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.build.dbt_with_progress", *arguments],
        cwd=folder,
        env={
            **{name: os.environ[name] for name in os.environ if not name.startswith("DBT_")},
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
            **environment,
        },
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_log_keeps_messages_but_no_secrets(tmp_path: Path) -> None:
    secret = {"DBT_ENV_SECRET_KEY": "hub_customer"}
    code, shown, said = run_small_project(tmp_path, secret, "run")
    assert code == 1
    assert "100 %  2 of 2" in shown
    assert said == ""
    log = (tmp_path / "logs" / "dbt.log").read_text()
    assert "OK created sql table model main.good" in log
    assert "the key of ***** is 12" in log
    assert "hub_customer" not in log
    assert "DEBUG" not in log.upper()


def test_warnings_of_libraries_are_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    fake = tmp_path / "python"
    fake.write_text('#!/bin/sh\n[ "$PYTHONWARNINGS" = ignore ] || echo "old library" >&2\nexit 1\n')
    fake.chmod(0o755)
    monkeypatch.delenv("VERBOSE", raising=False)
    monkeypatch.setattr(sys, "executable", str(fake))
    assert dbt(["run"]) == 1
    assert capfd.readouterr().err == ""


def test_a_level_that_the_user_sets_is_the_log_of_dbt(tmp_path: Path) -> None:
    run_small_project(tmp_path, {"DBT_LOG_LEVEL_FILE": "debug"}, "debug")
    assert "[debug]" in (tmp_path / "logs" / "dbt.log").read_text()


def test_a_command_that_dbt_does_not_know_is_refused_in_one_line(tmp_path: Path) -> None:
    code, _, said = run_small_project(tmp_path, {}, "run", "--colour")
    assert (code, said) == (2, "No such option '--colour'.\n")


def test_a_line_of_a_traceback_is_not_shown() -> None:
    progress = Progress(io.StringIO())
    reason = "database c360.duckdb: process 7 has it open"
    code = '  File "/x/dbt/adapters/duckdb/connections.py", line 110, in exception_handler'
    progress.heard(event("MainEncounteredError", "error", f"{code}\n{reason}"))
    assert progress.error_text() == reason


def test_dbt_holds_the_lock_after_its_command_was_killed(tmp_path: Path) -> None:
    code = f"""
import os, sys
from pathlib import Path
from warehouse.build.dbt_runs import followed
from warehouse.build_lock import build_lock
with build_lock(Path({str(tmp_path / "c360.duckdb")!r}), "daily", "duckdb"):
    followed([sys.executable, "-c", "print('runs', flush=True); input()"], os.environ)
"""
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"runs\n"
        process.kill()
        process.wait()
        lock = build_lock(tmp_path / "c360.duckdb", "daily", "duckdb")
        with pytest.raises(LockedError, match="make daily"), lock:
            pass
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert process.stdout.read() == b""  # the child has ended
    with build_lock(tmp_path / "c360.duckdb", "daily", "duckdb"):
        pass

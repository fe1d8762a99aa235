"""A build shows how far dbt is, in a few lines instead of its log."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from warehouse.dbt_runs import dbt, followed
from warehouse.progress import Progress


def event(name: str, level: str = "info", msg: str = "", **data: object) -> str:
    """A line of dbt's log in JSON."""
    return json.dumps({"info": {"name": name, "level": level, "msg": msg}, "data": data})


def log_of(nodes: int) -> list[str]:
    """The log of a run of models, with lines that progress ignores."""
    lines = [event("MainReportVersion"), event("ConcurrencyLine", node_count=nodes)]
    for number in range(nodes):
        node = {"node_info": {"node_name": f"model_{number}"}}
        lines += [event("LogStartLine", **node), event("LogModelResult", **node)]
    return lines


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_terminal_progress_is_ten_lines() -> None:
    out = io.StringIO()
    Progress(out).follow(log_of(945))
    lines = out.getvalue().splitlines()
    assert lines[0] == "dbt runs  945 models, seeds and tests"
    assert lines[1] == "   10 %  95 of 945, model_94"
    assert lines[-1] == "  100 %  945 of 945, model_944"
    assert len(lines) == 11


def test_on_a_terminal_one_line_counts_and_is_cleared() -> None:
    out = Terminal()
    Progress(out).follow(log_of(3))
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
    progress.follow([event("MainReportVersion"), event("MainEncounteredError", "error", reason)])
    assert progress.error_text() == "Compilation Error\nIn a.sql:\nno macro b"


def test_a_crash_before_dbt_writes_its_log_gives_its_last_line() -> None:
    progress = Progress(io.StringIO())
    progress.follow(
        ["Traceback (most recent call last):", '  File "x"', "MemoryError: no more", ""]
    )
    assert progress.error_text() == "MemoryError: no more"


def test_a_killed_process_is_reported(capfd: pytest.CaptureFixture) -> None:
    command = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    assert followed(command, {**os.environ, "C360_MEMORY_LIMIT": "9GB"}) == 1
    assert capfd.readouterr().err == (
        "dbt was killed by signal 9; if memory ran out, lower C360_MEMORY_LIMIT (now 9GB). "
        "`make build` continues.\n"
    )


@pytest.mark.parametrize(("verbose", "form"), [("", "json"), ("1", "")])
def test_verbose_shows_the_log_that_the_file_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verbose: str, form: str
) -> None:
    """dbt writes its log file in both cases, as text and without debug messages."""
    fake = tmp_path / "dbt"
    said = tmp_path / "said"
    names = "$DBT_LOG_LEVEL_FILE $DBT_LOG_FORMAT_FILE $DBT_LOG_FORMAT"
    fake.write_text(f'#!/bin/sh\necho "{names}" > {said}\n')
    fake.chmod(0o755)
    for name in ("DBT_LOG_LEVEL_FILE", "DBT_LOG_FORMAT_FILE", "DBT_LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VERBOSE", verbose)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert dbt(["build"]) == 0
    assert said.read_text().split() == ["info", "debug", *form.split()]

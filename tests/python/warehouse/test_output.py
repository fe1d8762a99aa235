"""A command continues when the reader of its output, such as `head`, has exited."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from warehouse.database import connect
from warehouse.problems import counted

WRITER = """
import sys
from warehouse.output import Output
sys.stdout = Output(sys.stdout)
for number in range(100_000):
    print("line", number)
print("the end", file=sys.stderr)
"""


def test_a_closed_pipe_does_not_stop_a_command(root: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root / "scripts")},
    )
    with writer:
        assert writer.stdout is not None
        assert writer.stderr is not None
        assert writer.stdout.readline() == b"line 0\n"
        writer.stdout.close()
        assert writer.stderr.read() == b"the end\n"
    assert writer.returncode == 0


def test_every_command_writes_through_it(root: Path) -> None:
    main = (root / "scripts" / "warehouse" / "__main__.py").read_text(encoding="utf-8")
    assert "sys.stdout = Output(sys.stdout)" in main


def test_no_connection_shows_a_progress_bar(root: Path, tmp_path: Path) -> None:
    with connect(tmp_path / "a.duckdb") as connection:
        query = "select current_setting('enable_progress_bar')"
        assert connection.execute(query).fetchall() == [(False,)]
    opened = {
        path.name
        for path in (root / "scripts" / "warehouse").glob("*.py")
        if "duckdb.connect(" in path.read_text(encoding="utf-8")
    }
    # The queries of the others are too short for a progress bar.
    assert opened <= {"column_differences.py", "database.py", "landed_files.py"}


def test_a_count_of_one_is_singular() -> None:
    assert [counted(number, "file") for number in (0, 1, 1200)] == [
        "0 files",
        "1 file",
        "1,200 files",
    ]

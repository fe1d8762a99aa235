"""After a kill, a full disk or too little memory, the next build ends in the same state."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.long
def test_the_build_after_a_fault_ends_in_the_same_state(root: Path, tmp_path: Path) -> None:
    """Five kills, a full disk and too little memory; `python -m faults` has fifty kills."""
    folders = [root / name for name in ("scripts", "benchmarks", "tests/python")]
    options = ["--kills", "5", "--scale", "0.05", "--disk", "0.7", "--memory", "40MB"]
    done = subprocess.run(
        [sys.executable, "-m", "faults", "--work", str(tmp_path), *options],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))},
        capture_output=True,
        text=True,
    )
    rows = [line for line in done.stdout.splitlines() if line.endswith("| yes |")]
    assert (done.returncode, len(rows)) == (0, 7), done.stdout + done.stderr[-3000:]

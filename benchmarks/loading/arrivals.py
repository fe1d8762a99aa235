"""Generates feeds and delivers them to landing folders, all batches at once or day by day."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def generate(folder: Path, scale: int, jobs: int) -> None:
    """Write the feeds at a scale to `folder`, one file per batch, each in its system's format."""
    options = ["--scale", str(scale), "--out", str(folder), "--by-batch", "--format", "mixed"]
    subprocess.run(
        [sys.executable, "-m", "feeds", *options, "--jobs", str(jobs)],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def batches(generated: Path) -> list[str]:
    """Names of all batches in a generated folder, in order."""
    return sorted({path.stem for path in _files(generated)})


def deliver(generated: Path, batch: str, landing: Path) -> int:
    """Link the files of one batch into a landing folder; return their size in bytes."""
    size = 0
    for path in _files(generated):
        if path.stem == batch:
            target = landing / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(path, target)
            size += path.stat().st_size
    return size


def _files(generated: Path) -> list[Path]:
    found = generated.glob("*/*.*")
    return sorted(path for path in found if path.parent.name != "truth")

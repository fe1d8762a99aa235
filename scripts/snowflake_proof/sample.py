"""The sample as deliveries: a file per feed and batch, as in the build on DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Collection
from itertools import groupby
from pathlib import Path

SAMPLE = ("feeds", "stewardship")


def write_deliveries(
    seeds: Path,
    folder: Path,
    batches: Collection[str] | None = None,
    feeds: Collection[str] | None = None,
) -> list[Path]:
    """Write `<feed>/<batch>.csv` below a folder for each batch of the seeds; returns the paths.

    batches, feeds: those to write; all if they are None. A seed without rows has no file.
    """
    written = []
    for seed in sorted(path for name in SAMPLE for path in (seeds / name).glob("*.csv")):
        if feeds is not None and seed.stem not in feeds:
            continue
        with seed.open(encoding="utf-8", newline="") as source:
            reader = csv.reader(source)
            names = next(reader)
            place = names.index("_batch_id")
            rows = sorted(reader, key=lambda row: row[place])
        for batch, found in groupby(rows, key=lambda row: row[place]):
            if batches is not None and batch not in batches:
                continue
            path = folder / seed.stem / f"{batch}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as target:
                csv.writer(target, lineterminator="\n").writerows([names, *found])
            written.append(path)
    return written

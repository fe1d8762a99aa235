"""`python -m bad_files`: sends bad deliveries through `make build`; prints each row's outcome."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from faults.builds import Place

from bad_files.defects import REGISTRY
from bad_files.run import run
from bad_files.sample import ROOT, deliveries, valid_rows, write_sample
from bad_files.tables import details, summary
from contracts.read import read_feeds

BUILDS = 3


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    found = argparse.ArgumentParser(prog="python -m bad_files", description=__doc__)
    found.add_argument("--work", type=Path, required=True, help="folder for all files")
    found.add_argument("--seed", type=int, default=1, help="the same seed gives the same files")
    found.add_argument("--scale", type=float, default=0.05, help="size of the valid feeds")
    groups = sorted({defect.group for defect in REGISTRY})
    found.add_argument("--groups", nargs="*", choices=groups, help="only these groups of defects")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print two tables; returns 1 if a row was lost or changed, or a build has a fault."""
    options = parser().parse_args(argv)
    work = options.work.resolve()
    sample = work / f"sample_{options.scale:g}_{options.seed}"
    write_sample(sample, options.scale, options.seed)
    feeds = {feed.name: feed for feed in read_feeds(ROOT / "contracts")}
    truth = sample / "truth" / "truth_malformed_rows.csv"
    samples = {
        name: valid_rows(sample / "feeds", truth, feed)
        for name, feed in feeds.items()
        if not feed.is_optional
    }
    chosen = [one for one in REGISTRY if not options.groups or one.group in options.groups]
    place = Place(work / "place", work / "landing", work / "target")
    for folder in (place.folder, place.landing):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sample / "landing", place.landing)
    place.folder.mkdir(parents=True)
    drawn = list(deliveries(chosen, feeds, samples, options.seed))
    verdicts, faults = run(place, drawn, feeds, BUILDS)
    print("\n".join(details(verdicts)), "\n".join(summary(verdicts)), sep="\n\n")
    for verdict in verdicts:
        faults += [f"{verdict.delivery.name}: {problem}" for problem in verdict.problems]
    print("\n".join(["", *faults]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

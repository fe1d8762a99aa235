"""Command: python -m feeds --scale 1 --seed 20260101 --out DIR."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from feeds import FEEDS, SEED
from feeds.formats import FORMATS
from feeds.jobs import land_all
from feeds.landing import Landing

TRUTHS = 3


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(prog="feeds", description="Write the feeds and their truth.")
    parser.add_argument("--scale", type=float, default=1.0, help="size; 1 is the committed sample")
    parser.add_argument("--seed", type=int, default=SEED, help="the same seed gives the same bytes")
    parser.add_argument("--out", type=Path, required=True, help="output folder for feeds and truth")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="csv",
        help="file format of the feeds; mixed: the usual format of each system",
    )
    parser.add_argument(
        "--by-batch",
        action="store_true",
        help="write a landing folder: FEED/BATCH.csv instead of feeds/FEED.csv",
    )
    parser.add_argument(
        "--jobs", type=int, default=1, help="number of processes; each writes one feed at a time"
    )
    parser.add_argument(
        "--feeds",
        nargs="+",
        choices=list(FEEDS),
        default=list(FEEDS),
        metavar="FEED",
        help=f"write only these feeds: {', '.join(FEEDS)}",
    )
    options = parser.parse_args(argv)
    if not options.scale > 0:
        parser.error("--scale must be greater than 0")
    if options.jobs < 1:
        parser.error("--jobs must be at least 1")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Write the feeds and the truth to --out."""
    options = arguments(argv)
    landing = Landing(options.out, options.format, options.by_batch)
    written = land_all(options.feeds, options.scale, options.seed, landing, options.jobs)
    # Rows have no reference cycles, and the garbage collector would take a fifth of the time.
    gc.disable()
    try:
        for _ in tqdm(
            written,
            total=len(options.feeds) + TRUTHS,
            desc="feeds",
            unit="file",
            delay=2,
            disable=None,
            file=sys.stderr,
        ):
            pass
    finally:
        gc.enable()
    return 0


if __name__ == "__main__":
    sys.exit(main())

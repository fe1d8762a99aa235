"""The rows of a landing folder, checked as a build checks them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from contracts.read import read_feeds
from dbt_in_process import ROOT
from warehouse.landing.feed_shapes import shapes_of
from warehouse.landing.landing_files import check_landing

SHAPES = shapes_of(read_feeds(ROOT / "contracts"))


def landed_rows(landing: Path, feed: str) -> list[dict[str, str]]:
    """The rows of a feed, from files that `make build` accepts."""
    checked = check_landing(landing, {feed: SHAPES[feed]})
    assert checked.problems == ()
    rows = []
    for file in checked.files:
        found = [json.loads(line) for line in file.file.path.read_text("utf-8").splitlines()]
        assert {row["_batch_id"] for row in found} == {file.file.path.stem}
        assert len(found) == file.content.rows
        rows += found
    return rows


def states(rows: list[dict[str, str]], key: str, changed: str) -> Counter:
    """How often each state of a key was delivered."""
    return Counter((row[key], row[changed]) for row in rows)

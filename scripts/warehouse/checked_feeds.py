"""Checks the feeds that a build would load: the seeds, or the files of a landing folder."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contracts.read import ContractError, read_feeds
from warehouse.checked_files import CheckedFile, KnownFiles
from warehouse.feed_files import check_feeds, declared_columns
from warehouse.feed_shapes import shapes_of
from warehouse.landed_files import bookkeeping_schema, known_files
from warehouse.landing_files import check_landing
from warehouse.options import ROOT
from warehouse.problems import Problem

SCHEMA = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found: a summary of the feeds, problems, and the files or batches."""

    summary: str
    problems: Sequence[Problem]
    files: Sequence[CheckedFile] = ()
    known: KnownFiles = field(default_factory=dict)
    skipped: Sequence[str] = ()


def check_landed(options: argparse.Namespace, requested: Mapping[str, object]) -> Checked:
    """Checks the feeds: the seeds, or the files of a landing folder."""
    landing = requested.get("landing")
    schema = bookkeeping_schema(requested.get("as_of_date"))
    is_rebuilt = bool(requested.get("rebuild_from_landing"))
    known: KnownFiles = {}
    if options.target == "duckdb":
        known = known_files(options.database, schema, is_rebuilt=is_rebuilt)
    if not landing:
        declared, logs = declared_columns(), declared_columns("stewardship")
        files, problems = check_feeds(options.feeds, declared, known=known)
        written, log_problems = check_feeds(options.stewardship, logs, True, known)
        files, problems = files + written, problems + log_problems
        rows = sum(file.rows for file in files)
        batches = [batch for file in files for batch in file.batches]
        return Checked(f"{len(files)} feeds, {rows:,} rows", problems, batches, known)
    if options.target != "duckdb":
        return Checked(f"no tables in {landing}", schema_problems(str(landing)))
    try:
        shapes = shapes_of(read_feeds(ROOT / "contracts"))
    except ContractError:
        return Checked("no feeds", [])  # reported as a problem of the contracts
    checked = check_landing(Path(str(landing)), shapes, known)
    feeds = len({file.file.feed for file in checked.files})
    rows = sum(file.content.rows for file in checked.files if file.is_new)
    new = sum(file.is_new for file in checked.files)
    summary = f"{feeds} feeds, {len(checked.files):,} files in {landing}"
    summary += f", {new:,} of them new with {rows:,} rows"
    return Checked(summary, checked.problems, checked.files, known, checked.skipped)


def schema_problems(landing: str) -> list[Problem]:
    """The problem with a Snowflake landing that is not a schema."""
    if SCHEMA.fullmatch(landing):
        return []
    return [Problem("landing", f"must be a schema or database.schema, not '{landing}'")]

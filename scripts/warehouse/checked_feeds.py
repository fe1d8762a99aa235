"""Checks the feeds that a build would load: the seeds, or the files of a landing folder."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

from contracts.read import ContractError, read_feeds
from warehouse.feed_files import check_feeds, declared_columns
from warehouse.feed_shapes import shapes_of
from warehouse.landed_files import bookkeeping_schema, known_files
from warehouse.landing_files import CheckedFile, KnownFiles, check_landing
from warehouse.options import ROOT
from warehouse.problems import Problem

SCHEMA = re.compile(r"[A-Za-z_][\w$]*(\.[A-Za-z_][\w$]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found: a summary of the feeds, problems, and the files of a landing."""

    summary: str
    problems: Sequence[Problem]
    files: Sequence[CheckedFile] = ()
    known: KnownFiles = field(default_factory=dict)
    skipped: Sequence[str] = ()


def check_landed(options: argparse.Namespace, requested: Mapping[str, object]) -> Checked:
    """Checks the feeds: the seeds, or the files of a landing folder."""
    landing = requested.get("landing")
    if not landing:
        declared, logs = declared_columns(), declared_columns("stewardship")
        files, problems = check_feeds(options.feeds, declared)
        written, log_problems = check_feeds(options.stewardship, logs, may_be_empty=True)
        rows = sum(file.rows for file in files + written)
        return Checked(f"{len(files + written)} feeds, {rows:,} rows", problems + log_problems)
    if options.target != "duckdb":
        return Checked(f"no tables in {landing}", schema_problems(str(landing)))
    try:
        shapes = shapes_of(read_feeds(ROOT / "contracts"), future_loads(requested))
    except ContractError:
        return Checked("no feeds", [])  # reported as a problem of the contracts
    schema = bookkeeping_schema(requested.get("as_of_date"))
    is_rebuilt = bool(requested.get("rebuild_from_landing"))
    known = known_files(options.database, schema, is_rebuilt=is_rebuilt)
    checked = check_landing(Path(str(landing)), shapes, known)
    feeds = len({file.file.feed for file in checked.files})
    rows = sum(file.content.rows for file in checked.files if file.is_new)
    new = sum(file.is_new for file in checked.files)
    summary = f"{feeds} feeds, {len(checked.files):,} files in {landing}"
    summary += f", {new:,} of them new with {rows:,} rows"
    return Checked(summary, checked.problems, checked.files, known, checked.skipped)


def future_loads(requested: Mapping[str, object]) -> tuple[str, str]:
    """The load times that lie in the future: later than a day from now, within the calendar."""
    given = requested.get("now")
    now = datetime.fromisoformat(str(given)) if given else datetime.now(UTC)
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    until = requested.get("calendar_until") or project["vars"]["calendar_until"]
    return f"{now + timedelta(days=1):%Y-%m-%d %H:%M:%S}", str(until)


def schema_problems(landing: str) -> list[Problem]:
    """The problem with a Snowflake landing that is not a schema."""
    if SCHEMA.fullmatch(landing):
        return []
    return [Problem("landing", f"must be a schema or database.schema, not '{landing}'")]

"""Checks the feeds that a build would load: the seeds, or the files of a landing folder."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import yaml

from contracts.read import ContractError, read_feeds
from warehouse.landing.checked_files import CheckedFile, KnownFiles
from warehouse.landing.feed_files import check_feeds
from warehouse.landing.feed_shapes import FeedShape, shapes_of
from warehouse.landing.landed_files import bookkeeping_schema, known_files
from warehouse.landing.landing_files import check_landing
from warehouse.landing.landing_names import EXPECTED
from warehouse.options import ROOT, landing_url
from warehouse.problems import Problem, counted

SHOWN = 25  # problems or names
SHOWN_FEEDS = 5
STAGED = "landing_files"  # the schema on Snowflake; see macros/landing/landed.sql
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
    if options.target != "duckdb":
        landing = landing or STAGED
        return Checked(f"no tables in {landing}", schema_problems(str(landing)))
    try:
        shapes = shapes_of(read_feeds(ROOT / "contracts"), future_loads(requested))
    except ContractError:
        return Checked("no feeds", [])  # reported as a problem of the contracts
    schema = bookkeeping_schema(requested.get("as_of_date"))
    is_rebuilt = bool(requested.get("rebuild_from_landing"))
    known = known_files(options.database, schema, is_rebuilt=is_rebuilt)
    return with_decisions(check_sources(options, landing, shapes, known), options, shapes)


def check_sources(
    options: argparse.Namespace,
    landing: object,
    shapes: Mapping[str, FeedShape],
    known: KnownFiles,
) -> Checked:
    """Checks the seeds, or the files of a landing folder."""
    if not landing:
        files, problems = check_feeds(options.feeds, options.stewardship, shapes, known)
        rows = sum(file.rows for file in files)
        batches = [batch for file in files for batch in file.batches]
        found = f"{counted(len(files), 'feed')}, {counted(rows, 'row')}"
        return Checked(found, problems, batches, known)
    checked = check_landing(Path(str(landing)), shapes, known)
    new = [file for file in checked.files if file.is_new and file.content.rows]
    feeds = len({file.file.feed for file in checked.files})
    place = landing_url(options) or str(landing)
    summary = f"{counted(feeds, 'feed')}, {counted(len(checked.files), 'file')} in {place}"
    rows = sum(file.content.rows for file in new)
    summary += f", {len(new):,} of them new with {counted(rows, 'row')}" if new else ", none new"
    problems = [
        replace(problem, message=problem.message.replace(str(landing), place))
        for problem in joined(checked.problems, str(landing))
    ]
    return Checked(summary, problems, checked.files, known, checked.skipped)


def with_decisions(
    checked: Checked, options: argparse.Namespace, shapes: Mapping[str, FeedShape]
) -> Checked:
    """Adds the files that the steward desk wrote."""
    if not options.desk.is_dir():
        return checked
    logs = {name: shape for name, shape in shapes.items() if shape.is_decided_at_desk}
    desk = check_landing(options.desk, logs, checked.known)
    new = sum(file.is_new for file in desk.files)
    return Checked(
        checked.summary + (f", {counted(new, 'new decision')} of stewards" if new else ""),
        [*checked.problems, *desk.problems],
        [*checked.files, *desk.files],
        checked.known,
        checked.skipped,
    )


def joined(problems: Sequence[Problem], landing: str) -> list[Problem]:
    """Problems, with all feeds without files in one problem."""
    marked = f"has no file in {landing}; "
    absent = [problem for problem in problems if problem.message.startswith(marked)]
    if len(absent) < 2:
        return list(problems)
    names = [problem.subject.removeprefix("feed ") for problem in absent]
    shown = ", ".join(names[:SHOWN_FEEDS])
    more = f" and {len(names) - SHOWN_FEEDS:,} more" if len(names) > SHOWN_FEEDS else ""
    text = (
        f"{landing} has no file of {counted(len(names), 'feed')}: {shown}{more}; deliver them as "
    )
    one = Problem("landing", f"{text}<feed>/{EXPECTED}, or set another LANDING")
    return [one, *(problem for problem in problems if problem not in absent)]


def future_loads(requested: Mapping[str, object]) -> tuple[str, str]:
    """The load times that lie in the future: later than a day from now, within the calendar."""
    day = timedelta(days=1)
    given = requested.get("now")
    now = datetime.fromisoformat(str(given)) if given else datetime.now(UTC).replace(tzinfo=None)
    project = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
    until = requested.get("calendar_until") or project["vars"]["calendar_until"]
    tomorrow = min(now, datetime.max - day) + day
    return f"{tomorrow:%Y-%m-%d %H:%M:%S}", str(date.fromisoformat(str(until)) + day)


def schema_problems(landing: str) -> list[Problem]:
    """The problem with a Snowflake landing that is not a schema."""
    if SCHEMA.fullmatch(landing):
        return []
    return [Problem("landing", f"must be a schema or database.schema, not '{landing}'")]


def print_skipped(skipped: Sequence[str]) -> None:
    """Prints the names of files and folders that are not read."""
    if skipped:
        more = len(skipped) - SHOWN
        rest = f" and {more:,} more" if more > 0 else ""
        print(f"Skipped (not deliveries): {', '.join(skipped[:SHOWN])}{rest}")


def report_checks(checked: Checked) -> int:
    """Prints what the checks found, each problem on a line of stderr; 2 if there are any."""
    print_skipped(checked.skipped)
    for problem in checked.problems[:SHOWN]:
        print(problem, file=sys.stderr)
    if checked.problems:
        if (more := len(checked.problems) - SHOWN) > 0:
            print(f"And {counted(more, 'more problem')}.", file=sys.stderr)
        print("Nothing was loaded.", file=sys.stderr)
        return 2
    print(f"Checked {checked.summary}: no problems found.")
    return 0

"""`make daily`: loads what has arrived, builds, publishes if nothing failed, exports what changed,
and alerts people.

It is what a scheduler calls. A run that does not end with 0 is an alert, for whatever reason. A
retry is safe: files are loaded once, a build continues, and an alert is sent once a day.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from exports.cli import export_published
from onboarding.inbox import load_arrived
from warehouse.build.dbt_runs import RunDbt
from warehouse.daily.alerts import (
    MOST_LINES,
    Alert,
    AlertError,
    alerts_log,
    alerts_of,
    log_sent,
    message,
    post,
    read_alerts,
    unsent,
)
from warehouse.daily.column_differences import note_differences
from warehouse.database import connect
from warehouse.options import ROOT
from warehouse.problems import Problem, counted, reason_of
from warehouse.publication.publish import FAILED, OK, say

TITLE = "Customer 360"
PUBLISH = ("run-operation", "publish")
# Builds with these options; adds what its checks found to the list, and returns an exit code.
Build = Callable[[list[Problem]], int]


def daily(
    options: argparse.Namespace, environment: Mapping[str, str], run_dbt: RunDbt, build: Build
) -> int:
    """Runs the steps of a day; returns the exit code of the build, or 1 if another step failed."""
    problems: list[Problem] = []
    try:
        if options.target != "duckdb":
            # snowflake/operations/30_alerts.sql alerts of what the warehouse shows.
            status = load_staged(environment) or build(problems) or run_dbt(PUBLISH)
        else:
            loaded = load_inbox(options.database, environment, problems)
            built = build(problems)
            exported = export_changes(options, environment, problems)
            status = built or loaded or exported
    except Exception as error:
        alert_stopped(options, environment, reason_of(error), problems)
        raise
    ended = [Alert(f"make daily ended with {status}; its output says why")] if status else []
    alerted = send(options, environment, [*alerts_of(problems), *ended])
    return status or alerted


def alert_stopped(
    options: argparse.Namespace,
    environment: Mapping[str, str],
    reason: str,
    problems: Sequence[Problem] = (),
) -> None:
    """Sends an alert that the run stopped before its end, after the problems found until then."""
    send(options, environment, [*alerts_of(problems), Alert(f"make daily stopped: {reason}")])


def send(
    options: argparse.Namespace, environment: Mapping[str, str], known: Sequence[Alert]
) -> int:
    """Prints what a person must look at, and posts alerts that were not sent today to the webhook;
    returns an exit code.

    known: alerts besides those of the working database, which may not exist or be readable. On
    Snowflake there is no database to read, but a log of sent alerts.
    """
    database = options.database
    database = database if options.target == "duckdb" else database.with_name("snowflake")
    today = datetime.now(UTC).date()
    found = list(known)
    if database.is_file():
        try:
            with connect(database, read_only=True) as connection:
                found += read_alerts(connection)
        except duckdb.Error as error:
            found.append(Alert(f"{database} cannot be read for alerts: {reason_of(error)}"))
    for one in found:
        print(f"Alert: {one}")
    log = alerts_log(database)
    new = unsent(found, log, today)
    webhook = environment.get("ALERT_WEBHOOK", "")
    if not new or not webhook:
        if new:
            print("No alert was sent: ALERT_WEBHOOK is not set.")
        return OK
    title = f"{TITLE}, {today}: {counted(len(new), 'alert')}"
    for start in range(0, len(new), MOST_LINES):
        part = new[start : start + MOST_LINES]
        try:
            post(webhook, message(part, title))
        except AlertError as error:
            waiting = f"{len(new) - start:,} of {len(new):,} alerts were not sent"
            return say(f"{waiting if start else 'No alert was sent'}: {error}.", FAILED)
        log_sent(part, log, today)
    return OK


def export_changes(
    options: argparse.Namespace, environment: Mapping[str, str], problems: list[Problem]
) -> int:
    """Writes what changed in the publication since the last export to EXPORTS, if it is set; adds
    the reason to the problems if it cannot.

    It also runs if nothing was published now: an earlier run may have stopped between publication
    and export. An export has what differs from the last one, so none has the same change twice.
    """
    folder = environment.get("EXPORTS", "")
    if not folder or not options.published.is_file():
        return OK
    status, said = export_published(options.published, Path(folder))
    if status:
        problems.append(Problem("exports", said))
        return FAILED
    print(said)
    return OK


def load_staged(environment: Mapping[str, str]) -> int:
    """Loads the files that have arrived on Snowflake's stage; returns an exit code."""
    from snowflake_account.cli import main  # its library takes a second to import

    return main(["load"], environment)


def load_inbox(database: Path, environment: Mapping[str, str], problems: list[Problem]) -> int:
    """Loads the files of INBOX; adds those that cannot be loaded to the problems."""
    inbox = environment.get("INBOX", "")
    if not inbox:
        return OK
    if not Path(inbox).is_dir():
        problems.append(Problem("inbox", f"INBOX={inbox} is not a folder"))
    else:
        for path, reason in load_arrived(Path(inbox), environment, ROOT):
            problems.append(Problem(str(path.relative_to(inbox)), reason))
    for problem in problems:
        print(f"Not loaded: {problem}", file=sys.stderr)
    note_differences(database, problems)
    return FAILED if problems else OK

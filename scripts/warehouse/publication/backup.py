"""`make backup` and `make restore`: the working database, with run history and decisions.

A backup is a folder with the database, the stewards' logs, the decisions of the desk and
`backup.json`, which has the SHA-256 of each file and where it belongs. It is written last, so a
folder without it is not a backup.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.build.last_build import content_digest, remove_record
from warehouse.build.run_history import RunHistory, data_until, read_history
from warehouse.environment import check_database
from warehouse.landing.feed_files import declared_columns
from warehouse.options import ROOT, landing_path
from warehouse.problems import counted, reason_of
from warehouse.publication.database_copy import (
    PublishError,
    copy_database,
    copy_path,
    log_file,
    replace_database,
    write_log_if_any,
)
from warehouse.publication.publish import OK, REFUSED, publish_if_complete, say
from warehouse.run_vars import VarsError

CONTENTS, DATABASE, LOGS, DESK = "backup.json", "warehouse.duckdb", "stewardship", "decided"


def landing_of(options: argparse.Namespace, history: RunHistory) -> str:
    """The landing folder of a warehouse: the given one, or that of its latest run; empty if the
    warehouse is built from seeds. Raises VarsError."""
    latest = history.of("")
    landing = options.landing or (latest and latest.dbt_vars.get("landing")) or ""
    return landing_path(str(landing), options.database) if landing else ""


def steward_logs(options: argparse.Namespace, landing: str) -> Iterator[tuple[Path, str]]:
    """The stewards' logs and the decisions of the steward desk: the file, and its path in the
    backup."""
    folder = Path(landing) if landing else options.stewardship
    for feed in sorted(declared_columns("stewardship")):
        inside = [folder / f"{feed}.csv", folder / "feeds" / f"{feed}.csv"]
        inside += sorted((folder / feed).glob("**/*"))
        for path in inside:
            if path.is_file():
                yield path, f"{LOGS}/{path.relative_to(folder).as_posix()}"
    for path in sorted(options.desk.glob("*/[!.]*")):
        yield path, f"{DESK}/{path.relative_to(options.desk).as_posix()}"


def place_of(name: str, logs: Path, desk: Path) -> Path:
    """Where a file of a backup belongs."""
    part = Path(name)
    return (desk if part.parts[0] == DESK else logs) / part.relative_to(part.parts[0])


def backup(options: argparse.Namespace) -> int:
    """Copy the working database, the stewards' logs and decisions to a new folder."""
    if not options.database.is_file():
        return say(f"{options.database} is not built yet: run `make build`.", REFUSED)
    now = datetime.now(UTC)
    given = options.backup or ROOT / "backups" / now.strftime("%Y-%m-%dT%H%M%SZ")
    folder = Path(given).absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return say(f"BACKUP={folder} is not an empty folder; name a new one.", REFUSED)
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_log_if_any(options.database)
        copy_database(options.database, folder / DATABASE)
        history = read_history(options.database)
        landing = landing_of(options, history)
        logs = []
        for path, name in steward_logs(options, landing):
            copy = folder / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, copy)
            logs.append(name)
        digests = {name: content_digest(folder / name) for name in (DATABASE, *logs)}
        contents = {
            "made_at": now.isoformat(timespec="seconds"),
            "data_until": data_until(options.database),
            "landing": landing,
            "sha256": digests,
        }
        (folder / CONTENTS).write_text(json.dumps(contents, indent=2) + "\n", "utf-8")
    except (OSError, PublishError, VarsError, duckdb.Error, KeyboardInterrupt) as error:
        remove_content(folder, is_kept=was_there)
        return say(f"No backup was made: {reason_of(error)}; try again.", REFUSED)
    state = history.obstacle()
    print(f"Backup of {options.database} and {counted(len(logs), 'steward log')}: {folder}")
    if state:
        print(f"This state has not been published: {state}.")
    print(f"make restore BACKUP={shlex.quote(str(folder))}")
    return OK


def remove_content(folder: Path, *, is_kept: bool) -> None:
    """Remove what a failed backup left, so that the next one can use the same folder."""
    for name in (CONTENTS, DATABASE):
        (folder / name).unlink(missing_ok=True)
    for name in (LOGS, DESK):
        shutil.rmtree(folder / name, ignore_errors=True)
    if not is_kept and folder.is_dir():
        folder.rmdir()


class DamagedError(Exception):
    """A folder is not a complete, unchanged backup; the message says why."""


def read_contents(folder: Path) -> dict[str, Any]:
    """Checks all files of a backup and returns its content. Raises DamagedError."""
    try:
        contents = json.loads((folder / CONTENTS).read_text("utf-8"))
        digests = {DATABASE: contents["sha256"][DATABASE], **contents["sha256"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder} is not a complete backup: it has no valid {CONTENTS}"
        raise DamagedError(message) from error
    for name, digest in digests.items():
        path = folder / name
        if not path.is_file() or content_digest(path) != digest:
            raise DamagedError(f"{path} is missing or not what was backed up; use another backup")
    return contents


def restore(options: argparse.Namespace) -> int:
    """Replace the working database with a backup, and publish it if its build was green."""
    if not options.backup:
        return say("Name the backup: make restore BACKUP=FOLDER", REFUSED)
    folder = Path(options.backup).absolute()
    try:
        contents = read_contents(folder)
        given = options.landing and landing_path(options.landing, options.database)
    except (DamagedError, VarsError) as error:
        return say(f"Nothing was restored: {error}.", REFUSED)
    for problem in check_database(options.database):
        return say(f"Nothing was restored: {problem}.", REFUSED)
    origin = Path(given or contents["landing"] or options.stewardship)
    logs = [name for name in contents["sha256"] if name != DATABASE]
    places = {name: place_of(name, origin, options.desk) for name in logs}
    there = [options.database] if options.database.exists() else []
    there += [
        place
        for name, place in places.items()
        if place.exists() and content_digest(place) != contents["sha256"][name]
    ]
    if there and not options.overwrite:
        text = f"Nothing was restored: it would replace {', '.join(map(str, there))}."
        quoted = shlex.quote(str(folder))
        return say(f"{text}\nTo replace them: make restore BACKUP={quoted} OVERWRITE=1", REFUSED)
    try:
        copy_database(folder / DATABASE, copy_path(options.database))
        remove_record(options.database)
        log_file(options.database).unlink(missing_ok=True)
        replace_database(copy_path(options.database), options.database)
        for name, place in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, place)
    except (OSError, PublishError) as error:
        return say(f"Not restored completely: {reason_of(error)}; repeat it.", REFUSED)
    print(f"Restored {options.database} and {counted(len(logs), 'steward log')} from {folder}.")
    publish_if_complete(options)
    return OK

"""Publishes the working database: a copy next to the published file replaces it by a rename.

A reader sees the old or the new file, never a mixture, and keeps the one that it opened. Next to
the published file is a record of the state of the working database that was copied.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
import shutil
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.build.last_build import database_state
from warehouse.database import connect
from warehouse.problems import reason_of

LOG = """
insert into bookkeeping.publications
select
    $1,
    $2,
    $3,
    (select max_by(run_id, started_at) from bookkeeping.runs),
    (select min(data_until) from bookkeeping.built_marts where as_of_date = ''),
    $4
"""


class PublishError(Exception):
    """The database was not published; readers keep what they have. The message says why."""


def record_path(published: Path) -> Path:
    """Path of the record of a published file."""
    return published.with_name(f"{published.name}.published.json")


def copy_path(published: Path) -> Path:
    """Path of the copy before it replaces the published file."""
    return published.with_name(f"{published.name}.publishing")


def is_published(working: Path, published: Path) -> bool:
    """Whether the published file is an unchanged copy of the working database as it is now."""
    try:
        record = json.loads(record_path(published).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    states = [database_state(working), database_state(published)]
    return None not in states and record == states


def log_file(database: Path) -> Path:
    """Path of the file in which DuckDB keeps changes until it writes them to the database."""
    return database.with_name(f"{database.name}.wal")


def remove_copies(*databases: Path) -> None:
    """Remove the copies that killed commands left next to databases."""
    for copy in (copy_path(database.resolve()) for database in databases):
        if copy.exists():  # in a read-only folder, even a missing file cannot be removed
            copy.unlink()


def log_publication(working: Path, published: Path, accepted: Sequence[str]) -> None:
    """Log the publication in the run history, and checkpoint the database file."""
    try:
        who = f"{getpass.getuser()}@{socket.gethostname()}"
    except (KeyError, OSError):  # a container may have no name for the user
        who = f"{os.getuid()}@{socket.gethostname()}"
    now = datetime.now(UTC).replace(tzinfo=None)
    try:
        with connect(working) as connection:
            connection.execute(LOG, [now, who, str(published), ", ".join(accepted)])
            connection.execute("checkpoint")
    except duckdb.Error as error:
        raise PublishError(f"{working} cannot be written ({reason_of(error)})") from error


def remove_publication(working: Path, published: Path) -> None:
    """Remove the latest entry of the log: the publication failed after it was logged."""
    try:
        with connect(working) as connection:
            connection.execute(
                "delete from bookkeeping.publications where published_as = $1 and published_at ="
                " (select max(published_at) from bookkeeping.publications where published_as = $1)",
                [str(published)],
            )
            connection.execute("checkpoint")
    except duckdb.Error as error:
        raise PublishError(f"{working} cannot be written ({reason_of(error)})") from error


def check_no_writer(database: Path) -> None:
    """Raise PublishError if a process has a database open for writing: after a rename, its log file
    would be next to the new file, and DuckDB would apply it to that."""
    if not database.exists():
        return
    with database.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # readers also have such locks
        except OSError:
            write_log(database)


def write_log_if_any(database: Path) -> None:
    """Write the changes in a database's log file to the database, since only that is copied."""
    if log_file(database).exists():
        write_log(database)


def write_log(database: Path) -> None:
    """Open a database for writing, which writes the changes in its log file to it. Raises
    PublishError if another process has it open."""
    try:
        with connect(database) as connection:
            connection.execute("checkpoint")
    except duckdb.Error as error:
        reason = reason_of(error)
        if not reason.endswith("has it open"):
            raise PublishError(f"{database} cannot be written ({reason})") from error
        problem = f"{database} is open for writing: {reason}"
        raise PublishError(f"{problem}; close it there, and open it read-only") from error


def copy_database(source: Path, copy: Path) -> None:
    """Copy a database that no process is writing, and flush the copy to disk.

    If it fails, raises PublishError and removes the copy.
    """
    before = database_state(source)
    if before is None:
        raise PublishError(f"{source} was not closed; run `make build`")
    free = shutil.disk_usage(copy.parent).free
    if free < before[1]:
        needed = f"{before[1] / 1e9:,.2f} GB for a copy, {free / 1e9:,.2f} GB are free"
        raise PublishError(f"the disk of {copy.parent} is too full: it needs {needed}")
    try:
        shutil.copyfile(source, copy)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        if database_state(source) != before:
            raise PublishError(f"{source} was written during the copy; run `make publish` again")
        connect(copy, read_only=True).close()
    except (OSError, duckdb.Error) as error:
        copy.unlink(missing_ok=True)
        raise PublishError(f"{copy} cannot be written ({reason_of(error)})") from error
    except PublishError:
        copy.unlink(missing_ok=True)
        raise


def replace_database(copy: Path, database: Path) -> None:
    """Replace a database with a copy, in one step."""
    if database.exists():
        shutil.copymode(database, copy)
    copy.replace(database)
    folder = os.open(database.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def swap(working: Path, published: Path) -> None:
    """Replace the published file with a copy of the working database, in one step."""
    published = published.resolve()  # a link stays a link
    if published.parent.name == "published":
        published.parent.mkdir(exist_ok=True)
    check_no_writer(published)
    copy_database(working, copy_path(published))
    check_no_writer(published)
    write_log_if_any(published)
    record_path(published).unlink(missing_ok=True)
    replace_database(copy_path(published), published)
    states = [database_state(working), database_state(published)]
    record_path(published).write_text(json.dumps(states) + "\n", "utf-8")


def start_from_published(working: Path, published: Path) -> bool:
    """Create a missing working database from the published file; False if neither exists."""
    if not published.is_file():
        return False
    write_log_if_any(published)
    copy_database(published, copy_path(working))
    replace_database(copy_path(working), working)
    return True

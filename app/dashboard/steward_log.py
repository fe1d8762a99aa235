"""The steward logs, to which the desk adds a file per decision, or a row on Snowflake.

A build reads them as it reads the logs of a landing. Nothing in them is changed or deleted: a later
decision about the same pair, or a later row of the same value, replaces an earlier one.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from dashboard.source import is_on_snowflake, snowflake_session

DECISIONS, VALUES = "steward_decisions", "steward_overrides"
# Log -> its key and its columns.
KEYS = {DECISIONS: "decision_id", VALUES: "override_id"}
COLUMNS = {
    DECISIONS: (
        "decision_id", "source_system_l", "customer_id_l", "source_system_r", "customer_id_r",
        "decision", "decided_at", "steward", "reason", "_loaded_at", "_batch_id", "_record_source",
    ),
    VALUES: (
        "override_id", "source_system", "customer_id", "attribute", "attribute_value", "valid_from",
        "valid_to", "reason", "steward", "decided_at", "_loaded_at", "_batch_id", "_record_source",
    ),
}  # fmt: skip
SOURCE, TIME = "STEWARD", "%Y-%m-%d %H:%M:%S"
MOST = 1_000_000  # decisions that are read
LONGEST_REASON = 4000
LINE_BREAKS = re.compile(r"\s+")

Row = Mapping[str, str]


class DecidedMeanwhileError(Exception):
    """Another steward has decided the same since the page was shown; the message names both."""


class StewardLog(Protocol):
    """The place where decisions are stored, before and after a build has read them."""

    def rows(self, log: str) -> list[Row]:
        """The rows of a log, oldest first."""

    def add(self, log: str, rows: Sequence[Row], check: Callable[[Sequence[Row]], None]) -> None:
        """Add rows, unless `check` raises an error about the rows that the log has."""

    def unread(self) -> list[str]:
        """Names of the files with rows that cannot be read."""


@dataclass(frozen=True)
class LogFolder:
    """A folder with a file per decision, `<log>/<id>.jsonl`, which builds on DuckDB read."""

    path: Path

    def rows(self, log: str) -> list[Row]:
        """The rows of a log, oldest first."""
        return in_order(log, [row for path in self.files(log) for row in complete_rows(path)[0]])

    def unread(self) -> list[str]:
        """Names of the files with rows that cannot be read, which builds refuse or quarantine."""
        files = (path for log in KEYS for path in self.files(log))
        return sorted(
            f"{path.parent.name}/{path.name}" for path in files if not complete_rows(path)[1]
        )

    def files(self, log: str) -> Iterator[Path]:
        """The complete files of a log."""
        return (self.path / log).glob("[!.]*.jsonl")

    def add(self, log: str, rows: Sequence[Row], check: Callable[[Sequence[Row]], None]) -> None:
        """Write rows as one file, which appears complete or not at all."""
        folder = self.path / log
        folder.mkdir(parents=True, exist_ok=True)
        with self.locked():
            check(self.rows(log))
            # A value that is taken back keeps its id, so the id alone is not unique.
            name = f"{rows[-1][KEYS[log]]}_{uuid4().hex[:8]}"
            hidden = folder / f".{name}.part"  # builds skip hidden files
            with hidden.open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
                file.flush()
                os.fsync(file.fileno())
            hidden.rename(folder / f"{name}.jsonl")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other process adds a row."""
        with (self.path / ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def complete_rows(path: Path) -> tuple[tuple[Row, ...], bool]:
    """The rows of a file of a log that have their id, their time and the records that they are
    about, and whether these are all rows. None of them count if one line cannot be read.

    A file is read again only if somebody has repaired it: the desk never changes one.
    """
    return _complete_rows(path, path.stat().st_mtime_ns)


@cache
def _complete_rows(path: Path, changed_at: int) -> tuple[tuple[Row, ...], bool]:
    log = path.parent.name
    about = [name for name in COLUMNS[log] if name.startswith(("source_system", "customer_id"))]
    needed = (KEYS[log], "decided_at", *about)
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except ValueError:
        return (), False
    complete = tuple(
        row for row in rows
        if isinstance(row, dict) and all(isinstance(row.get(name), str) for name in needed)
    )  # fmt: skip
    return complete, len(complete) == len(rows) > 0


@dataclass(frozen=True)
class LandingTables:
    """The landing tables of a Snowflake account, into which the session may insert."""

    session: Any
    schema: str

    def rows(self, log: str) -> list[Row]:
        """The rows of a log, oldest first."""
        sql = f"select {', '.join(COLUMNS[log])} from {self.schema}.{log}"
        found = self.session.sql(sql).to_pandas().rename(columns=str.lower)
        return in_order(log, found.astype(object).where(found.notna(), "").to_dict("records"))

    def add(self, log: str, rows: Sequence[Row], check: Callable[[Sequence[Row]], None]) -> None:
        """Insert rows, unless the log has grown since it was read.

        MERGE statements generally wait for each other; INSERT statements do not:
        docs.snowflake.com/en/sql-reference/transactions
        """
        known = self.rows(log)
        check(known)
        for count, row in enumerate(rows, len(known)):
            if not self.insert(log, row, count):
                check(self.rows(log))
                raise DecidedMeanwhileError(
                    "Another steward has just decided something; try again."
                )

    def unread(self) -> list[str]:
        """None: a table has only rows."""
        return []

    def insert(self, log: str, row: Row, row_count: int) -> bool:
        """Insert a row if the log still has row_count rows. Returns whether it was inserted."""
        columns = COLUMNS[log]
        marks = ", ".join("?" for _ in columns)
        sql = (
            f"merge into {self.schema}.{log} as log using"
            f" (select count(*) as row_count from {self.schema}.{log}) as counted"
            " on counted.row_count <> ?"
            f" when not matched then insert (_file_name, _file_row, {', '.join(columns)})"
            f" values (?, 1, {marks})"
        )
        name = f"{log}/{row[KEYS[log]]}_{uuid4().hex[:8]}.jsonl"
        values = [row_count, name, *(row.get(column) for column in columns)]
        return self.session.sql(sql, params=values).collect()[0][0] == 1


def steward_log() -> StewardLog:
    """The log to which this application adds."""
    if is_on_snowflake():
        return LandingTables(
            snowflake_session(), os.environ.get("C360_LANDING_SCHEMA", "landing_files")
        )
    from warehouse.options import stewardship_path

    return LogFolder(stewardship_path(os.environ))


def in_order(log: str, rows: Sequence[Row]) -> list[Row]:
    """Rows of a log by the time of the decision; of the same second, by id."""
    return sorted(rows, key=lambda row: (row["decided_at"], row[KEYS[log]]))


def new_id(prefix: str, now: datetime) -> str:
    """A unique id; later ids are greater."""
    return f"{prefix}-{now:%Y%m%dT%H%M%S%f}-{uuid4().hex[:8].upper()}"


def delivery(steward: str, reason: str, now: datetime) -> dict[str, str]:
    """The columns for the decider, the reason and the time. Raises ValueError without a reason.

    All decisions of a day share a batch, so that the audit of loads has one row for them.
    """
    words = LINE_BREAKS.sub(" ", reason).strip()
    if not words:
        raise ValueError("Give a reason: the next steward will need it.")
    if len(words) > LONGEST_REASON:
        raise ValueError(f"The reason is longer than {LONGEST_REASON:,} characters; shorten it.")
    return {
        "steward": steward,
        "reason": words,
        "decided_at": now.strftime(TIME),
        "_loaded_at": now.strftime(TIME),
        "_batch_id": f"DESK-{now:%Y-%m-%d}",
        "_record_source": SOURCE,
    }


def moment(now: datetime | None = None, after: str = "") -> datetime:
    """The time of a decision in UTC: now, or a second after an earlier one that it replaces."""
    found = now or datetime.now(UTC)
    if after:
        earlier = datetime.strptime(after, TIME).replace(tzinfo=UTC)
        found = max(found, earlier + timedelta(seconds=1))
    return found


def seconds(moment: object) -> str:
    """A time as the log writes it."""
    return str(moment)[:19]

"""The published DuckDB file: its path, the key of each publication, and how it is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

PROJECT = Path(__file__).resolve().parents[2]


class NotPublishedError(Exception):
    """There is no published database, or it lacks a model; the message says what to do."""


@dataclass(frozen=True)
class Publication:
    """A published DuckDB file, attached read-only.

    A publication replaces the file by a rename, so the rows of the attached one stay the same and
    no build or publication waits. Each publication has an instance of DuckDB of its own, because
    one instance would keep reading the file that it opened first under that name.
    """

    path: Path
    key: str
    schema: str = "publication.marts"

    @cached_property
    def connection(self) -> Any:
        """The instance of DuckDB; raises NotPublishedError if the file cannot be opened."""
        import duckdb

        connection = duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})
        location = str(self.path).replace("'", "''")
        try:
            connection.execute(f"attach '{location}' as publication (read_only)")
        except duckdb.Error as error:
            raise NotPublishedError(f"{self.path} cannot be opened: {error}") from error
        return connection

    def frame(self, sql: str, values: Sequence[object]) -> pd.DataFrame:
        """The rows of a statement with question marks for its values."""
        import duckdb

        try:
            return self.connection.cursor().execute(sql, list(values)).df()
        except duckdb.CatalogException as error:
            raise NotPublishedError(
                f"{self.path} lacks a model that this version of the application reads; build and"
                f" publish it with `make build`. {error}"
            ) from error


def published_file() -> Path:
    """The path of the published database, which `make build` and `make publish` also use."""
    from warehouse.options import published_path

    working = Path(os.environ.get("C360_DUCKDB_PATH") or PROJECT / "working" / "c360.duckdb")
    return published_path(working, os.environ)


def publication_key(path: Path) -> str:
    """The key of the current publication; raises NotPublishedError without one."""
    try:
        found = path.stat()
    except OSError as error:
        raise NotPublishedError(
            f"There is no published database at {path}. Run `make build`, which publishes it."
        ) from error
    return f"{path}@{found.st_ino}-{found.st_mtime_ns}-{found.st_size}"

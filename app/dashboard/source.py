"""Where the published marts are: a DuckDB file, or a schema of a Snowflake account."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import streamlit as st

PROJECT = Path(__file__).resolve().parents[2]
SCHEMA = os.environ.get("C360_SNOWFLAKE_SCHEMA", "published")
SECONDS_BETWEEN_LOOKS = 30


class NotPublishedError(Exception):
    """There is no published database, or it lacks a model; the message says what to do."""


class Source(Protocol):
    """A publication. Its key changes with each publication; `schema` is where its models are."""

    key: str
    schema: str

    def frame(self, sql: str, values: Sequence[object]) -> pd.DataFrame:
        """The rows of a statement with question marks for its values."""


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


@dataclass(frozen=True)
class SnowflakeSchema:
    """The schema with the published marts, read in the session of Streamlit in Snowflake."""

    session: Any
    key: str
    schema: str = SCHEMA

    def frame(self, sql: str, values: Sequence[object]) -> pd.DataFrame:
        """The rows of a statement, with names and types as DuckDB has them."""
        rows = self.session.sql(sql, params=list(values)).to_pandas().rename(columns=str.lower)
        return rows.assign(**{name: as_number_or_day(rows[name]) for name in rows.columns})


def as_number_or_day(column: pd.Series) -> pd.Series:
    """A column of decimals as numbers, one of days as times, and any other unchanged."""
    known = column.dropna()
    if len(known) and isinstance(known.iloc[0], Decimal):
        return column.astype(float)
    if len(known) and isinstance(known.iloc[0], date):
        return pd.to_datetime(column)
    return column


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


@st.cache_resource(max_entries=2, show_spinner=False)
def attached(path: Path, key: str) -> Publication:
    """The attached publication, shared by all sessions until the next two publications."""
    return Publication(path, key)


@st.cache_data(ttl=SECONDS_BETWEEN_LOOKS, show_spinner=False)
def snowflake_key(schema: str) -> str:
    """When the marts in a Snowflake schema were built."""
    sql = f"select max(built_at) as built_at from {schema}.mart_status"
    return str(snowflake_session().sql(sql).to_pandas().iloc[0, 0])


def snowflake_session() -> Any:
    """The session of Streamlit in Snowflake."""
    return st.connection("snowflake").session()


def is_on_snowflake() -> bool:
    """Whether this is a deployment: snowflake.yml leaves the commands on DuckDB files out."""
    return find_spec("warehouse") is None


def current_source() -> Source:
    """The newest publication; raises NotPublishedError if there is none."""
    if is_on_snowflake():
        return SnowflakeSchema(snowflake_session(), snowflake_key(SCHEMA))
    path = published_file()
    return attached(path, publication_key(path))

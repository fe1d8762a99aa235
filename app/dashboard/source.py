"""Where the published marts are: a DuckDB file, or a schema of a Snowflake account."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import pandas as pd
import streamlit as st

from dashboard.publication import Publication, publication_key, published_file

SCHEMA = os.environ.get("C360_SNOWFLAKE_SCHEMA", "published")
SECONDS_BETWEEN_LOOKS = 30
# In the session state: the publication that a page shows, from its start to its end.
SHOWN = "publication shown"


class Source(Protocol):
    """A publication. Its key changes with each publication; `schema` is where its models are."""

    key: str
    schema: str

    def frame(self, sql: str, values: Sequence[object]) -> pd.DataFrame:
        """The rows of a statement with question marks for its values."""


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
    """Whether this is a deployment on Snowflake, which lacks the commands for DuckDB files."""
    return find_spec("warehouse") is None


def current_source() -> Source:
    """The newest publication; raises NotPublishedError if there is none."""
    if is_on_snowflake():
        return SnowflakeSchema(snowflake_session(), snowflake_key(SCHEMA))
    path = published_file()
    return attached(path, publication_key(path))


def shown_source() -> Source:
    """The publication that the page shows, so that it does not mix two; else the newest one."""
    return st.session_state.get(SHOWN) or current_source()

"""The only way that pages read data: columns, measures and filters of a named dbt model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.masking import PERSONAL, mask
from dashboard.roles import may_see_personal_data
from dashboard.source import shown_source
from dashboard.statement import Condition, Measure, Statement

MOST_ROWS = 5_000


def query(
    model: str,
    columns: Sequence[str] = (),
    measures: Mapping[str, Measure] | None = None,
    where: Sequence[Condition] = (),
    order: Sequence[str] = (),
    limit: int = MOST_ROWS,
    is_shown: bool = True,
    is_kept: bool = True,
) -> pd.DataFrame:
    """Rows of a published model.

    columns: `<column>`, `<column>:<grain>` for the first day of a period, or `<model>.<column>` of
    a model that dashboard.models joins. measures: aggregates by name; rows are then grouped by the
    columns. order: names of the result, with `-` for the largest first. Columns with personal data
    are masked unless the role may see them, or the result is only compared and not shown. Results
    are cached until the next publication, unless the caller itself caches what it makes of them.

    Raises NotPublishedError without a published database, ValueError for an unknown name or join.
    """
    source = shown_source()
    statement = Statement(model, source.schema)
    sql = statement.text(columns, measures or {}, where, order, limit)
    record_models([model, *statement.joined])
    values = tuple(statement.values)
    found = fetched(source, source.key, sql, values) if is_kept else source.frame(sql, values)
    return masked(found) if is_shown and not may_see_personal_data() else found


def record_models(models: Sequence[str]) -> None:
    """Called with the models of each query; tests replace it to record what a page reads."""


@st.cache_data(max_entries=500, show_spinner=False)
def fetched(_source: Any, key: str, sql: str, values: tuple[Any, ...]) -> pd.DataFrame:
    """The rows of a statement, cached by publication."""
    return _source.frame(sql, values)


def masked(found: pd.DataFrame) -> pd.DataFrame:
    """The rows with personal data masked as on Snowflake."""
    personal = [name for name in found.columns if name in PERSONAL]
    return found.assign(**{name: mask(found[name]) for name in personal})

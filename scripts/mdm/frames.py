"""Tables as pandas, whatever the engine, and their text columns as codes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .texts import Codes, Texts

SLICE = 500_000
"""Rows of a relation that are in memory at a time, where they come in slices."""


def to_pandas(relation: Any) -> pd.DataFrame:
    """Return a dbt relation, an Arrow table or a DataFrame as pandas with lower-case names."""
    if isinstance(relation, pd.DataFrame):
        frame = relation
    elif hasattr(relation, "df"):
        frame = relation.df()
    else:
        frame = relation.to_pandas()
    return frame.rename(columns=str.lower)


def rows_of_records(
    relation: Any, columns: list[str], key: str, records: pd.DataFrame
) -> pd.DataFrame:
    """Return columns of the rows of a dbt relation whose `key` is a record_id of `records`."""
    rows = to_pandas(relation.select(*columns))
    return rows[rows[key].isin(records["record_id"])].reset_index(drop=True)


def to_slices(relation: Any) -> Iterator[pd.DataFrame]:
    """Give the rows of a dbt relation as pandas with lower-case names, SLICE of them at a time.

    The first slice is empty, so that there always is one; Snowpark decides on the size of others.
    """
    if hasattr(relation, "to_arrow_reader"):
        reader = relation.to_arrow_reader(SLICE)
        yield to_pandas(reader.schema.empty_table())
        yield from map(to_pandas, reader)
    else:
        yield to_pandas(relation.limit(0))
        yield from map(to_pandas, relation.to_pandas_batches())


def to_relation(table: pd.DataFrame | Iterable[pd.DataFrame], session: Any) -> Any:
    """Return what a dbt Python model must return: on Snowpark a DataFrame with upper-case names.

    A table that comes in slices is, on DuckDB, asked for slice by slice while it is written.
    """
    if hasattr(session, "create_dataframe"):
        frame = table if isinstance(table, pd.DataFrame) else pd.concat(table, ignore_index=True)
        return session.create_dataframe(frame.rename(columns=str.upper))
    return table if isinstance(table, pd.DataFrame) else _as_reader(iter(table))


def _as_reader(slices: Iterator[pd.DataFrame]) -> pa.RecordBatchReader:
    first = next(slices)
    schema = slice_schema(first)
    tables = (
        pa.Table.from_pandas(part, schema, preserve_index=False) for part in chain([first], slices)
    )
    batches = (batch for table in tables for batch in table.to_batches())
    return pa.RecordBatchReader.from_batches(schema, batches)


def slice_schema(part: pd.DataFrame) -> pa.Schema:
    """Return the columns of slices: numbers are float64, all else text, whatever one holds."""
    return pa.schema(
        (name, pa.float64() if dtype == np.float64 else pa.string())
        for name, dtype in part.dtypes.items()
    )


@dataclass(frozen=True)
class Column:
    """A text column of n records as codes into its distinct texts; code -1 is missing."""

    codes: Codes
    texts: Texts

    @property
    def values(self) -> NDArray[np.object_]:
        """The distinct texts by code."""
        return self.texts.values


def encode(*columns: pd.Series | pa.ChunkedArray) -> list[Column]:
    """Encode columns over one set of texts, so that they compare; empty text counts as missing."""
    parts = [chunk for column in columns for chunk in text_column(column).chunks]
    joined = pa.chunked_array(parts, pa.string()).combine_chunks()
    found = pc.if_else(pc.equal(joined, ""), None, joined).dictionary_encode()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    texts = Texts(found.dictionary.to_numpy(zero_copy_only=False))
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return [Column(part, texts) for part in np.split(codes, ends)]


def text_column(column: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as Arrow text; one that is it already is not copied."""
    if isinstance(column, pa.ChunkedArray):
        return column.cast(pa.string())
    return pa.chunked_array([pa.array(column, pa.string(), from_pandas=True)])


def days(dates: Any) -> NDArray[np.datetime64]:
    """Return dates (dates, timestamps or 'YYYY-MM-DD' texts; year 9999 too) as whole days."""
    values = [str(value)[:10] for value in dates] if _is_object(dates) else dates
    return np.asarray(values, dtype="datetime64[D]").astype("datetime64[s]")


def _is_object(dates: Any) -> bool:
    return getattr(dates, "dtype", None) in (None, np.dtype(object))

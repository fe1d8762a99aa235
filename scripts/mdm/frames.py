"""Tables as pandas, whatever the engine, and their text columns as codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .texts import Codes, Texts


def to_pandas(relation: Any) -> pd.DataFrame:
    """Return a dbt relation, an Arrow table or a DataFrame as pandas with lower-case names."""
    if isinstance(relation, pd.DataFrame):
        frame = relation
    elif hasattr(relation, "df"):
        frame = relation.df()
    else:
        frame = relation.to_pandas()
    return frame.rename(columns=str.lower)


def to_relation(frame: pd.DataFrame, session: Any) -> Any:
    """Return what a dbt Python model must return: on Snowpark a DataFrame with upper-case names."""
    if not hasattr(session, "create_dataframe"):
        return frame
    return session.create_dataframe(frame.rename(columns=str.upper))


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

"""Tables as pandas, whatever the engine, and their text columns as codes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64]


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
    """A text column of n records as codes into its distinct values; code -1 is missing."""

    codes: Codes
    values: NDArray[np.object_]


def encode(texts: pd.Series) -> Column:
    """Encode a column; empty text counts as missing."""
    codes, values = pd.factorize(texts.where(texts.notna() & (texts != ""), None))
    return Column(codes.astype(np.int64), np.asarray(values, dtype=object))


@dataclass(frozen=True)
class ValuePairs:
    """The distinct unequal value pairs behind n record pairs.

    left and right are codes of the distinct pairs; position maps each record pair to its distinct
    pair, or to -1 (equal) or -2 (a side missing).
    """

    left: Codes
    right: Codes
    position: Codes

    def spread(self, numbers: NDArray[Any], equal: Any, missing: Any) -> NDArray[Any]:
        """Give every record pair the number of its value pair."""
        return np.append(numbers, [missing, equal]).astype(numbers.dtype)[self.position]


def pair_values(left: Codes, right: Codes, size: int) -> ValuePairs:
    """Find the distinct pairs of codes of a column with `size` values, in either order."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    position = np.where(low < 0, -2, np.where(low == high, -1, 0))
    open_pairs = np.flatnonzero(position == 0)
    inverse, keys = pd.factorize(low[open_pairs] * size + high[open_pairs])
    position[open_pairs] = inverse
    return ValuePairs(keys // max(size, 1), keys % max(size, 1), position)


def days(dates: Any) -> NDArray[np.datetime64]:
    """Return dates (dates, timestamps or 'YYYY-MM-DD' texts; year 9999 too) as whole days."""
    values = [str(value)[:10] for value in dates] if _is_object(dates) else dates
    return np.asarray(values, dtype="datetime64[D]").astype("datetime64[s]")


def _is_object(dates: Any) -> bool:
    return getattr(dates, "dtype", None) in (None, np.dtype(object))

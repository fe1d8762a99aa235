"""Columns of standardised records, encoded as codes into their distinct texts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .texts import Codes, Texts

FIELDS = ("email", "phone", "address", "city", "postcode", "birth_date", "national_id")
"""Fields that are compared only with the same field."""
ALONE = (
    "source", "full_name", "party_kind", "first_root", "generation", "legal_form", "country",
)  # fmt: skip
LONGEST = 200
"""Characters of a value that are compared: two texts of a book's length would take minutes."""
COMPARED_COLUMNS = (*FIELDS, *ALONE, "first_name", "last_name", "org_name")
"""Columns of standardised records from which pairs are scored."""


@dataclass(frozen=True)
class Column:
    """A text column of n records: codes into its distinct texts; code -1 is missing."""

    codes: Codes
    texts: Texts

    @property
    def values(self) -> NDArray[np.object_]:
        """The distinct texts by code."""
        return self.texts.values


Columns = Mapping[str, Column]


def encode_records(records: pd.DataFrame | pa.Table) -> dict[str, Column]:
    """Encode the columns of standardised records; first and last names share their texts."""
    first, last = encode(records["first_name"], records["last_name"])
    alone = (*FIELDS, *ALONE)
    return {name: encode(records[name])[0] for name in alone} | {
        "first_name": first,
        "last_name": last,
        "joined_name": encode(_without_spaces(records["org_name"]))[0],
    }


def _without_spaces(names: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring(text_column(names), " ", "")


def encode(*columns: pd.Series | pa.ChunkedArray) -> list[Column]:
    """Encode columns over one set of texts so that their codes compare; an empty one is missing."""
    parts = [chunk for column in columns for chunk in text_column(column).chunks]
    joined = pc.utf8_slice_codeunits(
        pa.chunked_array(parts, pa.string()).combine_chunks(), 0, LONGEST
    )
    found = pc.if_else(pc.equal(joined, ""), None, joined).dictionary_encode()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    texts = Texts(found.dictionary.to_numpy(zero_copy_only=False))
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return [Column(part, texts) for part in np.split(codes, ends)]


def text_column(column: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as Arrow text, without a copy if it already is."""
    if isinstance(column, pa.ChunkedArray):
        return column.cast(pa.string())
    return pa.chunked_array([pa.array(column, pa.string(), from_pandas=True)])

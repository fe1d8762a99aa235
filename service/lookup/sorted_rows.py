"""Rows of a query in memory, sorted by key and found by binary search."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

SEPARATOR = "\x1f"
LAST = "\U0010ffff"
MARK_EVERY = 32


class SortedRows:
    """Rows sorted by one or several text columns.

    A lookup takes some microseconds for any number of rows, and needs no connection. Every
    MARK_EVERY-th key is also a Python string, which is found much faster.
    """

    def __init__(self, rows: pa.Table, *columns: str) -> None:
        parts = [rows[name].cast(pa.large_string()).combine_chunks() for name in columns]
        separator = pa.scalar(SEPARATOR, pa.large_string())
        keys = pc.binary_join_element_wise(*parts, separator) if len(parts) > 1 else parts[0]
        order = pc.sort_indices(keys)
        self.keys = keys.take(order)
        self.rows = rows.take(order).combine_chunks()
        self.marks = self.keys[::MARK_EVERY].to_pylist()

    def __len__(self) -> int:
        return len(self.keys)

    def place(self, key: str) -> int:
        """The number of keys that are smaller."""
        end = MARK_EVERY * bisect_left(self.marks, key)
        rows = range(max(end - MARK_EVERY, 0), min(end, len(self.keys)))
        return rows.start + bisect_left(rows, key, key=lambda row: self.keys[row].as_py())

    def found(self, *values: str) -> pa.Table:
        """The rows with these key values."""
        key = SEPARATOR.join(values)
        first = self.place(key)
        end = first
        while end < len(self.keys) and self.keys[end].as_py() == key:
            end += 1
        return self.rows.slice(first, end - first)

    def starting(self, *values: str, most: int) -> pa.Table:
        """The first rows whose last value starts with the last of these values."""
        key = SEPARATOR.join(values)
        first, end = self.place(key), self.place(key + LAST)
        return self.rows.slice(first, min(end - first, most))

    def near(self, column: str, values: Sequence[str], is_beginning: bool, most: int) -> pa.Table:
        """The rows with one of many values, or that start with one: at most `most` of each."""
        found = [self.rows.slice(0, 0)]
        for value in values:
            key = SEPARATOR.join((column, value))
            first = self.place(key)
            # Few of the values exist.
            if first < len(self.keys) and self.keys[first].as_py().startswith(key):
                found.append(
                    self.starting(column, value, most=most)
                    if is_beginning
                    else self.found(column, value).slice(0, most)
                )
        return pa.concat_tables(found)

    def find(self, *values: str) -> list[dict[str, Any]]:
        """The rows with these values, as dictionaries."""
        return self.found(*values).to_pylist()

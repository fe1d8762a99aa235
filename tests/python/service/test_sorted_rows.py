"""Rows are found by their keys, wherever these are among all keys."""

from __future__ import annotations

import pyarrow as pa
import pytest

from lookup.sorted_rows import MARK_EVERY, SortedRows

SIZES = (0, 1, MARK_EVERY - 1, MARK_EVERY, MARK_EVERY + 1, 5 * MARK_EVERY + 3)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("repeats", [1, 3, 2 * MARK_EVERY])
def test_rows_are_found_by_key_and_by_its_beginning(size: int, repeats: int) -> None:
    keys = [f"{number // repeats * 7:05d}" for number in range(size)]
    numbers = list(range(size))
    rows = SortedRows(pa.table({"kind": ["a"] * size, "key": keys, "row": numbers}), "kind", "key")
    for key in {*keys, "00001", "", "99999", "0000é"}:
        expected = [row for row, one in enumerate(keys) if one == key]
        assert sorted(rows.found("a", key)["row"].to_pylist()) == expected
        assert rows.find("b", key) == []
        beginning = key[:4]
        started = [row for row, one in enumerate(keys) if one.startswith(beginning)]
        assert sorted(rows.starting("a", beginning, most=size)["row"].to_pylist()) == started

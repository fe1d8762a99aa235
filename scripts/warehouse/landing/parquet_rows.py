"""Reads a Parquet file with a different reader from the load; refuses values without exact text."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.landing.clean_text import clean_text
from warehouse.landing.feed_shapes import FeedShape
from warehouse.landing.file_content import (
    Content,
    FeedError,
    check_header,
    earlier,
    load_time_problem,
)
from warehouse.problems import shortened

MOST_DIGITS = 38
# The years 1 to 9999 since 1970, in seconds, and units of time per second.
FIRST_SECOND, LAST_SECOND = -62_135_596_800, 253_402_300_799
PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def type_problem(name: str, data_type: pa.DataType, shape: FeedShape) -> str:
    """Why values of an Arrow type have no exact text in a column; empty if they have."""
    if pa.types.is_dictionary(data_type):
        data_type = data_type.value_type
    if pa.types.is_floating(data_type) and name not in shape.numbers:
        return f"has floating-point numbers in {name}, a string column; deliver it as string"
    if (
        pa.types.is_timestamp(data_type)
        and data_type.tz
        and not (shape.is_utc or name == "_loaded_at")
    ):
        return f"has times with a time zone in {name}, a local time; deliver it without"
    if pa.types.is_decimal(data_type) and data_type.precision > MOST_DIGITS:
        return f"has more than {MOST_DIGITS} digits in {name}; deliver it as string"
    is_plain = (
        pa.types.is_string(data_type)
        or pa.types.is_large_string(data_type)
        or pa.types.is_string_view(data_type)
        or pa.types.is_null(data_type)
        or pa.types.is_boolean(data_type)
        or pa.types.is_integer(data_type)
        or pa.types.is_decimal(data_type)
        or pa.types.is_date(data_type)
        or pa.types.is_timestamp(data_type)
        or (pa.types.is_floating(data_type) and not pa.types.is_float16(data_type))
    )
    return (
        ""
        if is_plain
        else f"has the type {shortened(str(data_type))} in {name}; deliver it as string"
    )


def read_parquet(path: Path, shape: FeedShape) -> Content:
    """The content of a Parquet file. Raises FeedError."""
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            check_header(schema.names, shape.columns, shape.required)
            for field in schema:
                if problem := type_problem(field.name, field.type, shape):
                    raise FeedError(problem)
            rows, first = 0, ""
            for batch in file.iter_batches():
                check_strings(batch)
                check_times(batch, rows)
                if batch.num_rows:
                    times = load_times(batch.column("_loaded_at"))
                    for written in filter(None, times.unique().to_pylist()):
                        time = clean_text(written)
                        if problem := load_time_problem(time, shape.future):
                            row = rows + times.index(written).as_py() + 1
                            raise FeedError(f"row {row} {problem}")
                        first = earlier(time, first)
                rows += batch.num_rows
            if rows != file.metadata.num_rows:
                stated = f"states {file.metadata.num_rows:,} rows and has {rows:,}"
                raise FeedError(f"{stated}; deliver it again")
            return Content(tuple(schema.names), rows, first)
    except (pa.ArrowException, OSError, EOFError) as error:
        raise FeedError("is not a Parquet file that can be read; deliver it again") from error


def load_times(column: pa.Array) -> pa.Array:
    """Load times as the load reads them: those of the type timestamp in UTC, without zeros after
    the second."""
    if not pa.types.is_timestamp(column.type):
        return column.cast(pa.string())
    times = column.cast(pa.int64()).cast(pa.timestamp(column.type.unit))
    return pc.replace_substring_regex(times.cast(pa.string()), r"\.0+$", "")


def check_times(batch: pa.RecordBatch, before: int) -> None:
    """Raises FeedError if a time is outside the years 1 to 9999, which DuckDB may not convert.

    before: the number of rows before the batch.
    """
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if not pa.types.is_timestamp(column.type):
            continue
        per_second, numbers = PER_SECOND[column.type.unit], column.cast(pa.int64())
        # Nanoseconds do not reach that far, but DuckDB reads their ends as infinite.
        first = max(FIRST_SECOND * per_second, -(2**63) + 2)
        last = min(LAST_SECOND * per_second, 2**63 - 2)
        is_within = pc.and_(pc.greater_equal(numbers, first), pc.less_equal(numbers, last))
        if (row := pc.index(is_within, False).as_py()) >= 0:
            place = f"row {before + row + 1} has a time outside the years 1 to 9999 in {name}"
            raise FeedError(f"{place}; deliver it as string")


def check_strings(batch: pa.RecordBatch) -> None:
    """Raises FeedError if a string of some rows is not UTF-8, which the readers do not check."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            column.validate(full=True)
        except pa.ArrowInvalid as error:
            raise FeedError(f"has text in {name} that is not UTF-8; save it as UTF-8") from error

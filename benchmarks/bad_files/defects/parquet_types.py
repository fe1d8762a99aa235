"""Typed columns of Parquet: read as exact text, or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pyarrow as pa

from bad_files.delivery import defect
from bad_files.draft import Draft
from bad_files.formats import parquet_bytes

GROUP = "Parquet types"
AMOUNTS = "finance_transactions"
CUSTOMERS = "oracle_customers"


def typed(
    draft: Draft, column: str, data_type: pa.DataType, values: list, **options: object
) -> bytes:
    """The file with a typed column."""
    rows = [{**row.values, column: value} for row, value in zip(draft.rows, values, strict=True)]
    return parquet_bytes(draft.columns, rows, {column: data_type}, **options)


def land(draft: Draft, column: str, data_type: pa.DataType, values: list, stored: list) -> None:
    """Typed values must be stored as given, or be quarantined where that is a string."""
    content = typed(draft, column, data_type, values)
    for place, meant in enumerate(stored):
        if isinstance(meant, str):
            draft.quarantine(place, meant, **{column: values[place]})
        else:
            draft.store(place, column, None, meant)
    draft.land(content)


@defect(GROUP, "has decimals", on="parquet", feeds=AMOUNTS)
def decimals(draft: Draft) -> None:
    values = [Decimal("12.30"), Decimal("0.01"), Decimal("999999.99")]
    land(draft, "AMOUNT", pa.decimal128(18, 2), values, values)


@defect(GROUP, "has decimals with more digits than stored", on="parquet", feeds=AMOUNTS)
def long_decimals(draft: Draft) -> None:
    values = [Decimal("12.3000"), Decimal("12.3456"), Decimal("1.0001")]
    reason = "too_many_decimals in AMOUNT"
    land(draft, "AMOUNT", pa.decimal128(18, 4), values, [Decimal("12.3"), reason, reason])


@defect(GROUP, "has decimals of 50 digits", on="parquet", feeds=AMOUNTS)
def wide_decimals(draft: Draft) -> None:
    content = typed(draft, "AMOUNT", pa.decimal256(50, 2), [Decimal("1.00")] * 3)
    draft.refuse(content, "has more than 38 digits in AMOUNT")


@defect(GROUP, "has floating-point amounts", on="parquet", feeds=AMOUNTS)
def floats(draft: Draft) -> None:
    stored = [Decimal("0.1"), Decimal("12.3"), "too_many_decimals in AMOUNT"]
    land(draft, "AMOUNT", pa.float64(), [0.1, 12.3, 0.1 + 0.2], stored)


@defect(GROUP, "has NaN, infinity and a very large number", on="parquet", feeds=AMOUNTS)
def unusual_floats(draft: Draft) -> None:
    values = [float("nan"), float("inf"), 1e20]
    land(draft, "AMOUNT", pa.float64(), values, ["invalid_number in AMOUNT"] * 3)


@defect(GROUP, "has floating-point numbers of 32 bits", on="parquet", feeds=AMOUNTS)
def short_floats(draft: Draft) -> None:
    stored = [Decimal("0.5"), Decimal("16.25"), Decimal("100")]
    land(draft, "AMOUNT", pa.float32(), [0.5, 16.25, 100.0], stored)


@defect(GROUP, "has floating-point numbers of 16 bits", on="parquet", feeds=AMOUNTS)
def half_floats(draft: Draft) -> None:
    import numpy as np

    content = typed(draft, "AMOUNT", pa.float16(), [np.float16(0.5)] * 3)
    draft.refuse(content, "has the type halffloat in AMOUNT")


@defect(GROUP, "has floating-point numbers as keys", on="parquet")
def float_keys(draft: Draft) -> None:
    content = typed(draft, draft.key, pa.float64(), [1.0, 2.0, 3.0])
    draft.refuse(content, f"has floating-point numbers in {draft.key}")


@defect(GROUP, "has whole numbers as keys", on="parquet")
def whole_keys(draft: Draft) -> None:
    base = 987_000_000_000 + draft.number * 10
    content = typed(draft, draft.key, pa.int64(), [base, base + 1, base + 2])
    draft.rows = [row.put(**{draft.key: str(base + n)}) for n, row in enumerate(draft.rows)]
    draft.land(content)


@defect(GROUP, "has unsigned numbers of 64 bits as keys", on="parquet")
def unsigned_keys(draft: Draft) -> None:
    base = 2**64 - 10 * draft.number - 5
    content = typed(draft, draft.key, pa.uint64(), [base, base + 1, base + 2])
    draft.rows = [row.put(**{draft.key: str(base + n)}) for n, row in enumerate(draft.rows)]
    draft.land(content)


@defect(GROUP, "has dates", on="parquet", feeds=CUSTOMERS)
def dates(draft: Draft) -> None:
    values = [date(1980, 2, 29), date(1899, 12, 31), None]
    land(
        draft,
        "DATE_OF_BIRTH",
        pa.date32(),
        values,
        [values[0], "out_of_range in DATE_OF_BIRTH", None],
    )


@defect(GROUP, "has dates of 64 bits", on="parquet", feeds=CUSTOMERS)
def long_dates(draft: Draft) -> None:
    values = [date(1980, 2, 29), date(1981, 1, 1), date(2001, 9, 9)]
    land(draft, "DATE_OF_BIRTH", pa.date64(), values, values)


@defect(GROUP, "has a time instead of a date", on="parquet", feeds=CUSTOMERS)
def time_for_date(draft: Draft) -> None:
    values = [datetime(1980, 2, 28), datetime(1980, 2, 28, 1), None]
    reason = "invalid_date in DATE_OF_BIRTH"
    land(draft, "DATE_OF_BIRTH", pa.timestamp("us"), values, [reason, reason, None])


@defect(GROUP, "has times in UTC", on="parquet", feeds=AMOUNTS)
def zoned_times(draft: Draft) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    values = [datetime(2025, 6, 1, 12, tzinfo=east), datetime(2025, 6, 1, tzinfo=UTC)]
    stored = [datetime(2025, 6, 1, 6, 30), datetime(2025, 6, 1)]
    data_type = pa.timestamp("us", tz="UTC")
    land(draft, "TRANSACTION_TIME", data_type, [*values, values[1]], [*stored, stored[1]])


@defect(GROUP, "has local times as times with a zone", on="parquet", feeds=CUSTOMERS)
def zoned_local_times(draft: Draft) -> None:
    values = [datetime(2025, 6, 1, tzinfo=UTC)] * 3
    content = typed(draft, "UPDATED_AT", pa.timestamp("us", tz="UTC"), values)
    draft.refuse(content, "has times with a time zone in UPDATED_AT")


def times(draft: Draft, data_type: pa.DataType, **options: object) -> None:
    """Times of a resolution must be stored as they are."""
    moment = datetime(2025, 6, 1, 12, 34, 56)
    content = typed(draft, "TRANSACTION_TIME", data_type, [moment] * 3, **options)
    for place in range(3):
        draft.store(place, "TRANSACTION_TIME", None, moment)
    draft.land(content)


@defect(GROUP, "has times in nanoseconds", on="parquet", feeds=AMOUNTS)
def nanoseconds(draft: Draft) -> None:
    times(draft, pa.timestamp("ns"))


@defect(GROUP, "has times of pandas, nanoseconds in UTC", on="parquet", feeds=AMOUNTS)
def zoned_nanoseconds(draft: Draft) -> None:
    moment = datetime(2025, 6, 1, 12, 34, 56)
    values = [moment.replace(tzinfo=UTC)] * 3
    land(draft, "TRANSACTION_TIME", pa.timestamp("ns", tz="UTC"), values, [moment] * 3)


@defect(GROUP, "has load times in nanoseconds and UTC", on="parquet")
def zoned_load_times(draft: Draft) -> None:
    moment = datetime.fromisoformat(draft.loaded_at).replace(tzinfo=UTC)
    draft.land(typed(draft, "_loaded_at", pa.timestamp("ns", tz="UTC"), [moment] * 3))


@defect(GROUP, "has nanoseconds in a column of milliseconds", on="parquet", feeds=AMOUNTS)
def unit_mistaken(draft: Draft) -> None:
    values = [1_767_578_400_000_000_000] * 3
    content = typed(draft, "TRANSACTION_TIME", pa.timestamp("ms"), values)
    draft.refuse(content, "has a time outside the years 1 to 9999 in TRANSACTION_TIME")


@defect(GROUP, "has times in milliseconds", on="parquet", feeds=AMOUNTS)
def milliseconds(draft: Draft) -> None:
    times(draft, pa.timestamp("ms"))


@defect(GROUP, "has times of 96 bits, as Spark wrote them", on="parquet", feeds=AMOUNTS)
def int96(draft: Draft) -> None:
    times(draft, pa.timestamp("ns"), use_deprecated_int96_timestamps=True)


@defect(GROUP, "has times with microseconds", on="parquet", feeds=AMOUNTS)
def microseconds(draft: Draft) -> None:
    values = [datetime(2025, 6, 1, 1, 2, 3, 4), datetime(2025, 6, 1, 1, 2, 3), None]
    reason = "invalid_timestamp in TRANSACTION_TIME"
    stored = [reason, values[1], reason]
    land(draft, "TRANSACTION_TIME", pa.timestamp("us"), values, stored)


@defect(GROUP, "has load times as times", on="parquet")
def typed_load_times(draft: Draft) -> None:
    moment = datetime.fromisoformat(draft.loaded_at)
    draft.land(typed(draft, "_loaded_at", pa.timestamp("us"), [moment] * 3))


@defect(GROUP, "has load times as dates", on="parquet")
def load_times_as_dates(draft: Draft) -> None:
    values = [date(2026, 1, 11)] * 3
    land(draft, "_loaded_at", pa.date32(), values, ["invalid_timestamp in _loaded_at"] * 3)


@defect(GROUP, "has load times before and after all calendars", on="parquet")
def unusual_load_times(draft: Draft) -> None:
    values = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59), None]
    reasons = ["out_of_range in _loaded_at"] * 2 + ["invalid_timestamp in _loaded_at"]
    land(draft, "_loaded_at", pa.timestamp("us"), values, reasons)


@defect(GROUP, "has a column of nulls", on="parquet", feeds=AMOUNTS)
def null_column(draft: Draft) -> None:
    land(draft, "MERCHANT", pa.null(), [None] * 3, [None] * 3)


@defect(GROUP, "has booleans in a string", on="parquet", feeds=AMOUNTS)
def booleans(draft: Draft) -> None:
    for place, text in enumerate(["true", "false", None]):
        draft.rows[place] = draft.rows[place].put(MERCHANT=text)
    draft.land(typed(draft, "MERCHANT", pa.bool_(), [True, False, None]))


def refuse_type(draft: Draft, data_type: pa.DataType, value: object) -> None:
    """A column of a type without exact text must be refused."""
    content = typed(draft, "MERCHANT", data_type, [value] * 3)
    draft.refuse(
        content, f"has the type {str(data_type).split('<')[0].split('[')[0]}.* in MERCHANT"
    )


@defect(GROUP, "has lists", on="parquet", feeds=AMOUNTS)
def lists(draft: Draft) -> None:
    refuse_type(draft, pa.list_(pa.string()), ["a", "b"])


@defect(GROUP, "has records in a column", on="parquet", feeds=AMOUNTS)
def structs(draft: Draft) -> None:
    refuse_type(draft, pa.struct([("name", pa.string())]), {"name": "a"})


@defect(GROUP, "has maps", on="parquet", feeds=AMOUNTS)
def maps(draft: Draft) -> None:
    refuse_type(draft, pa.map_(pa.string(), pa.string()), [("a", "b")])


@defect(GROUP, "has times of a day", on="parquet", feeds=AMOUNTS)
def day_times(draft: Draft) -> None:
    refuse_type(draft, pa.time64("us"), 1_000_000)


@defect(GROUP, "has durations", on="parquet", feeds=AMOUNTS)
def durations(draft: Draft) -> None:
    refuse_type(draft, pa.duration("s"), 60)

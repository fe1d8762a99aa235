"""Parquet files that are broken, compressed by another codec, or unusual inside."""

from __future__ import annotations

import io

import pyarrow as pa
from pyarrow import parquet

from bad_files.delivery import defect
from bad_files.draft import Draft
from bad_files.formats import parquet_bytes, table_bytes

GROUP = "Parquet"
BROKEN = "is not a Parquet file that can be read"


def table(draft: Draft) -> pa.Table:
    """The valid file as a table."""
    return parquet.read_table(io.BytesIO(draft.content()))


def written(draft: Draft, **options: object) -> bytes:
    """The valid rows, written with other options."""
    return table_bytes(table(draft), **options)


@defect(GROUP, "lacks its footer", on="parquet")
def no_footer(draft: Draft) -> None:
    draft.refuse(draft.content()[:-8], BROKEN)


@defect(GROUP, "has a length of its footer that cannot be", on="parquet")
def wrong_length(draft: Draft) -> None:
    content = draft.content()
    draft.refuse(content[:-8] + b"\xff\xff\xff\x7f" + content[-4:], BROKEN)


@defect(GROUP, "lacks its first half", on="parquet")
def no_start(draft: Draft) -> None:
    content = draft.content()
    draft.refuse(content[len(content) // 2 :], BROKEN)


@defect(GROUP, "has zeros instead of its pages", on="parquet")
def zero_pages(draft: Draft) -> None:
    content = draft.content()
    draft.refuse(content[:4] + bytes(600) + content[604:], BROKEN)


@defect(GROUP, "has strings with bytes that are not UTF-8, written as UTF-8", on="parquet")
def invalid_strings(draft: Draft) -> None:
    valid = table(draft)
    place = valid.column_names.index(draft.key)
    raw = pa.array([b"x1", b"x\xfc2", b"x3"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    content = table_bytes(valid.set_column(place, draft.key, text))
    draft.refuse(content, f"has text in {draft.key} that is not UTF-8")


@defect(GROUP, "is compressed with zstd", on="parquet")
def zstd(draft: Draft) -> None:
    draft.land(written(draft, compression="zstd"))


@defect(GROUP, "is compressed with brotli", on="parquet")
def brotli(draft: Draft) -> None:
    draft.land(written(draft, compression="brotli"))


@defect(GROUP, "is compressed with gzip", on="parquet")
def gzipped(draft: Draft) -> None:
    draft.land(written(draft, compression="gzip"))


@defect(GROUP, "is compressed with LZ4", on="parquet")
def lz4(draft: Draft) -> None:
    draft.land(written(draft, compression="lz4"))


@defect(GROUP, "has one row in each group, and pages of the second version", on="parquet")
def small_groups(draft: Draft) -> None:
    draft.land(written(draft, row_group_size=1, data_page_version="2.0"))


@defect(GROUP, "has other encodings", on="parquet")
def encodings(draft: Draft) -> None:
    encoding = dict.fromkeys(draft.columns, "DELTA_BYTE_ARRAY")
    draft.land(written(draft, use_dictionary=False, column_encoding=encoding))


@defect(GROUP, "has dictionaries instead of strings", on="parquet")
def dictionaries(draft: Draft) -> None:
    valid = table(draft)
    columns = [column.combine_chunks().dictionary_encode() for column in valid.columns]
    draft.land(table_bytes(pa.table(columns, names=valid.column_names)))


@defect(GROUP, "has large strings", on="parquet")
def large_strings(draft: Draft) -> None:
    valid = table(draft)
    schema = pa.schema([(name, pa.large_string()) for name in valid.column_names])
    draft.land(table_bytes(valid.cast(schema)))


@defect(GROUP, "has no rows in a group", on="parquet")
def empty_group(draft: Draft) -> None:
    valid, file = table(draft), io.BytesIO()
    with parquet.ParquetWriter(file, valid.schema) as writer:
        writer.write_table(valid.slice(0, 0))
        writer.write_table(valid)
    draft.land(file.getvalue())


@defect(GROUP, "has bytes instead of strings", on="parquet")
def binary(draft: Draft) -> None:
    types = {draft.key: pa.binary()}
    rows = [{**row.values, draft.key: str(row.values[draft.key]).encode()} for row in draft.rows]
    draft.refuse(parquet_bytes(draft.columns, rows, types), f"has the type binary in {draft.key}")


@defect(GROUP, "has a NUL in a string", on="parquet", feeds="oracle_customers")
def nul(draft: Draft) -> None:
    draft.store(1, "LAST_NAME", "Mil\0ler", "Miller")


@defect(GROUP, "has an index of pandas as a column", on="parquet")
def pandas_index(draft: Draft) -> None:
    frame = table(draft).to_pandas()
    frame.index = frame[draft.key]
    frame.index.name = None
    content = table_bytes(pa.Table.from_pandas(frame))
    draft.refuse(content, "has 1 unknown column: '__index_level_0__'")


@defect(GROUP, "is a file of CSV despite its name", on="parquet")
def csv_inside(draft: Draft) -> None:
    draft.refuse(draft.csv(draft.columns), BROKEN)


@defect(GROUP, "is a file of Feather despite its name", on="parquet")
def feather(draft: Draft) -> None:
    from pyarrow import feather as arrow_feather

    file = io.BytesIO()
    arrow_feather.write_feather(table(draft), file)
    draft.refuse(file.getvalue(), BROKEN)

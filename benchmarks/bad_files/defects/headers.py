"""Headers with columns that differ from the contract, or the same columns written differently."""

from __future__ import annotations

from bad_files.delivery import Row, defect
from bad_files.draft import Draft
from bad_files.formats import file_bytes, parquet_bytes

GROUP = "columns"
OPTIONAL = {"csv": "CARRIER", "jsonl": "PAGE", "parquet": "MERCHANT"}
WITH_OPTIONAL = "shipments clickstream finance_transactions"


def renamed(draft: Draft, old: str, new: str) -> bytes:
    """The file with a column under another name."""
    columns = [new if name == old else name for name in draft.columns]
    rows = [
        {(new if name == old else name): value for name, value in row.values.items()}
        for row in draft.rows
    ]
    return file_bytes(draft.file_format, columns, rows)


def without(draft: Draft, column: str) -> bytes:
    """The file without a column."""
    columns = [name for name in draft.columns if name != column]
    rows = [{name: row.values[name] for name in columns} for row in draft.rows]
    return file_bytes(draft.file_format, columns, rows)


@defect(GROUP, "has a header and no rows", on="csv parquet")
def header_only(draft: Draft) -> None:
    draft.rows = []


@defect(GROUP, "has no header", on="csv")
def no_header(draft: Draft) -> None:
    draft.refuse(draft.content().split(b"\n", 1)[1], "has no header")


@defect(GROUP, "has its columns in another order", on="csv jsonl parquet")
def reordered(draft: Draft) -> None:
    columns = draft.columns[::-1]
    rows = [{name: row.values[name] for name in columns} for row in draft.rows]
    draft.land(file_bytes(draft.file_format, columns, rows))


@defect(GROUP, "has a duplicate column", on="csv parquet")
def column_twice(draft: Draft) -> None:
    columns = [*draft.columns, draft.key]
    rows = [row.values for row in draft.rows]
    draft.refuse(file_bytes(draft.file_format, columns, rows), "has duplicate columns")


@defect(GROUP, "has a key twice", on="jsonl")
def key_twice(draft: Draft) -> None:
    content = draft.content().replace(b'{"', b'{"_batch_id": "x", "', 1)
    draft.refuse(content, "line 1 has duplicate keys: _batch_id")


@defect(GROUP, "has a column under a new name", on="csv jsonl parquet")
def new_name(draft: Draft) -> None:
    draft.refuse(renamed(draft, draft.key, "IDENTIFIER"), "unknown (column|key): 'IDENTIFIER'")


@defect(GROUP, "has a column name in lower case", on="csv jsonl parquet")
def small_letters(draft: Draft) -> None:
    draft.refuse(renamed(draft, draft.key, draft.key.lower()), "has the (columns|keys) .*; write ")


@defect(GROUP, "has a space before a column name", on="csv jsonl parquet")
def space_in_name(draft: Draft) -> None:
    draft.refuse(renamed(draft, draft.key, f" {draft.key}"), "has the (columns|keys) .*; write ")


@defect(GROUP, "has an empty column name", on="csv jsonl parquet")
def empty_name(draft: Draft) -> None:
    draft.refuse(renamed(draft, draft.key, ""), "unknown (column|key)")


@defect(GROUP, "has a column that the contract does not have", on="csv jsonl parquet")
def extra_column(draft: Draft) -> None:
    rows = [{**row.values, "LOYALTY_TIER": "GOLD"} for row in draft.rows]
    content = file_bytes(draft.file_format, [*draft.columns, "LOYALTY_TIER"], rows)
    draft.refuse(content, "unknown (column|key): 'LOYALTY_TIER'; add them to contracts/")


@defect(GROUP, "has SQL as the name of a column", on="csv jsonl parquet")
def sql_column(draft: Draft) -> None:
    name = "x\"'); drop schema raw_vault cascade; --"
    rows = [{**row.values, name: "x"} for row in draft.rows]
    draft.refuse(
        file_bytes(draft.file_format, [*draft.columns, name], rows), "unknown (column|key)"
    )


@defect(GROUP, "lacks the key", on="csv jsonl parquet")
def no_key(draft: Draft) -> None:
    draft.refuse(without(draft, draft.key), "lacks the columns: |missing key")


@defect(GROUP, "lacks the load time", on="csv jsonl parquet")
def no_load_time(draft: Draft) -> None:
    draft.refuse(without(draft, "_loaded_at"), "lacks the columns: _loaded_at")


@defect(
    GROUP,
    "lacks an optional column that older files have",
    on="csv parquet",
    feeds=WITH_OPTIONAL,
)
def no_optional(draft: Draft) -> None:
    column = OPTIONAL[draft.file_format]
    draft.refuse(without(draft, column), f"lacks the columns: {column}, which earlier files have")


@defect(GROUP, "lacks the key of one line only", on="jsonl")
def no_key_in_line(draft: Draft) -> None:
    valid = draft.rows[1].values
    row = {name: value for name, value in valid.items() if name != draft.key}
    draft.quarantine(1, f"missing_key in {draft.key}", **{draft.key: None})
    rows = [draft.rows[0].values, row, draft.rows[2].values]
    draft.land(file_bytes("jsonl", (), rows))


@defect(GROUP, "lacks an optional key in one line", on="jsonl", feeds="clickstream")
def no_optional_in_line(draft: Draft) -> None:
    row = {name: value for name, value in draft.rows[1].values.items() if name != "PAGE"}
    draft.rows[1] = draft.rows[1].put(PAGE=None)
    draft.land(file_bytes("jsonl", (), [draft.rows[0].values, row, draft.rows[2].values]))


@defect(GROUP, "has its columns in another order in each line", on="jsonl")
def order_by_line(draft: Draft) -> None:
    rows = [
        dict(sorted(row.values.items(), key=lambda _: draft.random.random())) for row in draft.rows
    ]
    draft.land(file_bytes("jsonl", (), rows))


@defect(GROUP, "has a key in escaped letters", on="jsonl")
def escaped_key(draft: Draft) -> None:
    content = draft.content().replace(b'"_batch_id"', rb'"\u005fbatch_id"')
    draft.land(content)


@defect(GROUP, "has no columns at all", on="parquet")
def no_columns(draft: Draft) -> None:
    draft.refuse(parquet_bytes([], []), "lacks the columns|is not a Parquet file")


@defect(
    GROUP,
    "has a first line of values instead of a header, with the right number of fields",
    on="csv",
)
def values_as_header(draft: Draft) -> None:
    row = Row("x", dict.fromkeys(draft.columns, "x"))
    draft.refuse(draft.csv([str(value) for value in row.values.values()]), "has no header")

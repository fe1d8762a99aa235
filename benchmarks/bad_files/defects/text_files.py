"""Text files that are empty, cut off, in another encoding, or not a feed at all."""

from __future__ import annotations

from bad_files.defects.csv_files import joined, with_line
from bad_files.delivery import Row, defect
from bad_files.draft import Draft, mark_of
from bad_files.formats import file_bytes

GROUP = "text files"


@defect(GROUP, "is empty", on="csv jsonl parquet")
def empty(draft: Draft) -> None:
    draft.refuse(b"", "is empty|is not a Parquet file")


@defect(GROUP, "has a line ending and nothing else", on="csv jsonl")
def blank(draft: Draft) -> None:
    draft.refuse(b"\n", "is empty")


@defect(GROUP, "ends in the middle of a row", on="csv jsonl parquet")
def cut_off(draft: Draft) -> None:
    draft.refuse(draft.content()[:-40], "line [34] |is not a Parquet file")


@defect(GROUP, "ends with the number of rows, as SQL Server writes it", on="csv jsonl")
def trailing_note(draft: Draft) -> None:
    line = 5 if draft.file_format == "csv" else 4
    draft.refuse(draft.content() + b"(3 rows affected)\n", f"line {line} ")


@defect(GROUP, "ends with an end-of-file character", on="csv jsonl")
def control_z(draft: Draft) -> None:
    line = 5 if draft.file_format == "csv" else 4
    draft.refuse(draft.content() + b"\x1a", f"line {line} ")


@defect(GROUP, "starts with a comment", on="csv jsonl")
def comment_first(draft: Draft) -> None:
    draft.refuse(b"# exported 2026-01-11\n" + draft.content(), "has no header|line 1 ")


@defect(GROUP, "has a comment between its rows", on="csv jsonl")
def comment_between(draft: Draft) -> None:
    line = 3 if draft.file_format == "csv" else 2
    draft.refuse(with_line(draft, b"# page 2", line - 1), f"line {line} ")


@defect(GROUP, "starts with a byte order mark", on="csv jsonl")
def byte_order_mark(draft: Draft) -> None:
    draft.refuse(b"\xef\xbb\xbf" + draft.content(), "byte order mark")


@defect(GROUP, "is UTF-16", on="csv jsonl")
def utf_16(draft: Draft) -> None:
    draft.refuse(draft.content().decode().encode("utf-16"), "is UTF-16, not UTF-8")


@defect(GROUP, "is UTF-16 without a mark", on="csv jsonl")
def utf_16_unmarked(draft: Draft) -> None:
    draft.refuse(draft.content().decode().encode("utf-16-be"), "NUL|line 1 ")


@defect(GROUP, "is Latin-1", on="csv jsonl")
def latin_1(draft: Draft) -> None:
    content = draft.content().replace(b"_record_source", "_récord_source".encode("latin-1"))
    content = draft.content() if draft.file_format == "csv" else content
    lines = content.splitlines()
    lines[2] = lines[2].replace(draft.batch.encode(), b"M\xfcnchen")
    draft.refuse(joined(lines), r"line [13] is not UTF-8.* \(")


@defect(GROUP, "has half a character of UTF-8", on="csv jsonl")
def half_character(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"M\xc3nchen")
    draft.refuse(joined(lines), "line 2 is not UTF-8")


@defect(GROUP, "has a surrogate in UTF-8", on="csv jsonl")
def surrogate(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"x\xed\xa0\x80x")
    draft.refuse(joined(lines), "line 2 is not UTF-8")


@defect(GROUP, "has a NUL byte", on="csv jsonl")
def nul_byte(draft: Draft) -> None:
    lines = draft.lines()
    lines[2] = lines[2].replace(draft.batch.encode(), b"B\0F")
    draft.refuse(joined(lines), "line 3 ")


@defect(GROUP, "ends in a megabyte of NUL bytes, as after a crash", on="csv jsonl")
def nul_tail(draft: Draft) -> None:
    line = 5 if draft.file_format == "csv" else 4
    draft.refuse(draft.content() + b"\0" * 1_000_000, f"line {line} ")


@defect(GROUP, "has a line of more than a megabyte", on="csv jsonl")
def long_line(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"x" * 1_000_001)
    draft.refuse(joined(lines), "line 2 has more than 1,000,000 bytes")


@defect(GROUP, "has a value of 200,000 characters", on="csv jsonl", feeds="orders opportunities")
def long_value(draft: Draft) -> None:
    column = "BUYER_NAME" if draft.file_format == "csv" else "DEAL_NAME"
    draft.quarantine(1, f"too_long in {column}", **{column: "x" * 200_000})


@defect(GROUP, "is a web page", on="csv jsonl parquet")
def web_page(draft: Draft) -> None:
    page = b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n"
    draft.refuse(page, "has no header|line 1 |is not a Parquet file")


@defect(GROUP, "is a workbook of Excel", on="csv jsonl parquet")
def workbook(draft: Draft) -> None:
    draft.refuse(
        b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(256)), "line 1 |is not a Parquet file"
    )


@defect(GROUP, "is of another feed", on="csv jsonl parquet")
def other_feed(draft: Draft) -> None:
    names = ["EMPLOYEE_ID", "SALARY", *draft.columns[-3:]]
    rows = [row.put(EMPLOYEE_ID="E1", SALARY="1").values for row in draft.rows]
    picked = [{name: row[name] for name in names} for row in rows]
    draft.refuse(file_bytes(draft.file_format, names, picked), "unknown (column|key)")


@defect(GROUP, "has a row without any value but its delivery", on="csv jsonl parquet")
def no_values(draft: Draft) -> None:
    empty_row = dict.fromkeys(draft.columns[:-3])
    draft.quarantine(1, "missing_key in ", **empty_row)


@defect(GROUP, "has a thousand rows and one bad line at the end", on="csv jsonl")
def far_down(draft: Draft) -> None:
    draft.rows = [
        row.put(**{draft.key: f"{row.values[draft.key]}.{copy}", "_record_source": mark})
        for copy in range(350)
        for place, row in enumerate(draft.rows)
        for mark in [mark_of(draft.number, 3 * copy + place)]
    ]
    draft.rows = [Row(row.values["_record_source"], row.values) for row in draft.rows]
    lines = draft.lines()
    lines[-1] = lines[-1][:-20]
    draft.refuse(joined(lines), f"line {len(lines):d} ")
    # The repaired file has the same format and fewer rows.
    draft.rows = draft.rows[:5]
    draft.refuse_files(draft.refusal.files if draft.refusal else {}, f"line {len(lines):d} ")

"""CSV files whose rows are not as the specification says, and odd ones that are."""

from __future__ import annotations

from bad_files.delivery import QUARANTINED, Row, damage
from bad_files.draft import Draft, mark_of

GROUP = "CSV"


def joined(lines: list[bytes], end: bytes = b"\n") -> bytes:
    """Lines as a file."""
    return b"".join(line + end for line in lines)


def with_line(draft: Draft, text: bytes, place: int) -> bytes:
    """The file with a line more."""
    lines = draft.lines()
    lines.insert(place, text)
    return joined(lines)


def with_field(draft: Draft, place: int, text: bytes) -> bytes:
    """The file with a text in the place of the load time of a row."""
    lines = draft.lines()
    lines[place] = lines[place].replace(draft.loaded_at.encode(), text)
    return joined(lines)


@damage(GROUP, "is empty", on="csv jsonl parquet")
def empty(draft: Draft) -> None:
    draft.refuse(b"", "is empty|is not a Parquet file")


@damage(GROUP, "has a line end and nothing else", on="csv jsonl")
def blank(draft: Draft) -> None:
    draft.refuse(b"\n", "is empty")


@damage(GROUP, "ends in the middle of a row", on="csv jsonl parquet")
def cut_off(draft: Draft) -> None:
    draft.refuse(draft.content()[:-40], "line [34] |is not a Parquet file")


@damage(GROUP, "has a comma too many in a row", on="csv")
def field_too_many(draft: Draft) -> None:
    lines = draft.lines()
    lines[2] = lines[2].replace(b",", b",,", 1)
    draft.refuse(joined(lines), "line 3 has .* fields, the header")


@damage(GROUP, "has an unquoted comma in a text", on="csv", feeds="support_tickets")
def unquoted_comma(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(b",", b",Berlin, Mitte", 1)
    draft.refuse(joined(lines), "line 2 has .* fields, the header")


@damage(GROUP, "lacks a field in a row", on="csv")
def field_too_few(draft: Draft) -> None:
    lines = draft.lines()
    lines[3] = lines[3].rsplit(b",", 1)[0]
    draft.refuse(joined(lines), "line 4 has .* fields, the header")


@damage(GROUP, "ends each row with a comma", on="csv")
def trailing_commas(draft: Draft) -> None:
    header, *lines = draft.lines()
    draft.refuse(joined([header, *(line + b"," for line in lines)]), "line 2 has .* fields")


@damage(GROUP, "opens a quote that is never closed", on="csv")
def unclosed_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 2, b'"2026'), "line 3 ")


@damage(GROUP, "has text after a closing quote", on="csv")
def text_after_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b'"2026"-01-11'), "line 2 has text after a closing quote")


@damage(GROUP, "escapes quotes by a backslash", on="csv")
def backslash_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 3, b'"a \\"b\\" c"'), "line 4 has text after a closing quote")


@damage(GROUP, "has a blank before a quote", on="csv")
def blank_before_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b' "2026-01-11"'), "line 2 has a space before a quote")


@damage(GROUP, "quotes with single quotes, around a comma", on="csv")
def single_quotes(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b"'2026,01'"), "line 2 has .* fields, the header")


@damage(GROUP, "has line ends of two kinds", on="csv")
def mixed_line_ends(draft: Draft) -> None:
    content = draft.content().replace(b"\n", b"\r\n")
    draft.refuse(content[:-2] + b"\n", "line 4 ends in another way than the header")


@damage(GROUP, "has the line ends of an old Macintosh", on="csv")
def carriage_returns(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"\n", b"\r"), "line 1 has a carriage return")


@damage(GROUP, "has a carriage return inside a row", on="csv")
def carriage_return_in_row(draft: Draft) -> None:
    draft.refuse(with_field(draft, 2, b"2026\r01"), "line 3 has a carriage return")


@damage(GROUP, "has a blank line", on="csv")
def blank_line(draft: Draft) -> None:
    draft.refuse(with_line(draft, b"", 2), "line 3 has 0 fields, .*delete the blank line")


@damage(GROUP, "has blank lines at its end", on="csv")
def blank_end(draft: Draft) -> None:
    draft.refuse(draft.content() + b"\n\n", "line 5 has 0 fields")


@damage(GROUP, "ends with the number of rows, as SQL Server writes it", on="csv jsonl")
def trailing_note(draft: Draft) -> None:
    line = 5 if draft.kind == "csv" else 4
    draft.refuse(draft.content() + b"(3 rows affected)\n", f"line {line} ")


@damage(GROUP, "ends with a sign of end of file", on="csv jsonl")
def control_z(draft: Draft) -> None:
    line = 5 if draft.kind == "csv" else 4
    draft.refuse(draft.content() + b"\x1a", f"line {line} ")


@damage(GROUP, "starts with a comment", on="csv jsonl")
def comment_first(draft: Draft) -> None:
    draft.refuse(b"# exported 2026-01-11\n" + draft.content(), "unknown columns|line 1 ")


@damage(GROUP, "has a comment between its rows", on="csv jsonl")
def comment_between(draft: Draft) -> None:
    line = 3 if draft.kind == "csv" else 2
    draft.refuse(with_line(draft, b"# page 2", line - 1), f"line {line} ")


@damage(GROUP, "has its header again between the rows", on="csv")
def header_again(draft: Draft) -> None:
    names = dict(zip(draft.columns, draft.columns, strict=True))
    header = Row("_record_source", names, QUARANTINED, "invalid_timestamp in _loaded_at")
    draft.rows.insert(2, header)
    draft.land()


@damage(GROUP, "has semicolons between its columns", on="csv")
def semicolons(draft: Draft) -> None:
    draft.refuse(draft.csv(draft.columns, delimiter=";"), "has ';' between its columns")


@damage(GROUP, "has tabs between its columns", on="csv")
def tabs(draft: Draft) -> None:
    draft.refuse(draft.csv(draft.columns, delimiter="\t"), r"has '\\t' between its columns")


@damage(GROUP, "has a header with commas and rows with semicolons", on="csv")
def two_delimiters(draft: Draft) -> None:
    header = draft.lines()[0]
    rows = draft.csv(draft.columns, delimiter=";").splitlines()[1:]
    draft.refuse(joined([header, *rows]), "line 2 has 1 fields")


@damage(GROUP, "starts with a byte order mark", on="csv jsonl")
def byte_order_mark(draft: Draft) -> None:
    draft.refuse(b"\xef\xbb\xbf" + draft.content(), "byte order mark")


@damage(GROUP, "is UTF-16", on="csv jsonl")
def utf_16(draft: Draft) -> None:
    draft.refuse(draft.content().decode().encode("utf-16"), "is UTF-16, not UTF-8")


@damage(GROUP, "is UTF-16 without a mark", on="csv jsonl")
def utf_16_unmarked(draft: Draft) -> None:
    draft.refuse(draft.content().decode().encode("utf-16-be"), "NUL|line 1 ")


@damage(GROUP, "is Latin-1", on="csv jsonl")
def latin_1(draft: Draft) -> None:
    content = draft.content().replace(b"_record_source", "_récord_source".encode("latin-1"))
    content = draft.content() if draft.kind == "csv" else content
    lines = content.splitlines()
    lines[2] = lines[2].replace(draft.batch.encode(), b"M\xfcnchen")
    draft.refuse(joined(lines), r"line [13] is not UTF-8 \(")


@damage(GROUP, "has half a character of UTF-8", on="csv jsonl")
def half_character(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"M\xc3nchen")
    draft.refuse(joined(lines), "line 2 is not UTF-8")


@damage(GROUP, "has a surrogate in UTF-8", on="csv jsonl")
def surrogate(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"x\xed\xa0\x80x")
    draft.refuse(joined(lines), "line 2 is not UTF-8")


@damage(GROUP, "has a NUL byte", on="csv jsonl")
def nul_byte(draft: Draft) -> None:
    lines = draft.lines()
    lines[2] = lines[2].replace(draft.batch.encode(), b"B\0F")
    draft.refuse(joined(lines), "line 3 ")


@damage(GROUP, "ends in a megabyte of NUL bytes, as after a crash", on="csv jsonl")
def nul_tail(draft: Draft) -> None:
    line = 5 if draft.kind == "csv" else 4
    draft.refuse(draft.content() + b"\0" * 1_000_000, f"line {line} ")


@damage(GROUP, "has a line of more than a megabyte", on="csv jsonl")
def long_line(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(draft.batch.encode(), b"x" * 1_000_001)
    draft.refuse(joined(lines), "line 2 has more than 1,000,000 bytes")


@damage(GROUP, "has a value of 200,000 characters", on="csv jsonl", feeds="orders opportunities")
def long_value(draft: Draft) -> None:
    column = "BUYER_NAME" if draft.kind == "csv" else "DEAL_NAME"
    draft.quarantine(1, f"too_long in {column}", **{column: "x" * 200_000})


@damage(GROUP, "is a web page", on="csv jsonl parquet")
def web_page(draft: Draft) -> None:
    page = b"<!DOCTYPE html>\n<html><body>503 Service Unavailable</body></html>\n"
    draft.refuse(page, "unknown columns|line 1 |is not a Parquet file")


@damage(GROUP, "is a workbook of Excel", on="csv jsonl parquet")
def workbook(draft: Draft) -> None:
    draft.refuse(
        b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(256)), "line 1 |is not a Parquet file"
    )


@damage(GROUP, "starts with Excel's line about the separator", on="csv")
def sep_line(draft: Draft) -> None:
    draft.refuse(b"sep=,\n" + draft.content(), "unknown columns")


@damage(GROUP, "is of another feed", on="csv jsonl parquet")
def other_feed(draft: Draft) -> None:
    names = ["EMPLOYEE_ID", "SALARY", *draft.columns[-3:]]
    rows = [row.put(EMPLOYEE_ID="E1", SALARY="1").values for row in draft.rows]
    from bad_files.formats import file_bytes

    picked = [{name: row[name] for name in names} for row in rows]
    draft.refuse(file_bytes(draft.kind, names, picked), "unknown (columns|keys)")


@damage(GROUP, "quotes every value, ends lines with CRLF and has no last line end", on="csv")
def quoted_crlf(draft: Draft) -> None:
    draft.land(draft.csv(draft.columns, quoting=1, lineterminator="\r\n")[:-2])


@damage(GROUP, "has line breaks, quotes and commas in quotes", on="csv", feeds="marketing_leads")
def line_breaks(draft: Draft) -> None:
    draft.store(0, "FULL_NAME", 'Ann "Annie"\nMiller, PhD', 'Ann "Annie" Miller, PhD')
    draft.store(1, "FULL_NAME", "Bob\r\nStone", "Bob  Stone")
    draft.store(2, "FULL_NAME", '""', '""')


@damage(GROUP, "has a row without any value but its delivery", on="csv jsonl parquet")
def no_values(draft: Draft) -> None:
    empty_row = dict.fromkeys(draft.columns[:-3])
    draft.quarantine(1, "missing_key in ", **empty_row)


@damage(GROUP, "has quotes and hashes in unquoted values", on="csv", feeds="marketing_leads")
def odd_unquoted(draft: Draft) -> None:
    texts = ['5" pipe', "#1 choice", "back\\slash"]
    lines = draft.lines()
    for place, text in enumerate(texts):
        values = draft.rows[place].values
        draft.rows[place] = draft.rows[place].put(CAMPAIGN=text)
        fields = [str(values[column] or "") for column in draft.columns]
        fields[draft.columns.index("CAMPAIGN")] = text
        lines[place + 1] = ",".join(fields).encode()
    draft.land(joined(lines))


@damage(GROUP, "has a thousand rows and one bad line at the end", on="csv jsonl")
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
    # What is repaired is the same kind of file with fewer rows.
    draft.rows = draft.rows[:5]
    draft.refuse_files(draft.refusal.files if draft.refusal else {}, f"line {len(lines):d} ")

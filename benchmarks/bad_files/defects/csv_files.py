"""CSV files whose rows violate the specification, and unusual ones that comply."""

from __future__ import annotations

from bad_files.delivery import QUARANTINED, Row, defect
from bad_files.draft import Draft
from bad_files.formats import csv_bytes

GROUP = "CSV"


def joined(lines: list[bytes], end: bytes = b"\n") -> bytes:
    """Lines as a file."""
    return b"".join(line + end for line in lines)


def with_line(draft: Draft, text: bytes, place: int) -> bytes:
    """The file with an additional line."""
    lines = draft.lines()
    lines.insert(place, text)
    return joined(lines)


def with_field(draft: Draft, place: int, text: bytes) -> bytes:
    """The file with a string instead of the load time of a row."""
    lines = draft.lines()
    lines[place] = lines[place].replace(draft.loaded_at.encode(), text)
    return joined(lines)


@defect(GROUP, "has a comma too many in a row", on="csv")
def field_too_many(draft: Draft) -> None:
    lines = draft.lines()
    lines[2] = lines[2].replace(b",", b",,", 1)
    draft.refuse(joined(lines), "line 3 has .* fields, the header")


@defect(GROUP, "has an unquoted comma in a string", on="csv", feeds="support_tickets")
def unquoted_comma(draft: Draft) -> None:
    lines = draft.lines()
    lines[1] = lines[1].replace(b",", b",Berlin, Mitte", 1)
    draft.refuse(joined(lines), "line 2 has .* fields, the header")


@defect(GROUP, "lacks a field in a row", on="csv")
def field_too_few(draft: Draft) -> None:
    lines = draft.lines()
    lines[3] = lines[3].rsplit(b",", 1)[0]
    draft.refuse(joined(lines), "line 4 has .* fields, the header")


@defect(GROUP, "ends each row with a comma", on="csv")
def trailing_commas(draft: Draft) -> None:
    header, *lines = draft.lines()
    draft.refuse(joined([header, *(line + b"," for line in lines)]), "line 2 has .* fields")


@defect(GROUP, "opens a quote that is never closed", on="csv")
def unclosed_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 2, b'"2026'), "line 3 ")


@defect(GROUP, "has text after a closing quote", on="csv")
def text_after_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b'"2026"-01-11'), "line 2 has text after a closing quote")


@defect(GROUP, "escapes quotes by a backslash", on="csv")
def backslash_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 3, b'"a \\"b\\" c"'), "line 4 has text after a closing quote")


@defect(GROUP, "has a space before a quote", on="csv")
def space_before_quote(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b' "2026-01-11"'), "line 2 has a space before a quote")


@defect(GROUP, "quotes with single quotes, around a comma", on="csv")
def single_quotes(draft: Draft) -> None:
    draft.refuse(with_field(draft, 1, b"'2026,01'"), "line 2 has .* fields, the header")


@defect(GROUP, "has two line endings", on="csv")
def mixed_line_endings(draft: Draft) -> None:
    content = draft.content().replace(b"\n", b"\r\n")
    draft.refuse(content[:-2] + b"\n", "line 4 has a different line ending from the header")


@defect(GROUP, "has the line endings of an old Macintosh", on="csv")
def carriage_returns(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"\n", b"\r"), "line 1 has a carriage return")


@defect(GROUP, "ends in a carriage return", on="csv")
def carriage_return_at_end(draft: Draft) -> None:
    draft.refuse(draft.content()[:-1] + b"\r", "line 4 has a different line ending from the header")


@defect(GROUP, "has two carriage returns at the end of a line", on="csv")
def two_carriage_returns(draft: Draft) -> None:
    lines = draft.content().replace(b"\n", b"\r\n").splitlines(keepends=True)
    lines[2] = lines[2].replace(b"\r", b"\r\r")
    draft.refuse(b"".join(lines), "line 3 has a different line ending from the header")


@defect(GROUP, "has a carriage return inside a row", on="csv")
def carriage_return_in_row(draft: Draft) -> None:
    draft.refuse(with_field(draft, 2, b"2026\r01"), "line 3 has a carriage return")


@defect(GROUP, "has a blank line", on="csv")
def blank_line(draft: Draft) -> None:
    draft.refuse(with_line(draft, b"", 2), "line 3 has 0 fields, .*delete the blank line")


@defect(GROUP, "has blank lines at its end", on="csv")
def blank_end(draft: Draft) -> None:
    draft.refuse(draft.content() + b"\n\n", "line 5 has 0 fields")


@defect(GROUP, "has its header again between the rows", on="csv")
def header_again(draft: Draft) -> None:
    names = dict(zip(draft.columns, draft.columns, strict=True))
    header = Row("_record_source", names, QUARANTINED, "invalid_timestamp in _loaded_at")
    draft.rows.insert(2, header)
    draft.land()


@defect(GROUP, "has semicolons between its columns", on="csv")
def semicolons(draft: Draft) -> None:
    draft.refuse(draft.csv(draft.columns, delimiter=";"), "has ';' between its columns")


@defect(GROUP, "has tabs between its columns", on="csv")
def tabs(draft: Draft) -> None:
    draft.refuse(draft.csv(draft.columns, delimiter="\t"), r"has '\\t' between its columns")


@defect(GROUP, "has a header with commas and rows with semicolons", on="csv")
def two_delimiters(draft: Draft) -> None:
    header = draft.lines()[0]
    rows = draft.csv(draft.columns, delimiter=";").splitlines()[1:]
    draft.refuse(joined([header, *rows]), "line 2 has 1 field")


@defect(GROUP, "has a row of three megabytes in many lines", on="csv")
def long_row(draft: Draft) -> None:
    draft.refuse(with_field(draft, 2, b'"' + b"x" * 900_000 + b"\n" * 200_000 + b'"'), "line 3 ")


@defect(GROUP, "has a row of two megabytes in many lines, in short values", on="csv")
def wide_row(draft: Draft) -> None:
    values = [f"{'x' * 400_000}\n" for _ in draft.columns]
    row = dict(zip(draft.columns, values, strict=True))
    text = csv_bytes(draft.columns, [row]).split(b"\n", 1)[1]
    draft.refuse(draft.content() + text, "line 5 has more than 1,000,000 bytes")


@defect(GROUP, "starts with Excel's line about the separator", on="csv")
def sep_line(draft: Draft) -> None:
    draft.refuse(b"sep=,\n" + draft.content(), "has no header")


@defect(
    GROUP,
    "quotes every value, ends lines with CRLF and no line ending after the last row",
    on="csv",
)
def quoted_crlf(draft: Draft) -> None:
    draft.land(draft.csv(draft.columns, quoting=1, lineterminator="\r\n")[:-2])


@defect(GROUP, "has line breaks, quotes and commas in quotes", on="csv", feeds="marketing_leads")
def line_breaks(draft: Draft) -> None:
    draft.store(0, "FULL_NAME", 'Ann "Annie"\nMiller, PhD', 'Ann "Annie" Miller, PhD')
    draft.store(1, "FULL_NAME", "Bob\r\nStone", "Bob  Stone")
    draft.store(2, "FULL_NAME", '""', '""')


@defect(GROUP, "has quotes and hashes in unquoted values", on="csv", feeds="marketing_leads")
def unusual_unquoted(draft: Draft) -> None:
    strings = ['5" pipe', "#1 choice", "back\\slash"]
    lines = draft.lines()
    for place, text in enumerate(strings):
        values = draft.rows[place].values
        draft.rows[place] = draft.rows[place].put(CAMPAIGN=text)
        fields = [str(values[column] or "") for column in draft.columns]
        fields[draft.columns.index("CAMPAIGN")] = text
        lines[place + 1] = ",".join(fields).encode()
    draft.land(joined(lines))

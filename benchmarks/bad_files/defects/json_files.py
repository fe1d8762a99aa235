"""JSON lines that are not objects of plain values, and values that other parsers change."""

from __future__ import annotations

import json

from bad_files.delivery import defect
from bad_files.draft import Draft

GROUP = "JSON"


def with_text(draft: Draft, column: str, text: str, place: int = 1) -> bytes:
    """The file with a string, as it is, instead of the value of a row."""
    lines = draft.lines()
    value = json.dumps(draft.rows[place].values[column], ensure_ascii=False)
    name = json.dumps(column)
    lines[place] = lines[place].replace(f"{name}: {value}".encode(), f"{name}: {text}".encode())
    return b"".join(line + b"\n" for line in lines)


def refuse_text(draft: Draft, column: str, text: str, pattern: str) -> None:
    """A string instead of a value must be refused in line 2."""
    draft.refuse(with_text(draft, column, text), f"line 2 {pattern}")


@defect(GROUP, "is an array of objects", on="jsonl")
def array(draft: Draft) -> None:
    draft.refuse(b"[" + b",".join(draft.lines()) + b"]", "line 1 is not a JSON object")


@defect(GROUP, "is one pretty-printed object", on="jsonl")
def pretty(draft: Draft) -> None:
    draft.refuse(json.dumps(draft.rows[0].values, indent=2).encode(), "line 1 is not one JSON")


@defect(GROUP, "has all objects in one line", on="jsonl")
def one_line(draft: Draft) -> None:
    draft.refuse(b"".join(draft.lines()), "line 1 is not one JSON object")


@defect(GROUP, "has a comma after each object", on="jsonl")
def commas(draft: Draft) -> None:
    draft.refuse(b",\n".join(draft.lines()), "line 1 is not one JSON object")


@defect(GROUP, "has a trailing comma in an object", on="jsonl")
def trailing_comma(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"}", b",}", 1), "line 1 is not one JSON object")


@defect(GROUP, "has single quotes", on="jsonl")
def single_quotes(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b'"', b"'"), "line 1 is not one JSON object")


@defect(GROUP, "has an empty object", on="jsonl")
def empty_object(draft: Draft) -> None:
    # A row without load time, batch and source: counted, and in quarantine.
    draft.rows[1] = draft.rows[1].put(**dict.fromkeys(draft.columns))
    draft.quarantine(1, "invalid_timestamp in _loaded_at")
    lines = draft.lines()
    draft.land(lines[0] + b"\n{}\n" + lines[2] + b"\n")


@defect(GROUP, "starts with an empty object", on="jsonl")
def empty_object_first(draft: Draft) -> None:
    draft.quarantine(0, "invalid_timestamp in _loaded_at", **dict.fromkeys(draft.columns))
    draft.land(b"{}\n" + b"\n".join(draft.lines()[1:]))


@defect(GROUP, "has numbers and booleans in the columns of its delivery", on="jsonl")
def delivery_numbers(draft: Draft) -> None:
    draft.quarantine(1, "invalid_timestamp in _loaded_at", _loaded_at=1768096800)
    draft.quarantine(2, "invalid_timestamp in _loaded_at", _loaded_at=True)


@defect(GROUP, "has a number instead of an object", on="jsonl")
def number_line(draft: Draft) -> None:
    draft.refuse(draft.content() + b"42\n", "line 4 is not a JSON object")


@defect(GROUP, "has an object in a value", on="jsonl")
def nested(draft: Draft) -> None:
    refuse_text(draft, draft.key, '{"id": 1}', f"has a nested value in {draft.key}")


@defect(GROUP, "has a list in a value", on="jsonl")
def nested_list(draft: Draft) -> None:
    refuse_text(draft, draft.key, '["a"]', f"has a nested value in {draft.key}")


@defect(GROUP, "is nested a hundred thousand times", on="jsonl")
def deep(draft: Draft) -> None:
    refuse_text(draft, draft.key, "[" * 100_000 + "]" * 100_000, "")


@defect(GROUP, "has NaN", on="jsonl")
def nan(draft: Draft) -> None:
    refuse_text(draft, draft.key, "NaN", "has the value NaN")


@defect(GROUP, "has a number of 5,000 digits", on="jsonl")
def many_digits(draft: Draft) -> None:
    refuse_text(draft, draft.key, "9" * 5000, "has the number 999")


@defect(GROUP, "has a key of 25 digits as a number", on="jsonl")
def large_key(draft: Draft) -> None:
    refuse_text(
        draft, draft.key, "1234567890123456789012345", "has the number 12345678901234567890"
    )


@defect(GROUP, "has a number of 20 digits in a string", on="jsonl", feeds="fraud_alerts")
def large_number_in_text(draft: Draft) -> None:
    refuse_text(draft, "TEAM", "12345678901234567890123", "has the number 123456789012345678")


@defect(GROUP, "has a number with a leading zero", on="jsonl")
def leading_zero(draft: Draft) -> None:
    refuse_text(draft, draft.key, "007", "is not one JSON object")


@defect(GROUP, "has a fraction that a float changes", on="jsonl", feeds="fraud_alerts")
def long_fraction(draft: Draft) -> None:
    refuse_text(draft, "RISK_SCORE", "0.1234567890123456789", "has the number 0.12345678901234567")


@defect(GROUP, "has a number with a trailing zero in a string", on="jsonl", feeds="fraud_alerts")
def last_zero(draft: Draft) -> None:
    refuse_text(draft, "TEAM", "1.10", "has the number 1.10 in TEAM")


@defect(GROUP, "has a number too large for a float", on="jsonl", feeds="fraud_alerts")
def large_exponent(draft: Draft) -> None:
    refuse_text(draft, "FLAGGED_AMOUNT", "1e400", "has the number 1e400")


@defect(GROUP, "has numbers and booleans without quotes", on="jsonl", feeds="fraud_alerts")
def plain_values(draft: Draft) -> None:
    draft.rows[0] = draft.rows[0].put(RISK_SCORE=65, FLAGGED_AMOUNT=1288.5, RESOLUTION_HOURS=8.0)
    draft.store(1, "TEAM", True, "true")
    draft.store(2, "TEAM", 12345678901234567, "12345678901234567")


@defect(GROUP, "has an integer at the limits of 64 bits", on="jsonl", feeds="fraud_alerts")
def limits_of_64_bits(draft: Draft) -> None:
    for place, number in enumerate((2**63, 2**64 - 1, -(2**63))):
        draft.store(place, "TEAM", number, str(number))


@defect(GROUP, "has a number with an exponent", on="jsonl", feeds="fraud_alerts")
def exponent(draft: Draft) -> None:
    draft.rows[1] = draft.rows[1].put(FLAGGED_AMOUNT="1500")
    valid = with_text(draft, "FLAGGED_AMOUNT", "1.5e3")
    draft.land(valid)


@defect(GROUP, "has a NUL in escaped letters", on="jsonl")
def escaped_nul(draft: Draft) -> None:
    refuse_text(draft, draft.key, '"a\\u0000b"', "has a NUL character")


@defect(GROUP, "has half a character in escaped letters", on="jsonl")
def half_surrogate(draft: Draft) -> None:
    refuse_text(draft, draft.key, '"\\ud83d"', "has half a character")


@defect(GROUP, "has a tab that is not escaped", on="jsonl")
def raw_tab(draft: Draft) -> None:
    refuse_text(draft, draft.key, '"a\tb"', "is not one JSON object")


@defect(GROUP, "has all characters escaped", on="jsonl", feeds="opportunities")
def escaped(draft: Draft) -> None:
    name = 'Zoë "O\'Brien" 李 \U0001f600 / \\ end'
    draft.rows[1] = draft.rows[1].put(DEAL_NAME=name)
    text = '"' + "".join(
        f"\\u{unit:04x}"
        for pair in [name.encode("utf-16-be")]
        for unit in [pair[place] * 256 + pair[place + 1] for place in range(0, len(pair), 2)]
    )
    draft.land(with_text(draft, "DEAL_NAME", text + '"'))


@defect(GROUP, "has CRLF, blank lines and whitespace around its objects", on="jsonl")
def whitespace_around(draft: Draft) -> None:
    lines = draft.lines()
    draft.land(b"\r\n  \r\n".join(b" \t" + line + b"  " for line in lines) + b"\r\n\n\n")


@defect(GROUP, "has a no-break space after an object", on="jsonl")
def no_break_space(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"}\n", "}\u00a0\n".encode(), 1), "line 1 is not one")


@defect(GROUP, "has a form feed after an object", on="jsonl")
def form_feed(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"}\n", b"}\x0c\n", 1), "line 1 is not one JSON object")


@defect(GROUP, "has a form feed in a line of its own", on="jsonl")
def form_feed_line(draft: Draft) -> None:
    draft.refuse(draft.content() + b"\x0c\n", "line 4 ")


@defect(GROUP, "has carriage returns between its objects", on="jsonl")
def carriage_returns(draft: Draft) -> None:
    draft.refuse(b"\r".join(draft.lines()), "line 1 is not one JSON object")


@defect(GROUP, "has a comment after an object", on="jsonl")
def comment(draft: Draft) -> None:
    draft.refuse(draft.content().replace(b"}\n", b"} // first\n", 1), "line 1 is not one JSON")


@defect(GROUP, "has records that start with a separator (RFC 7464)", on="jsonl")
def record_separators(draft: Draft) -> None:
    draft.refuse(b"".join(b"\x1e" + line + b"\n" for line in draft.lines()), "line 1 is not one")


@defect(GROUP, "has an undeclared key in its last line", on="jsonl")
def late_key(draft: Draft) -> None:
    lines = draft.lines()
    lines[2] = lines[2].replace(b"{", b'{"MOOD": "good", ', 1)
    draft.refuse(b"\n".join(lines), "line 3 has 1 unknown key: 'MOOD'; add them to contracts/")


@defect(GROUP, "has the strings null and NULL", on="jsonl", feeds="opportunities")
def null_strings(draft: Draft) -> None:
    draft.store(0, "DEAL_NAME", "null", "null")
    draft.store(1, "DEAL_NAME", "NULL", "NULL")
    draft.store(2, "DEAL_NAME", "", None)

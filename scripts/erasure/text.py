"""The form in which strings are compared, and where a value may begin and end inside other text.

Patterns are for Python and for DuckDB, which have different names for the characters of a word.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from warehouse.landing.clean_text import clean_text


def ranges_of_marks() -> str:
    """The marks of Unicode as ranges for a pattern. They belong to words, as the vowel marks of
    Hindi do, but Python's \\w has none of them."""
    marks = [code for code in range(sys.maxunicode) if unicodedata.category(chr(code))[0] == "M"]
    known = set(marks)
    starts = [chr(code) for code in marks if code - 1 not in known]
    ends = [chr(code) for code in marks if code + 1 not in known]
    return "".join(f"{start}-{end}" for start, end in zip(starts, ends, strict=True))


PYTHON, DUCKDB = rf"\w{ranges_of_marks()}", r"\pL\pN\pM_"  # the characters of words
# Thai, kana, Han and Hangul are written without spaces between words, or with suffixes.
UNSPACED = (
    "\u0e00-\u0e7f\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
IS_UNSPACED = re.compile(f"[{UNSPACED}]")
# People write a Greek name in upper case without the accents.
GREEK_ACCENT = re.compile("([\u03b1-\u03c9]\u0308?)[\u0300\u0301\u0342]")
# Between the cells of a row that is searched as one string.
BORDER = "\x1f"
# What people write between the digits of a phone number, and between the characters of an id.
BETWEEN_DIGITS, BETWEEN_CHARACTERS = "[ \u00a0/().-]{0,3}", "[ ./-]?"
SHORTEST_SPACED = 8  # characters of such an id; fewer may be an amount
# Characters before a value in a web address, percent-encoded: a space, & or =, for example.
ENCODED = "%(?:2[026cf]|3[a-f])"


def folded(text: str) -> str:
    """A value in the form in which values are compared: without case, composed, and with the digits
    0 to 9 in place of those of other scripts."""
    text = clean_text(text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = GREEK_ACCENT.sub(r"\1", text.replace("i\u0307", "i").replace("ı", "i"))
    text = re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), text)
    return unicodedata.normalize("NFKC", text)


def add_folding(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the function `folded_cells` in a connection, if it is missing: `folded` of cells that
    are joined by borders."""
    named = "select 1 from duckdb_functions() where function_name = 'folded_cells'"
    if not connection.execute(named).fetchone():
        connection.create_function(
            "folded_cells", folded_cells, ["varchar"], "varchar", type="arrow"
        )


def folded_cells(rows: pa.Array) -> pa.Array:
    """The rows, each with its cells folded."""
    found = [BORDER.join(map(folded, row.split(BORDER))) for row in rows.to_pylist()]
    return pa.array(found, pa.string())


def sql_folded(expression: str) -> str:
    """A text expression, folded; the connection needs `add_folding`."""
    is_ascii = f"coalesce(strlen({expression}) = length({expression}), true)"
    return f"case when {is_ascii} then lower({expression}) else folded_cells({expression}) end"


def plain_pattern(values: Mapping[str, str], numbers: Iterable[str], strings: Iterable[str]) -> str:
    """A pattern that finds at least what `pattern_inside` does, or one of the strings, without
    looking at what is before and after: DuckDB reads it fast, whatever the number of values."""
    shapes = [spelt(text, kind) for text, kind in values.items()]
    return "|".join([*shapes, *map(spelt_number, numbers), *map(re.escape, strings)])


def length(text: str) -> int:
    """The length of a string, in which a character of a script without spaces counts as two."""
    return len(text) + len(IS_UNSPACED.findall(text))


def pattern_inside(
    values: Mapping[str, str], numbers: Iterable[str] = (), word: str = PYTHON
) -> str:
    """A pattern that finds one of the values in folded text; empty if there are none.

    values: folded text -> category. numbers: the digits of phone numbers, which may be in any
    format. word: PYTHON or DUCKDB.
    """
    near = f"[^{word}]|[{UNSPACED}]"
    groups: dict[tuple[str, str], list[str]] = {}
    for text, kind in values.items():
        if kind == "email":
            before = f"(?:^|[^{word}.+-]|[{UNSPACED}]|{ENCODED})"
            after = f"(?:$|[^{word}.-]|[{UNSPACED}]|[.](?:$|[^{word}]))"
        else:
            before = "" if IS_UNSPACED.match(text) else f"(?:^|{near})"
            after = "" if IS_UNSPACED.match(text[-1:]) else f"(?:$|{near})"
        groups.setdefault((before, after), []).append(spelt(text, kind))
    for digits in numbers:
        shape = f"0{{0,2}}{BETWEEN_DIGITS}{spelt_number(digits)}"
        groups.setdefault(("(?:^|[^0-9])", "(?:$|[^0-9])"), []).append(shape)
    return "|".join(
        f"{before}(?:{'|'.join(shapes)}){after}" for (before, after), shapes in groups.items()
    )


def spelt(text: str, kind: str) -> str:
    """A pattern for a value as people write it in text."""
    if kind == "email":
        return re.escape(text).replace("@", "(?:@|%40)").replace(r"\+", r"(?:\+|%2b)")
    if kind == "id" and len(characters := without_gaps(text)) >= SHORTEST_SPACED:
        return BETWEEN_CHARACTERS.join(map(re.escape, characters))
    return re.escape(text)


def spelt_number(digits: str) -> str:
    """A pattern for a phone number in any format."""
    return BETWEEN_DIGITS.join(digits)


def without_gaps(text: str) -> str:
    """A string without what people write between the characters of an id."""
    return re.sub("[ ./-]", "", text)


def compiled(pattern: str) -> re.Pattern[str] | None:
    """A compiled pattern; None if it is empty."""
    return re.compile(pattern) if pattern else None


def initials_pattern(letters: Iterable[str], word: str = PYTHON) -> str:
    """A pattern that finds a name of one letter in text that is not folded: a capital letter as a
    word next to other text; empty if there are none."""
    sought = "|".join(sorted({letter.upper() for letter in letters}))
    gap = f"[^{word}{BORDER}]"
    pattern = f"{gap}(?:{sought})(?:$|[^{word}])|(?:^|[^{word}])(?:{sought}){gap}"
    return pattern if sought else ""

"""The questions about a file that its values cannot answer: its encoding, and whether it has a
header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from mdm.files.content import open_file
from mdm.files.text import WESTERN
from onboarding.file_format import SAMPLE_BYTES, FileFormat
from onboarding.raw_files import RawTable
from warehouse.problems import some

CENTRAL = "cp1250"
# The accented letters of the languages that are written in each of the two encodings.
LETTERS = {
    WESTERN: (
        "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíóúüñ", "àèéìíîòóùú", "áâãàçéêíóôõúü", "åäöæøéü",
        "ëïéèêöüáóíô", "áðéíóúýþæö",
    ),
    CENTRAL: (
        "áčďéěíňóřšťúůýžäĺľôŕ", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž",
    ),
}  # fmt: skip
# The name of a column without one, as `raw_files` writes it.
UNNAMED = re.compile(r"column \d+")
WORD = re.compile(r"[^\W\d_]+")
# A number, date, time or e-mail address, none of which is the name of a column.
VALUE = re.compile(r"[+-]?\d[\d.,:/ TZ+-]*|\S+@\S+[.]\w+")


def file_questions(
    paths: Sequence[Path], file_format: FileFormat, tables: Sequence[RawTable]
) -> tuple[str, ...]:
    """The questions about the files of a feed, at most one of each kind."""
    found = []
    for path, table in zip(paths, tables, strict=True):
        found += [*encoding_questions(path, file_format), *header_questions(path, table)]
    return tuple(dict.fromkeys(found))


def is_of_one_language(word: str, encoding: str) -> bool:
    """Whether one language of an encoding has all accented letters of a word."""
    accented = {letter for letter in word.lower() if not letter.isascii()}
    return any(accented <= set(letters) for letters in LETTERS[encoding])


def encoding_questions(path: Path, file_format: FileFormat) -> Iterator[str]:
    """Asks if a file that is read as Western European has a word that only a language of Central
    Europe has, in its own encoding."""
    if file_format.encoding != WESTERN:
        return
    with open_file(path)() as file:
        text = file.read(SAMPLE_BYTES).decode(WESTERN, "replace")
    for word in WORD.findall(text):
        if word.isascii() or is_of_one_language(word, WESTERN):
            continue
        other = word.encode(WESTERN, "replace").decode(CENTRAL, "replace")
        if other != word and is_of_one_language(other, CENTRAL):
            yield (
                f"is {word} in {path.name} right, or {other}? The file is read as {WESTERN}; for "
                f"{other}, write encoding: {CENTRAL} in sourceFiles"
            )
            return


def header_questions(path: Path, table: RawTable) -> Iterator[str]:
    """Asks if the first line of a file has values instead of the names of columns, or names few of
    them."""
    unnamed = [name for name in table.columns if UNNAMED.fullmatch(name)]
    if 2 * len(unnamed) > len(table.columns) > 2:
        yield (
            f"does the first line of {path.name} have the names of the columns? It names only "
            f"{some([name for name in table.columns if name not in unnamed])}. If a line below has "
            "them, delete the lines before it, and this contract, and run make new-feed again"
        )
        return
    for place, name in enumerate(table.columns):
        if VALUE.fullmatch(name) or any(row[place] == name for row in table.rows):
            yield (
                f"is the first line of {path.name} ({some(table.columns)}) a row, not the names of "
                "the columns? It is read as their names. If it is a row, put a line with the names "
                "before it, delete this contract, and run make new-feed again"
            )
            return

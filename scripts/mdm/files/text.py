"""The encoding and the delimiter of a text file, detected from its content."""

import codecs
import csv
from collections.abc import Callable
from pathlib import Path
from typing import IO

from charset_normalizer import from_bytes

from ..tables import InputError

BLOCK = 1 << 20
WESTERN = "cp1252"
MOSTLY = 0.75
"""Smallest share of plain letters in text of a Western language."""
SAMPLE_BYTES = 200_000
SAMPLE_LINES = 200
DELIMITERS = (",", ";", "\t", "|")
DELIMITER_WORDS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ENCODINGS = (
    "cp1252 latin_1 iso8859_15 mac_roman cp1250 iso8859_2 cp1251 koi8_r cp1253 cp1254 cp1255"
    " cp1256 cp1257 cp1258 cp932 euc_jp gb18030 cp950 cp949 cp437 cp850 cp852"
).split()
"""Encodings of customer files without a byte order mark, besides UTF-8."""


def detect_encoding(path: Path, opened: Callable[[], IO[bytes]]) -> str:
    """Return the encoding: by its mark, UTF-8 if the file is valid UTF-8, else the most likely one.

    Raises InputError if no encoding fits.
    """
    with opened() as file:
        start = file.read(4)
    for mark, encoding in MARKS.items():
        if start.startswith(mark):
            return encoding
    if is_encoded(opened, "utf-8"):
        return "utf-8"
    for encoding in (*_likely_encodings(_unusual_lines(opened)), WESTERN, "latin_1"):
        if is_encoded(opened, encoding):
            return encoding
    raise InputError(f"{path}: unknown encoding; name it with --encoding")


def _likely_encodings(sample: bytes) -> list[str]:
    """Return encodings, the most likely first: by few symbols among the letters, then by the
    library's scores, then by the order of ENCODINGS. For text of mostly plain letters, the Western
    encoding is always included, because the library omits it for short texts."""
    found = {one.encoding: (one.chaos, -one.coherence)
             for one in from_bytes(sample, cp_isolation=list(ENCODINGS))}  # fmt: skip
    plain = sum(byte < 128 for byte in sample)
    if plain > MOSTLY * len(sample):
        found.setdefault(WESTERN, (0.0, 0.0))
    return sorted(
        found,
        key=lambda name: (
            _symbols(sample.decode(name, "replace")),
            found[name],
            ENCODINGS.index(name) if name in ENCODINGS else len(ENCODINGS),
        ),
    )


def _symbols(text: str) -> int:
    return sum(not char.isascii() and not char.isalpha() for char in text)


def is_encoded(opened: Callable[[], IO[bytes]], encoding: str) -> bool:
    """Whether all bytes of a file are text in an encoding; LookupError for an unknown one."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with opened() as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _unusual_lines(opened: Callable[[], IO[bytes]]) -> bytes:
    """Return the first lines with non-ASCII bytes, by which encodings are distinguished."""
    found, size = [], 0
    with opened() as file:
        for line in file:
            if not line.isascii():
                found.append(line)
                size += len(line)
                if size > SAMPLE_BYTES:
                    break
    return b"".join(found)


def detect_delimiter(opened: Callable[[], IO[bytes]], encoding: str) -> str:
    """Return the delimiter that splits most of the first lines like the header.

    Among equals, the one that gives more columns; a comma if none splits the header.
    """
    with opened() as file:
        text = codecs.getincrementaldecoder(encoding)("replace").decode(file.read(SAMPLE_BYTES))
    lines = [line for line in text.splitlines() if line.strip()][:SAMPLE_LINES]
    best = (0.0, 1, ",")
    for delimiter in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        if widths and widths[0] > 1:
            same = sum(width == widths[0] for width in widths) / len(widths)
            best = max(best, (round(same, 1), widths[0], delimiter), key=lambda one: one[:2])
    return best[2]

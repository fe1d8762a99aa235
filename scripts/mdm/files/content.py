"""Detects the format of a file from its first bytes: Parquet, Excel or text, compressed or not."""

import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ..tables import InputError

GZIP, PARQUET, ZIP, OLE = b"\x1f\x8b", b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PARQUET_FILE, EXCEL_FILE, TEXT_FILE = "Parquet", "Excel", "CSV"
SUFFIXES = {".parquet": PARQUET_FILE, ".xlsx": EXCEL_FILE, ".xls": EXCEL_FILE, ".ods": EXCEL_FILE}
UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of encodings in which text contains zero bytes."""


def is_compressed(path: Path) -> bool:
    """Whether a file is gzip."""
    with path.open("rb") as file:
        return file.read(len(GZIP)) == GZIP


def open_file(path: Path) -> Callable[[], IO[bytes]]:
    """Return a function that opens a file and decompresses it if it is gzip.

    Raises InputError if there is no such file or nothing in it.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    compressed = is_compressed(path)

    def opened() -> IO[bytes]:
        return gzip.open(path, "rb") if compressed else path.open("rb")

    try:
        with opened() as file:
            if not file.read(1):
                raise InputError(f"{path}: the file is empty")
    except (OSError, EOFError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    return opened


def format_of(path: Path, opened: Callable[[], IO[bytes]]) -> str:
    """Return PARQUET_FILE, EXCEL_FILE or TEXT_FILE.

    Raises InputError if the content contradicts the name of the file, or has another format.
    """
    with opened() as file:
        start = file.read(4096)
    found = TEXT_FILE
    if start.startswith(PARQUET):
        found = PARQUET_FILE
    elif start.startswith((ZIP, OLE)):
        found = EXCEL_FILE
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    expected = SUFFIXES.get(suffix, found)
    if found != expected:
        raise InputError(f"{path}: cannot be read (the content is not {expected})")
    if found == TEXT_FILE and b"\0" in start and not start.startswith(UTF_16_OR_32):
        raise InputError(f"{path}: not a Parquet, CSV or Excel file")
    return found


def in_memory(opened: Callable[[], IO[bytes]]) -> io.BytesIO:
    """Return the decompressed content as a file that can be read in any order."""
    with opened() as file:
        return io.BytesIO(file.read())

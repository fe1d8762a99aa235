"""Opens the files of a landing folder, compressed or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from warehouse.landing.file_content import FeedError

# Size of a block of a gzip file; uncompressed, it may be a thousand times as large.
BLOCK = 65_536
GZIP = b"\x1f\x8b"


CORRUPT = "cannot be read (its compressed data is corrupt); deliver it again"
CUT_OFF = "is cut off (its compressed data has no end); deliver it again"


@contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """Opens a file for reading, decompressed if its name ends in .gz. Raises FeedError if it
    cannot be decompressed, possibly only while it is read."""
    if not is_compressed(path):
        with path.open("rb") as file:
            yield file
        return
    import gzip

    with path.open("rb") as file:
        if (start := file.read(2)) and start != GZIP:
            raise FeedError(
                "is not a gzip file; compress it, or deliver it without .gz in its name"
            )
    try:
        with gzip.open(path, "rb") as file:
            yield file
    except EOFError as error:
        raise FeedError(CUT_OFF) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FeedError(CORRUPT) from error


def is_compressed(path: Path) -> bool:
    """Whether a file is a gzip file by its name."""
    return path.suffix.lower() == ".gz"


def check_end(path: Path) -> None:
    """Raises FeedError if a gzip file goes on after its end: Python skips zeros, the load fails."""
    member, is_new = zlib.decompressobj(wbits=31), True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            while block:
                if is_new and block.startswith(b"\0"):
                    raise FeedError("has zeros after its end; deliver it again without them")
                try:
                    member.decompress(block)
                except zlib.error as error:
                    raise FeedError(CORRUPT) from error
                is_new, block = member.eof, member.unused_data
                if is_new:
                    member = zlib.decompressobj(wbits=31)

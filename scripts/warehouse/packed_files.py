"""Opens the files of a landing folder, packed or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from warehouse.file_content import FeedError

# A block of a gzip file, which may be a thousand times as large unpacked.
BLOCK = 65_536


def open_lines(path: Path) -> Iterable[bytes]:
    """The file at a path for reading, unpacked if it is a gzip file by its name."""
    if is_packed(path):
        import gzip

        return gzip.open(path, "rb")
    return path.open("rb")


def is_packed(path: Path) -> bool:
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
                member.decompress(block)
                is_new, block = member.eof, member.unused_data
                if is_new:
                    member = zlib.decompressobj(wbits=31)

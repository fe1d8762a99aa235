"""Files packed with gzip: broken, packed twice, in parts, or not packed at all."""

from __future__ import annotations

import gzip
import zlib

from bad_files.delivery import defect
from bad_files.draft import Draft

GROUP = "gzip"
ON = "csv jsonl"


def packed(draft: Draft) -> bytes:
    """The valid file, packed."""
    return gzip.compress(draft.content(), mtime=0)


@defect(GROUP, "is packed", on=ON)
def valid(draft: Draft) -> None:
    draft.land(packed(draft), ending=f"{draft.kind}.gz")


@defect(GROUP, "is packed, with capitals in its name", on=ON)
def capitals(draft: Draft) -> None:
    draft.land(packed(draft), ending=f"{draft.kind}.gz".upper())


@defect(GROUP, "is cut off", on=ON)
def cut_off(draft: Draft) -> None:
    draft.refuse(packed(draft)[:-12], "is cut off .*deliver it again", ending=f"{draft.kind}.gz")


@defect(GROUP, "lacks its check sum", on=ON)
def no_trailer(draft: Draft) -> None:
    draft.refuse(packed(draft)[:-8], "is cut off .*deliver it again", ending=f"{draft.kind}.gz")


@defect(GROUP, "has a wrong check sum", on=ON)
def wrong_sum(draft: Draft) -> None:
    content = packed(draft)
    broken = content[:-8] + bytes([content[-8] ^ 1]) + content[-7:]
    draft.refuse(broken, "cannot be read .*deliver it again", ending=f"{draft.kind}.gz")


@defect(GROUP, "has a wrong byte in its middle", on=ON)
def wrong_byte(draft: Draft) -> None:
    content = bytearray(packed(draft))
    content[len(content) // 2] ^= 0xFF
    draft.refuse(bytes(content), "cannot be read|is not UTF-8|line ", ending=f"{draft.kind}.gz")


@defect(GROUP, "is not packed despite its name", on=ON)
def not_packed(draft: Draft) -> None:
    draft.refuse(draft.content(), "is not a gzip file; ", ending=f"{draft.kind}.gz")


@defect(GROUP, "is packed despite its name", on=ON)
def packed_unnamed(draft: Draft) -> None:
    draft.refuse(packed(draft), "line 1 ")


@defect(GROUP, "is packed twice", on=ON)
def twice(draft: Draft) -> None:
    draft.refuse(gzip.compress(packed(draft), mtime=0), "line 1 ", ending=f"{draft.kind}.gz")


@defect(GROUP, "is packed by another method (zlib)", on=ON)
def other_method(draft: Draft) -> None:
    draft.refuse(zlib.compress(draft.content()), "is not a gzip file; ", ending=f"{draft.kind}.gz")


@defect(GROUP, "is packed in two parts, one after the other", on=ON)
def two_members(draft: Draft) -> None:
    content = draft.content()
    half = len(content) // 2
    parts = gzip.compress(content[:half], mtime=0) + gzip.compress(content[half:], mtime=0)
    draft.land(parts, ending=f"{draft.kind}.gz")


@defect(GROUP, "has zeros after its end", on=ON)
def zeros_after(draft: Draft) -> None:
    draft.refuse(packed(draft) + b"\0" * 512, "has zeros after", ending=f"{draft.kind}.gz")


@defect(GROUP, "has garbage after its end", on=ON)
def garbage_after(draft: Draft) -> None:
    draft.refuse(packed(draft) + b"garbage", "cannot be read ", ending=f"{draft.kind}.gz")


@defect(GROUP, "is an empty file with a packed name", on=ON)
def empty(draft: Draft) -> None:
    draft.refuse(b"", "is empty|cannot be read", ending=f"{draft.kind}.gz")


@defect(GROUP, "has nothing packed", on=ON)
def packed_nothing(draft: Draft) -> None:
    draft.refuse(gzip.compress(b"", mtime=0), "is empty", ending=f"{draft.kind}.gz")


@defect(GROUP, "has a name inside that is another one", on=ON)
def name_inside(draft: Draft) -> None:
    content = packed(draft)
    header = content[:3] + b"\x08" + content[4:10] + b"../other.csv\0"
    draft.land(header + content[10:], ending=f"{draft.kind}.gz")


@defect(GROUP, "has a line with a field too many", on="csv")
def bad_line(draft: Draft) -> None:
    content = draft.content().replace(draft.loaded_at.encode(), b"a,b", 1)
    draft.refuse(gzip.compress(content, mtime=0), "line 2 has ", ending="csv.gz")

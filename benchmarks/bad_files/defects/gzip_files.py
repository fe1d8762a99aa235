"""Files compressed with gzip: corrupt, compressed twice, in parts, or not compressed at all."""

from __future__ import annotations

import gzip
import zlib

from bad_files.delivery import defect
from bad_files.draft import Draft

GROUP = "gzip"
ON = "csv jsonl"


def compressed(draft: Draft) -> bytes:
    """The valid file, compressed."""
    return gzip.compress(draft.content(), mtime=0)


@defect(GROUP, "is compressed", on=ON)
def valid(draft: Draft) -> None:
    draft.land(compressed(draft), extension=f"{draft.file_format}.gz")


@defect(GROUP, "is compressed, with an extension in upper case", on=ON)
def upper_case(draft: Draft) -> None:
    draft.land(compressed(draft), extension=f"{draft.file_format}.gz".upper())


@defect(GROUP, "is cut off", on=ON)
def cut_off(draft: Draft) -> None:
    draft.refuse(
        compressed(draft)[:-12],
        "is cut off .*deliver it again",
        extension=f"{draft.file_format}.gz",
    )


@defect(GROUP, "lacks its checksum", on=ON)
def no_trailer(draft: Draft) -> None:
    draft.refuse(
        compressed(draft)[:-8], "is cut off .*deliver it again", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "has a wrong checksum", on=ON)
def wrong_sum(draft: Draft) -> None:
    content = compressed(draft)
    broken = content[:-8] + bytes([content[-8] ^ 1]) + content[-7:]
    draft.refuse(broken, "cannot be read .*deliver it again", extension=f"{draft.file_format}.gz")


@defect(GROUP, "has a wrong byte in its middle", on=ON)
def wrong_byte(draft: Draft) -> None:
    content = bytearray(compressed(draft))
    content[len(content) // 2] ^= 0xFF
    draft.refuse(
        bytes(content), "cannot be read|is not UTF-8|line ", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "is not compressed despite its name", on=ON)
def not_compressed(draft: Draft) -> None:
    draft.refuse(draft.content(), "is not a gzip file; ", extension=f"{draft.file_format}.gz")


@defect(GROUP, "is compressed despite its name", on=ON)
def compressed_unnamed(draft: Draft) -> None:
    draft.refuse(compressed(draft), "line 1 ")


@defect(GROUP, "is compressed twice", on=ON)
def twice(draft: Draft) -> None:
    draft.refuse(
        gzip.compress(compressed(draft), mtime=0), "line 1 ", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "is compressed by another method (zlib)", on=ON)
def other_method(draft: Draft) -> None:
    draft.refuse(
        zlib.compress(draft.content()), "is not a gzip file; ", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "is compressed in two parts, one after the other", on=ON)
def two_members(draft: Draft) -> None:
    content = draft.content()
    half = len(content) // 2
    parts = gzip.compress(content[:half], mtime=0) + gzip.compress(content[half:], mtime=0)
    draft.land(parts, extension=f"{draft.file_format}.gz")


@defect(GROUP, "has zeros after its end", on=ON)
def zeros_after(draft: Draft) -> None:
    draft.refuse(
        compressed(draft) + b"\0" * 512, "has zeros after", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "has garbage after its end", on=ON)
def garbage_after(draft: Draft) -> None:
    draft.refuse(
        compressed(draft) + b"garbage", "cannot be read ", extension=f"{draft.file_format}.gz"
    )


@defect(GROUP, "is an empty file with .gz in its name", on=ON)
def empty(draft: Draft) -> None:
    draft.refuse(b"", "is empty|cannot be read", extension=f"{draft.file_format}.gz")


@defect(GROUP, "is compressed and has no content", on=ON)
def compressed_nothing(draft: Draft) -> None:
    draft.refuse(gzip.compress(b"", mtime=0), "is empty", extension=f"{draft.file_format}.gz")


@defect(GROUP, "has a name inside that is another one", on=ON)
def name_inside(draft: Draft) -> None:
    content = compressed(draft)
    header = content[:3] + b"\x08" + content[4:10] + b"../other.csv\0"
    draft.land(header + content[10:], extension=f"{draft.file_format}.gz")


@defect(GROUP, "has a line with a field too many", on="csv")
def bad_line(draft: Draft) -> None:
    content = draft.content().replace(draft.loaded_at.encode(), b"a,b", 1)
    draft.refuse(gzip.compress(content, mtime=0), "line 2 has ", extension="csv.gz")

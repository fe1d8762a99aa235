"""Names and places of files: unusual ones that are read, and others that are refused or skipped."""

from __future__ import annotations

import os

from bad_files.delivery import Link, Step, defect
from bad_files.draft import Draft

GROUP = "names"
READ = {
    "an apostrophe": "O'Brien {}",
    "SQL": "x'); drop schema raw_vault cascade; --{}",
    "Jinja": "{{{{ ref('x') }}}} {{% raw %}} {}",
    "quotes": '"{}"',
    "file patterns": "B[1]*?{}{{a,b}}",
    "spaces around it": "  {} ",
    "a leading dash": "-rf {}",
    "letters of many scripts": "Ünïcode 批 файл {}",
    "a letter in two characters": "Bu\u0308ro {}",
    "an emoji": "\U0001f4e6 {}",
    "a no-break space": "{}\u00a0copy",
    "dots": "{}.2026.01.11",
    "a second extension": "{}.csv.jsonl",
    "percent and dollar signs": "%20 $HOME `id` {}",
    "a copy's number": "{} (1)",
    "a comma and a semicolon": "{},a;b",
    "a tilde at its end": "{}~",
    "240 characters": "{}" + "x" * 235,
    "an equals sign, as in Hive": "day=2026-01-11 {}",
    "a plus and a hash": "{}+#1",
    "a colon": "{} 02:00",
}


def read_as(title: str, name: str) -> None:
    """Register a name under which a file must be read."""

    @defect(GROUP, f"has {title} in its name", on="csv")
    def named(draft: Draft) -> None:
        draft.land(name=name.format(draft.batch))


for _title, _name in READ.items():
    read_as(_title, _name)


@defect(GROUP, "has a quote in its name", on="jsonl parquet")
def quote_elsewhere(draft: Draft) -> None:
    draft.land(name=f"O'Brien's [1] {draft.batch}")


@defect(GROUP, "has an extension in upper case", on="csv jsonl parquet")
def upper_case(draft: Draft) -> None:
    draft.land(extension=draft.file_format.upper())


@defect(GROUP, "has an extension in mixed case", on="csv jsonl parquet")
def mixed(draft: Draft) -> None:
    draft.land(extension=draft.file_format.title())


REFUSED_NAMES = {
    "has no extension": ("{}", "has an unexpected file name extension"),
    "has the name of a file that a steward accepted": (
        "{} accepted 2026-01-11 02:00:00.csv",
        "has the name of a file that a steward accepted; rename it",
    ),
    "is a text file": ("{}.txt", "has an unexpected file name extension"),
    "is a workbook": ("{}.xlsx", "has an unexpected file name extension"),
    "is compressed as zip": ("{}.csv.zip", "has an unexpected file name extension"),
    "is compressed as zstd": ("{}.csv.zst", "has an unexpected file name extension"),
    "has a space after its extension": ("{}.csv ", "has an unexpected file name extension"),
    "is a backup of an editor": ("{}.csv.bak", "has an unexpected file name extension"),
    "is numbered after its extension": ("{}.csv.1", "has an unexpected file name extension"),
    "is an ndjson file": ("{}.ndjson", "has an unexpected file name extension"),
    "has a line end in its name": ("{}\n.csv", "has a control character or a backslash"),
    "has a backslash in its name": ("a\\{}.csv", "has a control character or a backslash"),
    "has a name that is not UTF-8": (os.fsdecode(b"B\xe9{}.csv"), "has a control character"),
    "is in a folder of its feed": ("2026/{}.csv", "is a folder; move its files"),
    "is in a folder with an extension": ("x.csv/{}.csv", "is a folder; move its files"),
}


def refused_as(title: str, name: str, pattern: str) -> None:
    """Register a name under which a file must be refused."""

    @defect(GROUP, title, on="csv")
    def named(draft: Draft) -> None:
        path = f"{draft.feed.name}/{name.format(draft.batch)}"
        draft.refuse_files({path: draft.content()}, pattern)


for _title, (_name, _pattern) in REFUSED_NAMES.items():
    refused_as(_title, _name, _pattern)


@defect(GROUP, "is a Parquet file compressed again", on="parquet")
def compressed_parquet(draft: Draft) -> None:
    draft.refuse(draft.content(), "has an unexpected file name extension", extension="parquet.gz")


OTHER_PLACES = {
    "is in a folder with a typing error": ("productz/{}.csv", "belongs to no feed; did you mean"),
    "is in a folder in title case": ("Orders/{}.csv", "belongs to no feed; did you mean orders?"),
    "is in a folder with a trailing space": (
        "orders /{}.csv",
        "belongs to no feed; did you mean orders?",
    ),
    "is in a folder of no feed": ("archive_2026/{}.csv", "belongs to no feed"),
    "is below a folder of its archive": ("landing/orders/{}.csv", "belongs to no feed"),
    "is next to the folders of the feeds": ("{}.csv", "is not in the folder of a feed"),
    "is in the folder of all feeds": ("feeds/orders.csv", "must have files of one format"),
    "has a different format from its feed": ("orders/{}.jsonl", "must have files of one format"),
}


def elsewhere(title: str, path: str, pattern: str) -> None:
    """Register a place in which a file must be refused."""

    @defect(GROUP, title, on="csv", feeds="orders")
    def placed(draft: Draft) -> None:
        draft.refuse_files({path.format(draft.batch): draft.content()}, pattern)


for _title, (_path, _pattern) in OTHER_PLACES.items():
    elsewhere(_title, _path, _pattern)


@defect(GROUP, "exists compressed and uncompressed", on="csv jsonl")
def both(draft: Draft) -> None:
    compressed = draft.path(extension=f"{draft.file_format}.gz")
    files = {draft.path(): draft.content(), compressed: draft.content()}
    draft.refuse_files(files, "has the batch name of ")


@defect(GROUP, "is a folder of no feed with nothing in it", on="csv")
def empty_folder(draft: Draft) -> None:
    draft.refuse_files({"order_items": None}, "belongs to no feed")


SKIPPED_NAMES = {
    "is hidden": ".{}.csv",
    "is a note of a file manager": ".DS_Store",
    "is still being copied": "{}.csv.part",
    "is still being downloaded": "{}.csv.crdownload",
    "is temporary": "{}.csv.tmp",
    "is a lock of Excel": "~${}.csv",
    "is a picture cache of Windows": "Thumbs.db",
    "is in a hidden folder": ".old/{}.csv",
}


def skipped_as(title: str, name: str) -> None:
    """Register a name that the build must skip with a message."""

    @defect(GROUP, title, on="csv")
    def named(draft: Draft) -> None:
        path = f"{draft.feed.name}/{name.format(draft.batch)}"
        draft.skip(path, draft.content())


for _title, _name in SKIPPED_NAMES.items():
    skipped_as(_title, _name)


@defect(GROUP, "is a folder with the name of a file and nothing in it", on="csv")
def folder_as_file(draft: Draft) -> None:
    draft.skip(draft.path(), None)


@defect(GROUP, "is a link to a file elsewhere", on="csv jsonl parquet")
def link(draft: Draft) -> None:
    draft.steps[draft.build] = Step({draft.path(): Link(draft.content())}, tuple(draft.rows))


@defect(GROUP, "is a link to nothing", on="csv jsonl parquet")
def broken_link(draft: Draft) -> None:
    draft.refuse_files({draft.path(): Link(None)}, "is not a readable regular file")


@defect(GROUP, "is a note next to the folders", on="csv")
def note(draft: Draft) -> None:
    draft.skip("README.txt", b"Delivered on time.\n")

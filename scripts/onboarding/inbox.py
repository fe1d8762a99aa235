"""Loads the files that have arrived in an inbox: a folder with one subfolder per feed.

A loaded file is moved to `.loaded`. A file that cannot be loaded stays there, its reason is
reported, and the others are loaded. An interrupted run can be repeated: landing recognises files
that it already has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from filecmp import cmp
from pathlib import Path

from contracts.feed import SUFFIX
from contracts.read import ContractError
from onboarding.cli import ERRORS, UsageError, check_answered, load
from onboarding.contract import FeedContract, read_contract
from onboarding.dates_in_names import time_in_name
from onboarding.deliver import BatchExistsError, DeliveryError, places_of, raw_table, stem_of
from onboarding.file_format import RawFileError
from warehouse.daily.arrivals import LOADED
from warehouse.landing.landing_names import NOT_DELIVERED, STRAY, folder_remedy


def arrived_files(folder: Path) -> list[Path]:
    """The complete files in a feed's folder, in the order in which they arrived."""
    files = [
        path
        for path in folder.iterdir()
        if path.is_file() and not NOT_DELIVERED.fullmatch(path.name)
    ]
    return sorted(files, key=lambda path: (path.stat().st_mtime, path.name))


def arrived_feeds(inbox: Path, root: Path) -> Iterator[tuple[Path, FeedContract | str]]:
    """Each folder of an inbox with complete files, and its contract, or why it has none."""
    folders = [path for path in inbox.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for folder in sorted(folders):
        path = root / "contracts" / f"{folder.name}{SUFFIX}"
        if not arrived_files(folder):
            continue
        if not path.is_file():
            yield folder, f"no contract declares a feed {folder.name}; see `make new-feed`"
            continue
        try:
            yield folder, read_contract(path)
        except ContractError as error:
            yield folder, str(error)


def misplaced(inbox: Path) -> Iterator[tuple[Path, str]]:
    """What is not directly in the folder of a feed, so that nothing loads it, and where it
    belongs."""
    for path in sorted(inbox.iterdir()):
        if NOT_DELIVERED.fullmatch(path.name):
            continue
        if not path.is_dir():
            yield path, STRAY
            continue
        for folder in sorted(one for one in path.iterdir() if one.is_dir()):
            if not NOT_DELIVERED.fullmatch(folder.name) and any(folder.iterdir()):
                yield folder, folder_remedy(str(path), "")


def load_arrived(inbox: Path, options: Mapping[str, str], root: Path) -> Iterator[tuple[Path, str]]:
    """Loads all files in the folders of feeds; yields each file or folder of the inbox that cannot
    be loaded, and why.

    options: LANDING, the folder of the landing; without it, the seeds. Raises OSError if a file
    cannot be read, written or moved.
    """
    for folder, contract in arrived_feeds(inbox, root):
        if isinstance(contract, str):
            yield folder, contract
            continue
        for file in arrived_files(folder):
            loaded = inbox / LOADED / folder.name
            if reason := problem_of(contract, file, options, root, loaded):
                yield file, reason
            else:
                keep_loaded(file, loaded)
    yield from misplaced(inbox)


def differing_files(inbox: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """The files of an inbox with a column that their contract lacks, or without one that it
    requires, each with the names of these columns. Loads nothing."""
    for folder, contract in arrived_feeds(inbox, root):
        for file in arrived_files(folder) if isinstance(contract, FeedContract) else ():
            try:
                table = raw_table(contract, file)
                places = places_of(contract, table, file)
            except DeliveryError as error:
                yield file, str(error).removeprefix(f"{file}: ")
                continue
            except RawFileError:
                continue  # it has no columns to compare; loading reports why
            columns = zip(contract.feed.own_columns, places, strict=True)
            if absent := [
                column.name for column, place in columns if place is None and column.is_required
            ]:
                yield file, f"lacks the columns: {', '.join(absent)}, which its contract requires"


def problem_of(
    contract: FeedContract, file: Path, options: Mapping[str, str], root: Path, loaded: Path
) -> str:
    """Loads a file; returns why it cannot be loaded, or an empty string.

    loaded: the folder with the loaded files of the feed. The load time is that in the file's name,
    else its modification time, so that a second attempt has the same one. If a source always uses
    the same name, the modification time is also a part of the batch.
    """
    arrived = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    given = {"LANDING": options.get("LANDING", "")}
    later = given | {"BATCH": f"{stem_of(file)}_{arrived:%Y%m%dT%H%M%S}"}
    has_time = time_in_name(stem_of(file)) is not None
    try:
        check_answered(contract)
        if not has_time and is_used_again(file, loaded):
            load(contract, [file], later, root, arrived)
            return ""
        try:
            load(contract, [file], given, root, arrived)
        except BatchExistsError:
            if has_time:
                raise
            load(contract, [file], later, root, arrived)
    except (*ERRORS, UsageError) as error:
        return str(error).removeprefix(f"{file}: ")
    return ""


def is_used_again(file: Path, loaded: Path) -> bool:
    """Whether another file of this name was loaded before."""
    before = loaded / file.name
    return before.is_file() and before.stat().st_mtime != file.stat().st_mtime


def keep_loaded(file: Path, folder: Path) -> None:
    """Moves a loaded file out of the inbox. If a source has used its name for another content, both
    are kept, the later one with a number in its name."""
    folder.mkdir(parents=True, exist_ok=True)
    kept, number = folder / file.name, 1
    while kept.exists() and not cmp(file, kept, shallow=False):
        number += 1
        kept = folder / f"{file.stem}_{number}{file.suffix}"
    file.replace(kept)

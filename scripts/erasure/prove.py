"""`make erase-proof`: proves that no values of an erased person are left."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from contracts.feed import Feed
from contracts.read import feeds_by_name
from erasure.delivered_file import Row, read_rows
from erasure.erasable import Erasable, birth_dates
from erasure.erase import SEEDS, person
from erasure.generated import backups, files_of_backup, files_that_wait, generated_files
from erasure.landed import delivered_files, skipped_files, truth_folder
from erasure.mentions import Mentions
from erasure.names_in_rows import NamesInRows
from erasure.old_versions import search_old_versions
from erasure.person import PSEUDONYM, Keys
from erasure.rebuild import new_database_path
from erasure.register import Registered, cell_digest, row_digest, value_digest
from erasure.search import Hit, search_digests, search_files
from erasure.sought import Sought
from erasure.stored_landing import find_landing
from erasure.values_file import delete_values, read_values, values_folder
from warehouse.database import connect
from warehouse.landing.clean_text import clean_text
from warehouse.landing.landing_folder import LandedFile
from warehouse.options import ROOT
from warehouse.publication.masked import masked_path
from warehouse.publication.publish import FAILED, OK, REFUSED, say


def databases(options: argparse.Namespace) -> list[Path]:
    """The working and the published database, the masked one, and what an interrupted erasure has
    left."""
    found = (
        options.database,
        new_database_path(options.database),
        options.published,
        masked_path(options.published),
    )
    return [path for path in found if path.is_file()]


def searched_files(
    options: argparse.Namespace,
    feeds: Collection[str],
    landing: str,
    files: Collection[LandedFile],
) -> Iterator[Path]:
    """The databases, delivered files, those that no build reads or that wait in INBOX, generated
    files and backups."""
    yield from databases(options)
    yield from (file.path for file in files)
    yield from skipped_files(feeds, landing, options.desk)
    yield from sorted(truth_folder(landing, SEEDS).glob("*.csv"))
    yield from files_that_wait(options)
    yield from generated_files(options)
    for folder in backups():
        yield from files_of_backup(folder)


def prove(options: argparse.Namespace) -> int:
    """Print the number of places with a value of the person, and the places."""
    feeds = feeds_by_name(ROOT / "contracts")
    keys = Keys.of(feeds)
    with connect(options.database, read_only=True) as connection:
        hub_keys = [record.hub_key for record in person(connection, options, keys)]
    folder = values_folder(options.environment)
    values = read_values(folder, hub_keys)
    if values is None:
        return prove_by_register(options, hub_keys)
    landing = find_landing(options)
    files = delivered_files(feeds, landing.folder, SEEDS, options.desk)
    names = NamesInRows.of(values, hub_keys, map(Erasable.of, feeds.values()))
    sought = Sought.of(values, names, birth_dates(feeds.values()))
    hits = list(search_files(searched_files(options, feeds, landing.folder, files), sought))
    hits += search_rows_of_person(files, keys, names)
    if landing.url:
        old, said = search_old_versions(landing.url, sought)
        hits += old
        if said:
            print(said, file=sys.stderr)
    for hit in hits:
        print(hit)
    print(total(hits))
    if hits:
        return FAILED
    delete_values(folder, hub_keys)
    return OK


def search_rows_of_person(
    files: Collection[LandedFile], keys: Keys, names: NamesInRows
) -> Iterator[Hit]:
    """The delivered files with a name of the person in a row about the person."""
    mentions = Mentions.of(names.values)
    for file in files:
        found = sum(
            any(key in names.keys for _, key in keys.in_row(file.feed, row))
            and names.is_in_row(row, mentions)
            for row in read_rows(file)
        )
        if found:
            yield Hit(str(file.path), found)


def prove_by_register(options: argparse.Namespace, hub_keys: Collection[str]) -> int:
    """Search the databases and delivered files for what is in the register; its values are not
    known."""
    registered = Registered(options.desk)
    if not all(key in registered for key in hub_keys):
        return say("Nothing was erased: the register does not have this person.", REFUSED)
    print(
        "The values were deleted after an earlier proof: comparing the cells of the databases and"
        " delivered files with the register.",
        file=sys.stderr,
    )
    digests = registered.values
    hits = []
    for path in databases(options):
        with connect(path, read_only=True) as connection:
            found = search_digests(connection, registered.salt, digests)
            hits += [Hit(f"{path} {hit.place}", hit.rows) for hit in found]
    feeds = feeds_by_name(ROOT / "contracts")
    files = delivered_files(feeds, find_landing(options).folder, SEEDS, options.desk)
    redelivered = list(search_delivered(files, feeds, registered))
    for hit in [*hits, *redelivered]:
        print(hit)
    print(total([*hits, *redelivered]))
    if redelivered:
        text = "These files were delivered after the erasure: run `make erase` again."
        print(text, file=sys.stderr)
    return FAILED if hits or redelivered else OK


def search_delivered(
    files: Collection[LandedFile], feeds: Mapping[str, Feed], registered: Registered
) -> Iterator[Hit]:
    """The delivered files with a row, a key or a value that is in the register."""
    keys = Keys.of(feeds)
    for file in files:
        feed, columns, found = feeds[file.feed], Erasable.of(feeds[file.feed]), 0
        for row in read_rows(file):
            found += any(
                key in registered and not PSEUDONYM.fullmatch(clean_text(row[name]))
                for name, key in keys.in_row(file.feed, row)
            ) or any(
                one in registered.digests
                for one in digests_of_row(registered.salt, feed, columns, row)
            )
        if found:
            yield Hit(str(file.path), found)


def digests_of_row(salt: str, feed: Feed, columns: Erasable, row: Row) -> Iterator[str]:
    """The digests of a row, its cells and its values that a register may have."""
    cells = {name: row[name] for name in columns.comparable if row.get(name)}
    yield from (value_digest(salt, text) for text in cells.values())
    yield (hashed_row := row_digest(salt, feed, row))
    for name in (*cells, *filter(row.get, columns.notes)):
        yield cell_digest(salt, hashed_row, name)


def total(hits: list[Hit]) -> int:
    """The number of rows and files with a value."""
    return sum(hit.rows for hit in hits)

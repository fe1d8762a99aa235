"""`make erase-proof`: proves that no values of an erased person are left."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from contracts.read import feeds_by_name
from erasure.erase import SEEDS, person
from erasure.generated import backups, files_of_backup, generated_files
from erasure.landed import delivered_files, truth_folder
from erasure.person import Keys
from erasure.rebuild import new_database_path
from erasure.register import Registered
from erasure.search import Hit, Sought, search_digests, search_files
from erasure.stored_landing import find_landing
from erasure.values_file import delete_values, read_values, values_folder
from warehouse.database import connect
from warehouse.masked import masked_path
from warehouse.options import ROOT
from warehouse.publish import FAILED, OK, REFUSED, say


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


def searched_files(options: argparse.Namespace) -> Iterator[Path]:
    """The databases, delivered files, generated files and backups."""
    feeds = feeds_by_name(ROOT / "contracts")
    yield from databases(options)
    landing = find_landing(options).folder
    yield from (file.path for file in delivered_files(feeds, landing, SEEDS, options.desk))
    yield from sorted(truth_folder(landing, SEEDS).glob("*.csv"))
    yield from generated_files(options)
    for folder in backups():
        yield from files_of_backup(folder)


def prove(options: argparse.Namespace) -> int:
    """Print the number of places with a value of the person, and the places."""
    keys = Keys.of(feeds_by_name(ROOT / "contracts"))
    with connect(options.database, read_only=True) as connection:
        hub_keys = [record.hub_key for record in person(connection, options, keys)]
    folder = values_folder(options.environment)
    values = read_values(folder, hub_keys)
    if values is None:
        return prove_by_register(options, hub_keys)
    hits = list(search_files(searched_files(options), Sought.of(values)))
    for hit in hits:
        print(hit)
    print(total(hits))
    if hits:
        return FAILED
    delete_values(folder, hub_keys)
    return OK


def prove_by_register(options: argparse.Namespace, hub_keys: Collection[str]) -> int:
    """Search the databases for cells whose value is in the register; its values are not known."""
    registered = Registered(options.desk)
    if not all(key in registered for key in hub_keys):
        return say("Nothing was erased: the register does not have this person.", REFUSED)
    print(
        "The values were deleted after an earlier proof: comparing the cells of the databases with"
        " the register.",
        file=sys.stderr,
    )
    digests = registered.values
    hits = []
    for path in databases(options):
        with connect(path, read_only=True) as connection:
            found = search_digests(connection, registered.salt, digests)
            hits += [Hit(f"{path} {hit.place}", hit.rows) for hit in found]
    for hit in hits:
        print(hit)
    print(total(hits))
    return FAILED if hits else OK


def total(hits: list[Hit]) -> int:
    """The number of rows and files with a value."""
    return sum(hit.rows for hit in hits)

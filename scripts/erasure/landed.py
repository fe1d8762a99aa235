"""The delivered files of a warehouse: landing folder or seeds, steward logs, and the truth."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import duckdb

from contracts.feed import Feed
from erasure.delivered_file import read_rows, replace_text
from erasure.person import Record
from erasure.text import folded
from warehouse.database import rows
from warehouse.landing.batches import batch_name
from warehouse.landing.landing_folder import LandedFile, list_landing
from warehouse.landing.landing_names import OTHER_FOLDERS

# Whether the name of a file or batch has a value of the person.
HasValue = Callable[[str], bool]
# The files of the truth, and the columns of parties that stay.
TRUTH_RECORDS, TRUTH_PARTIES = "truth_customer_records.csv", "truth_parties.csv"
TRUTH_ROWS = "truth_malformed_rows.csv"
KEPT_OF_PARTY = ("party_id", "party_type", "region", "country")
LOADS = """
    select distinct replace(source, 'landing_', ''), regexp_replace(load, ' accepted .{19}$', '')
    from bookkeeping.processed_loads
    where source like 'landing_%' and status = 'processed'
"""


def delivered_files(
    feeds: Mapping[str, Feed], landing: str, seeds: Path, desk: Path
) -> list[LandedFile]:
    """All files of the feeds, from a landing folder or the seeds, and those of the steward desk."""
    if landing:
        found = list(list_landing(Path(landing), feeds.keys()).files)
    else:
        paths = [
            seeds / ("stewardship" if feed.is_optional else "feeds") / f"{name}.csv"
            for name, feed in feeds.items()
        ]
        found = [LandedFile(path.stem, path, "csv", "") for path in paths if path.is_file()]
    return found + (list(list_landing(desk, feeds.keys()).files) if desk.is_dir() else [])


def skipped_files(feeds: Collection[str], landing: str, desk: Path) -> Iterator[Path]:
    """The files in a landing folder and a steward desk that no build reads, such as B012.csv.part,
    except the truth and the register."""
    for folder in filter(Path.is_dir, [*([Path(landing)] if landing else []), desk]):
        others = {file.path for file in list_landing(folder, feeds).files}
        for path in sorted(folder.rglob("*")):
            is_known = path in others or path.relative_to(folder).parts[0] in OTHER_FOLDERS
            if path.is_file() and not is_known:
                yield path


def missing_loads(
    connection: duckdb.DuckDBPyConnection, files: Collection[LandedFile], has_value: HasValue
) -> list[str]:
    """The loaded files or batches that no longer exist: `feed/batch`.

    One whose name has a value of the person may be there under a new name: as many as there are
    batches of the feed that were not loaded are not missing.
    """
    there = set()
    for file in files:
        names = [file.batch] if file.batch else delivered_batches(file)
        there |= {(file.feed, name) for name in names}
    loaded = {(feed, load) for feed, load in rows(connection, LOADS)}
    new = Counter(feed for feed, _ in there - loaded)
    missing = []
    for feed, load in sorted(loaded - there):
        if new[feed] and has_value(load):
            new[feed] -= 1
        else:
            missing.append(f"{feed}/{load}")
    return missing


def delivered_batches(file: LandedFile) -> set[str]:
    """The batches of the rows of a file, by the column `_batch_id`."""
    return {batch_name(row.get("_batch_id") or "") for row in read_rows(file)}


def named_after(files: Collection[LandedFile], has_value: HasValue) -> list[str]:
    """The files, and the batches in `_batch_id`, whose name has a value of the person:
    `feed/batch`."""
    found = {
        f"{file.feed}/{name}": None
        for file in files
        for name in sorted({file.batch} | delivered_batches(file))
        if name and has_value(name)
    }
    return list(found)


def read_truth(path: Path) -> list[dict[str, str]]:
    """The rows of a truth file; none if there is no file."""
    if not path.is_file():
        return []
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def write_truth(path: Path, lines: list[dict[str, str]]) -> None:
    """Replace a file of the truth."""
    out = io.StringIO()
    writer = csv.DictWriter(out, lines[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    replace_text(path, out.getvalue())


def erase_truth(folder: Path, records: Collection[Record]) -> None:
    """Erase records from the truth of generated feeds: their keys, and the values of the party."""
    keys = {(record.system, folded(record.id)): record.pseudonym for record in records}
    lines = read_truth(folder / TRUTH_RECORDS)
    parties = set()
    for line in lines:
        if pseudonym := keys.get((line["source_system"], folded(line["customer_id"]))):
            line["customer_id"] = pseudonym
            parties.add(line["party_id"])
    if not parties:
        return
    write_truth(folder / TRUTH_RECORDS, lines)
    people = read_truth(folder / TRUTH_PARTIES)
    for person in people:
        if person["party_id"] in parties:
            person |= dict.fromkeys(person.keys() - set(KEPT_OF_PARTY), "")
    write_truth(folder / TRUTH_PARTIES, people)
    malformed = read_truth(folder / TRUTH_ROWS)
    ids = {key: pseudonym for (_, key), pseudonym in keys.items()}
    for line in malformed:
        line["key"] = ids.get(folded(line["key"]), line["key"])
    if malformed:
        write_truth(folder / TRUTH_ROWS, malformed)


def values_of_other_parties(
    folder: Path, records: Collection[Record], values: Collection[str]
) -> set[str]:
    """The values, as folded text, that other parties in the truth also have."""
    keys = {(record.system, folded(record.id)) for record in records}
    parties = {
        line["party_id"]
        for line in read_truth(folder / TRUTH_RECORDS)
        if (line["source_system"], folded(line["customer_id"])) in keys
    }
    return {
        folded(text)
        for line in read_truth(folder / TRUTH_PARTIES)
        if line["party_id"] not in parties
        for text in line.values()
        if folded(text) in values
    }


def truth_folder(landing: str, seeds: Path) -> Path:
    """The folder with the truth of generated feeds."""
    return (Path(landing) if landing else seeds) / "truth"


def records_of(connection: duckdb.DuckDBPyConnection, keys: Collection[str]) -> Iterator[Record]:
    """The records with the given hub keys."""
    query = """
        select source_system, customer_id, lower(hex(customer_hk)) from raw_vault.hub_customer
        where lower(hex(customer_hk)) in (select unnest($keys)) order by all
    """
    yield from (Record(*row) for row in rows(connection, query, keys=list(keys)))

"""Writes the rows of a delivery to a seed or a landing folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from contracts.feed import SUFFIX
from onboarding.contract import FeedContract
from onboarding.deliver import BatchExistsError, Delivery, DeliveryError, Row
from onboarding.file_format import FileFormat
from onboarding.raw_files import read_raw


def as_csv(rows: Sequence[Row], header: Sequence[str] | None) -> str:
    """Rows as CSV that landing can read."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return written.getvalue()


def write_seed(contract: FeedContract, rows: Sequence[Row], delivery: Delivery, path: Path) -> bool:
    """Adds the rows to the seed of the feed; False if it already has this batch with the same rows.

    If the seed lacks optional columns, or has them in another order, it is rewritten. Raises
    BatchExistsError if it has the batch with other rows, and DeliveryError if its columns differ
    from the contract.
    """
    header = [column.name for column in contract.feed.columns]
    found, stored = stored_rows(contract, path)
    batches = {row[-2] for row in rows} | {delivery.batch}
    before = [row[:-3] for row in stored if row[-2] in batches]
    if before:
        if before == [list(row[:-3]) for row in rows]:
            return False
        raise BatchExistsError(
            f"{path}: has the batch {delivery.batch} with other rows; deliver the file under "
            "another name, or with BATCH=<name>"
        )
    if found == header:
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write(as_csv(rows, None))
    else:
        partial = path.with_name(f".{path.name}.part")
        partial.write_text(as_csv([*stored, *rows], header), encoding="utf-8", newline="")
        partial.replace(path)
    return True


def stored_rows(contract: FeedContract, path: Path) -> tuple[list[str], list[Row]]:
    """The columns of a seed, and its rows in the columns of the contract; nothing if there is none.

    Raises DeliveryError with the columns that only one of them has, unless they are optional.
    """
    if not path.is_file() or not path.stat().st_size:
        return [], []
    with path.open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file)
        found = list(read.fieldnames or ())
        names = [column.name for column in contract.feed.columns]
        where = f"contracts/{contract.feed.name}{SUFFIX}"
        if unknown := set(found) - set(names):
            raise DeliveryError(
                f"{path}: has columns that {where} lacks: {', '.join(sorted(unknown))}; add them "
                "to it, or delete them here"
            )
        if missing := [
            column.name for column in contract.feed.columns
            if column.name not in found and (column.is_required or column.key_position)
        ]:  # fmt: skip
            raise DeliveryError(
                f"{path}: lacks columns that {where} requires: {', '.join(missing)}; add them here,"
                " or delete `required` in the contract"
            )
        return found, [[row.get(name) or None for name in names] for row in read]


def write_file(contract: FeedContract, rows: Sequence[Row], delivery: Delivery, root: Path) -> bool:
    """Writes the rows to a file of a landing folder in the format of the source; False if the
    folder already has the batch. Raises BatchExistsError if it has the batch with other rows."""
    header = [column.name for column in contract.feed.columns]
    suffix = contract.file_format.name
    path = root / contract.feed.name / f"{delivery.batch}.{suffix}"
    if suffix == "csv":
        content = as_csv(rows, header).encode()
    elif suffix == "jsonl":
        content = b"".join(
            json.dumps(
                {name: value for name, value in zip(header, row, strict=True) if value is not None},
                ensure_ascii=False,
            ).encode() + b"\n"
            for row in rows
        )  # fmt: skip
    else:
        columns = {
            name: pa.array([row[place] for row in rows], pa.string())
            for place, name in enumerate(header)
        }
        sink = io.BytesIO()
        pq.write_table(pa.table(columns), sink)
        content = sink.getvalue()
    if path.exists():
        known = read_raw(path, FileFormat(suffix))
        # A JSON line leaves out columns without a value.
        places = {name: place for place, name in enumerate(known.columns)}
        own = [places.get(name) for name in header[:-3]]
        before = [[None if place is None else row[place] for place in own] for row in known.rows]
        if before == [list(row[:-3]) for row in rows]:
            return False
        raise BatchExistsError(
            f"{path}: exists with other rows; deliver the file under another name, or with "
            "BATCH=<name>"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)
    return True

"""Writes the rows of a delivery to a seed or a landing folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from onboarding.contract import FeedContract
from onboarding.deliver import Delivery, DeliveryError, Row
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

    Raises DeliveryError if it has the batch with other rows.
    """
    header = [column.name for column in contract.feed.columns]
    stored: list[Row] = []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            read = csv.reader(file)
            if next(read, header) != header:
                raise DeliveryError(
                    f"{path}: has columns that differ from the contract; correct one"
                )
            stored = [[value or None for value in row] for row in read]
    batches = {row[-2] for row in rows} | {delivery.batch}
    before = [row[:-3] for row in stored if row[-2] in batches]
    if before:
        if before == [list(row[:-3]) for row in rows]:
            return False
        raise DeliveryError(
            f"{path}: has the batch {delivery.batch} with other rows; deliver the file under "
            "another name, or with BATCH=<name>"
        )
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(as_csv(rows, None if path.stat().st_size else header))
    return True


def write_file(contract: FeedContract, rows: Sequence[Row], delivery: Delivery, root: Path) -> bool:
    """Writes the rows to a file of a landing folder in the format of the source; False if the
    folder already has the batch. Raises DeliveryError if it has the batch with other rows."""
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
        raise DeliveryError(
            f"{path}: exists with other rows; deliver the file under another name, or with "
            "BATCH=<name>"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)
    return True

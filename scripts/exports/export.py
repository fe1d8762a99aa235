"""Writes what has changed since the last export: golden customers, their records and their uids.

An export is a folder, which appears complete or not at all. It contains the digest of each customer
as sent. The next export compares with these digests, so late deliveries and rebuilds cause neither
missing nor repeated customers.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

NEW, CHANGED, ENDED = "NEW", "CHANGED", "ENDED"
SENT, MANIFEST = "sent.csv", "manifest.json"
NAME = re.compile(r"(\d{6,})-\d{4}-\d{2}-\d{2}")
VALUES = (
    "full_name", "email", "phone", "country", "city", "postcode", "segment", "industry", "status",
    "is_identified",
)  # fmt: skip
# The digest covers the values and the records; both have a fixed order.
CUSTOMERS = f"""
create temporary table customers as
with records as (
    select
        customer_uid,
        list([source_system, customer_id] order by source_system, customer_id) as record_list
    from marts.customer_records
    where is_current
    group by customer_uid
)

select
    customers.customer_uid,
    {", ".join(VALUES)},
    md5(to_json([to_json(row({", ".join(VALUES)})), to_json(record_list)])) as digest
from marts.dim_customer as customers
inner join records
    on customers.customer_uid = records.customer_uid
where customers.is_current
"""
CHANGES = f"""
create temporary table changes as
select
    coalesce(customers.customer_uid, sent.customer_uid) as customer_uid,
    case
        when sent.customer_uid is null then '{NEW}'
        when customers.customer_uid is null then '{ENDED}'
        else '{CHANGED}'
    end as change
from customers
full join sent
    on customers.customer_uid = sent.customer_uid
where customers.digest is distinct from sent.digest
"""
# File -> its rows. A customer that ended has no values any more, only a successor.
FILES = {
    "customers.csv": f"""
        select change, customer_uid, {", ".join(VALUES)}
        from changes
        left join customers using (customer_uid)
        order by customer_uid
    """,
    "customer_records.csv": """
        select customer_uid, source_system, customer_id
        from marts.customer_records
        inner join changes using (customer_uid)
        where is_current
        order by all
    """,
    "customer_uids.csv": """
        select customer_uid, status, status_since, resolved_uid, relation, is_main
        from marts.customer_uid_redirects
        inner join changes using (customer_uid)
        where relation <> 'SELF'
        order by customer_uid, resolved_uid
    """,
    SENT: "select customer_uid, digest from customers order by customer_uid",
}


class ExportError(Exception):
    """Nothing was exported; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Export:
    """A written export: its folder, and the number of customers by kind of change."""

    folder: Path
    changes: Mapping[str, int]


def exports_in(folder: Path) -> list[Path]:
    """The exports in a folder, the oldest first."""
    found = [path for path in folder.iterdir() if NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(NAME.fullmatch(path.name)[1]))


@contextmanager
def only_export(folder: Path) -> Iterator[None]:
    """Raises ExportError while another export writes into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportError(f"Another export is writing into {folder}; wait for it.") from None
        yield


def read_sent(connection: duckdb.DuckDBPyConnection, last: Path | None) -> None:
    """Fill the temporary table `sent` with the customers that the last export lists as sent."""
    connection.execute("create temporary table sent (customer_uid varchar, digest varchar)")
    if last is None:
        return
    try:
        with (last / SENT).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if header != ["customer_uid", "digest"] or any(len(row) != 2 for row in rows):
            raise ValueError
    except (OSError, ValueError) as error:
        raise ExportError(
            f"{last / SENT} cannot be read, so it is unknown what was sent.\nRestore that file, or"
            " name an empty folder in EXPORTS to send all customers again."
        ) from error
    if rows:
        connection.executemany("insert into sent values (?, ?)", rows)


def write_csv(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> dict[str, object]:
    """Write the rows of a query; returns their number and the file's SHA-256."""
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    rows = found.fetchall()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
        file.flush()
        os.fsync(file.fileno())
    return {"rows": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def export(connection: duckdb.DuckDBPyConnection, folder: Path) -> Export | None:
    """Write what changed since the last export in a folder; None if nothing did.

    connection: to a published warehouse, read-only. Raises ExportError if what was sent is unknown
    or another export is running, and OSError or duckdb.Error.
    """
    with only_export(folder):
        last = next(reversed(exports_in(folder)), None)
        read_sent(connection, last)
        connection.execute(CUSTOMERS)
        connection.execute(CHANGES)
        counted = "select change, count(*) from changes group by change order by change"
        changes = dict(connection.execute(counted).fetchall())
        if last and not changes:
            return None
        return Export(write(connection, folder, last), changes)


def write(connection: duckdb.DuckDBPyConnection, folder: Path, last: Path | None) -> Path:
    """Write the files of an export after the last one; returns its folder."""
    published_at, data_until = connection.execute(
        "select published_at, coalesce(data_until, cast(published_at as date))"
        " from bookkeeping.publications order by published_at desc limit 1"
    ).fetchone()
    number = int(NAME.fullmatch(last.name)[1]) + 1 if last else 1
    complete = folder / f"{number:06}-{data_until}"
    partial = folder / f".{complete.name}"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    files = {name: write_csv(connection, query, partial / name) for name, query in FILES.items()}
    manifest = {
        "number": number,
        "previous": last.name if last else None,
        "data_until": str(data_until),
        "published_at": published_at.isoformat(),
        "files": files,
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (partial / MANIFEST).write_text(text, encoding="utf-8")
    partial.rename(complete)
    return complete

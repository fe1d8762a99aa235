"""`make export-person`: everything the warehouse has about a person, for an access request."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import duckdb

from contracts.read import feeds_by_name
from erasure.erase import person
from erasure.person import Keys, Record
from warehouse.database import connect, quoted, rows
from warehouse.options import ROOT
from warehouse.publication.publish import OK

TABLES = """
    select schema_name, table_name, list([column_name, data_type] order by column_index)
    from duckdb_columns()
    where
        database_name = current_database()
        and schema_name in ('staging', 'quarantine', 'marts')
        and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())
    group by schema_name, table_name
    order by all
"""
UIDS = "select distinct customer_uid from business_vault.customer_identity where {}"


def condition(names: Collection[str]) -> str:
    """The SQL condition for a table's rows about the records in $keys; empty if its rows are not
    about single records. A table of pairs would also show values of others."""
    if "customer_hk" in names:
        return "lower(hex(customer_hk)) in (select unnest($keys))"
    return "record_id in (select unnest($keys))" if "record_id" in names else ""


def dictionaries(connection: duckdb.DuckDBPyConnection, query: str, **given: Any) -> list[dict]:
    """The rows of a query as mappings."""
    result = connection.execute(query, given)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def rows_about(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Record], keys: Keys, uids: list[str]
) -> dict[str, list[dict]]:
    """Table -> its rows about a person, from staging, quarantine and marts.

    uids: the golden customers whose records are all the person's.
    """
    hub_keys = [record.hub_key for record in records]
    found = {}
    for schema, table, columns in connection.execute(TABLES).fetchall():
        # Hash keys and digests mean nothing to a person.
        shown = ", ".join(quoted(name) for name, kind in columns if kind != "BLOB")
        names = {name for name, _ in columns}
        query = f"select {shown} from {schema}.{quoted(table)}"
        if where := condition(names):
            about = dictionaries(connection, f"{query} where {where}", keys=hub_keys)
        elif schema == "marts" and "customer_uid" in names and uids:
            where = "customer_uid in (select unnest($uids))"
            about = dictionaries(connection, f"{query} where {where}", uids=uids)
        elif schema == "quarantine":
            feed = next((feed for feed in keys.of_feed if columns_match(keys, feed, names)), "")
            about = [
                row
                for row in (dictionaries(connection, query) if feed else [])
                if {key for _, key in keys.in_row(feed, row)} & set(hub_keys)
            ]
        else:
            continue
        if about:
            found[f"{schema}.{table}"] = about
    return found


def columns_match(keys: Keys, feed: str, names: Collection[str]) -> bool:
    """Whether a quarantine is that of a feed with keys of records."""
    return bool(keys.of_feed[feed]) and set(names) - {"_landed_in", "quarantine_reason"} == set(
        keys.columns[feed]
    )


def customer_uids(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Record]
) -> tuple[list[str], list[str]]:
    """The golden customers of records, and those among them that have no other records."""
    given = [record.hub_key for record in records]
    member = "lower(hex(customer_hk)) in (select unnest($keys))"
    of_records = [row[0] for row in rows(connection, UIDS.format(member), keys=given)]
    others = UIDS.format(f"not {member}")
    shared = {row[0] for row in rows(connection, others, keys=given)}
    return of_records, [uid for uid in of_records if uid not in shared]


def export_person(options: argparse.Namespace) -> int:
    """Write the rows about a person to a file that only its owner can read."""
    feeds = feeds_by_name(ROOT / "contracts")
    keys = Keys.of(feeds)
    with connect(options.database, read_only=True) as connection:
        records = person(connection, options, keys)
        uids, whole = customer_uids(connection, records)
        about = rows_about(connection, records, keys, whole)
    folder = Path(options.environment.get("EXPORTS") or ROOT / "exports")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"person-{records[0].hub_key[:12]}.json"
    text = {"records": [record.name for record in records], "customer_uids": uids, "data": about}
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        json.dump(text, file, ensure_ascii=False, indent=2, default=str)
    print(f"{path}: {sum(map(len, about.values())):,} rows of {len(about)} tables")
    return OK

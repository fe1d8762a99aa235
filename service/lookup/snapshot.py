"""A publication in memory, from which requests are answered."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.search_keys import WHOLE
from lookup.message_search import Messages, indexed
from lookup.queries import EVENTS, QUERIES, Read, read
from lookup.sorted_rows import SortedRows


@dataclass(frozen=True)
class Snapshot:
    """The rows of one publication, each table sorted by the key that requests look for.

    key: changes with each publication. records_by_id: by id in lower case. match_records: the
    stored records for matching; match_keys maps block keys to their row numbers. generic_values:
    (field, value) pairs that count as missing. messages: what customers wrote. data_until,
    built_at: the dates of customer_summary.
    """

    key: str
    summaries: SortedRows
    values: SortedRows
    records: SortedRows
    records_by_id: SortedRows
    redirects: SortedRows
    search_keys: SortedRows
    searched_values: SortedRows
    match_records: pa.Table
    match_keys: SortedRows
    generic_values: tuple[tuple[str, str], ...]
    messages: Messages
    events: dict[str, SortedRows]
    data_until: str | None
    built_at: str | None


def read_snapshot(key: str, schema: str, run: Read) -> Snapshot:
    """Read all queries of a publication.

    schema: where the marts are. run: runs a statement on the publication.
    """
    tables = {name: read(query, schema, run) for name, query in QUERIES.items()}
    uid = "customer_uid"
    search_keys, match_records = tables["search_keys"], tables["match_records"]
    is_whole = pc.is_in(search_keys["key_type"], pa.array(list(WHOLE)))
    generic = tables["generic_values"].to_pydict()
    dates = next(iter(tables["dates"].to_pylist()), {})
    return Snapshot(
        key=key,
        summaries=SortedRows(tables["summaries"], uid),
        values=SortedRows(tables["values"], uid, "attribute"),
        records=SortedRows(tables["records"], uid, "source_system"),
        records_by_id=records_by_id(tables["records"]),
        redirects=SortedRows(tables["redirects"], uid),
        search_keys=SortedRows(
            search_keys.select(["key_type", "search_key", "record_id"]), "key_type", "search_key"
        ),
        searched_values=SortedRows(search_keys.filter(is_whole), "record_id"),
        match_records=match_records,
        match_keys=_match_keys(tables["match_keys"], match_records),
        generic_values=tuple(zip(generic["field"], generic["generic_value"], strict=True)),
        messages=indexed(tables["messages"]),
        events={name: SortedRows(read(query, schema, run), uid) for name, query in EVENTS.items()},
        data_until=dates.get("data_until"),
        built_at=dates.get("built_at"),
    )


def in_lower_case(text: str) -> str:
    """A string in lower case, exactly as in records_by_id."""
    return pc.utf8_lower(pa.scalar(text)).as_py()


def records_by_id(records: pa.Table) -> SortedRows:
    """The ids of records with source and customer, found by id in lower case."""
    ids = records.select(["customer_id", "source_system", "customer_uid"])
    lower = pc.utf8_lower(ids["customer_id"])
    return SortedRows(ids.append_column("id_in_lower_case", lower), "id_in_lower_case")


def _match_keys(keys: pa.Table, records: pa.Table) -> SortedRows:
    rows = pc.index_in(keys["record_id"], records["record_id"].combine_chunks())
    numbered = keys.drop_columns(["record_id"]).append_column("row", rows)
    return SortedRows(numbered.filter(pc.is_valid(rows)), "key_type", "block_key")

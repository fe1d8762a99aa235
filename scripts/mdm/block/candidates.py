"""Candidate pairs of a file of records: in one table, or range by range with constant memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from ..match_model import CURRENT
from ..standardise.macros import load_macros
from ..standardise.records import (
    ENGINE,
    KNOWN,
    as_table,
    open_records,
    planned_for,
    run_steps,
    standardise,
)
from ..standardise.unread import count_unread_values
from ..tables import Rows
from .key_index import CappedKeys, Hashes, KeyIndex, Numbers, index_keys

RECORDS_AT_ONCE = 100_000
PAIRS_AT_ONCE = 1_500_000
"""Pairs per range of records; a pair found by two keys counts twice."""
HASHED = "hash(key_type, block_key)"
SAMPLE_STEPS = 10_000


@dataclass(frozen=True)
class Prepared:
    """Standardised, masked records, their candidate pairs, and the block keys over the cap."""

    records: pd.DataFrame
    pairs: pd.DataFrame
    capped_keys: pd.DataFrame


def prepare(
    records: pd.DataFrame,
    reference: Mapping[str, pd.DataFrame],
    model_version: str = CURRENT,
    day_order: str | None = None,
) -> Prepared:
    """Standardise and block a file's records (uid, RECORD_COLUMNS) like the warehouse.

    day_order: see `standardise`.
    """
    connection = open_records(records)
    standardise(connection, reference, model_version, day_order)
    with planned_for(connection, "masked"):
        run_steps(connection, pair_steps(model_version))
    return prepared_tables(connection)


def prepared_tables(connection: duckdb.DuckDBPyConnection) -> Prepared:
    """Return the tables masked, candidates and block_key_sizes of a connection."""
    return Prepared(
        connection.sql("from masked order by version_id").df(),
        connection.sql("from candidates order by version_id_l, version_id_r").df(),
        connection.sql(
            "from block_key_sizes where over_cap_from is not null order by key_type, block_key"
        ).df(),
    )


def pair_steps(model_version: str) -> dict[str, str]:
    """Return the select of each table from masked records to candidate pairs, in order."""
    macros = load_macros()
    limits = {"parameters": "match_model_parameters", "model_version": model_version}
    return {
        "block_keys": macros.block_keys("masked"),
        "block_key_sizes": macros.block_key_sizes("block_keys", **limits),
        "candidates": macros.candidate_pairs("block_keys", "block_key_sizes"),
    }


@dataclass(frozen=True)
class Blocked:
    """Standardised records, numbered in order of uid, and an index of the block keys they share.

    unread: the result of `count_unread_values`: values that standardising did not understand.
    """

    uids: np.ndarray
    records: pa.Table
    capped_keys: pd.DataFrame
    unread: pd.DataFrame
    predicted_pairs: int
    index: KeyIndex

    def pairs(self) -> Iterator[Rows]:
        """Yield the candidate pairs as record numbers, one range of left records at a time."""
        for first, last in self.ranges():
            yield self.pairs_between(first, last)

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of left records of `pairs`."""
        return self.index.ranges(PAIRS_AT_ONCE)

    def pairs_between(self, first: int, last: int) -> Rows:
        """Return the pairs whose left record is at least `first` and less than `last`."""
        return self.index.pairs_between(first, last)

    def sample(self, share: float) -> Rows:
        """Return the pairs of about this share of the left records."""
        if share >= 1:
            return self.index.pairs_between(0, len(self.uids))
        drawn = duckdb.cursor().sql(
            "select range as record_id from range($size)"
            " where hash(cast(range as integer)) % $steps < $least",
            params={
                "size": len(self.uids),
                "steps": SAMPLE_STEPS,
                "least": round(share * SAMPLE_STEPS),
            },
        )
        chosen = np.zeros(len(self.uids), dtype=np.bool_)
        chosen[drawn.fetchnumpy()["record_id"]] = True
        return self.index.pairs_of(chosen)


def block(
    records: pd.DataFrame,
    reference: Mapping[str, pd.DataFrame],
    model_version: str,
    cap: int,
    day_order: str | None = None,
) -> Blocked:
    """Standardise and block records like `prepare`, with constant memory.

    cap: the number of records above which a key forms no pairs.
    """
    connection = duckdb.connect(config=ENGINE)
    connection.register("file_records", as_table(records))
    connection.execute(
        "create temp table records_in as"
        f" select cast(record_id as varchar) as version_id, * exclude (uid), {KNOWN} from"
        " (select cast(row_number() over (order by uid) - 1 as integer) as record_id, *"
        " from file_records)"
    )
    uids = connection.sql("select uid from file_records order by uid").fetchnumpy()["uid"]
    connection.unregister("file_records")
    standardise(connection, reference, model_version, day_order)
    unread = count_unread_values(connection)
    for name in ("records_in", "standardised", "generic"):
        connection.execute(f"drop table {name}")
    index, capped = index_keys(*_read_keys(connection, len(uids)), len(uids), cap)
    named = _in_words(connection, capped)
    table = connection.sql("from masked order by record_id").to_arrow_table()
    connection.close()
    predicted = int(index.predicted().sum())
    return Blocked(np.asarray(uids, dtype=object), table, named, unread, predicted, index)


def _read_keys(connection: duckdb.DuckDBPyConnection, size: int) -> tuple[Hashes, Numbers]:
    """Return the hash of each block key with its record number; rows may repeat."""
    keys = load_macros().block_key_rows("some_records")
    hashes, records = [np.array([], dtype=np.uint64)], [np.array([], dtype=np.int32)]
    for start in range(0, size, RECORDS_AT_ONCE):
        connection.execute(
            "create or replace temp view some_records as from masked"
            f" where record_id >= {start} and record_id < {start + RECORDS_AT_ONCE}"
        )
        found = connection.execute(f"select record_id, {HASHED} as hashed from ({keys})")
        columns = found.fetchnumpy()
        hashes.append(np.asarray(columns["hashed"], dtype=np.uint64))
        records.append(np.asarray(columns["record_id"], dtype=np.int32))
    return np.concatenate(hashes), np.concatenate(records)


def _in_words(connection: duckdb.DuckDBPyConnection, capped: CappedKeys) -> pd.DataFrame:
    """Return the keys over the cap: key_type, block_key, record_count, predicted_pairs."""
    sizes = pd.DataFrame({"block_key": capped.hashes, "record_count": capped.sizes})
    sizes["predicted_pairs"] = capped.sizes * (capped.sizes - 1) // 2
    sizes["one_record"] = capped.firsts
    connection.register("capped_sizes", sizes)
    connection.execute(
        "create or replace temp view some_records as"
        " from masked semi join capped_sizes on record_id = one_record"
    )
    return connection.sql(
        "select keys.key_type, keys.block_key, record_count, predicted_pairs"
        f" from ({load_macros().block_keys('some_records')}) as keys"
        " inner join capped_sizes as sizes on hash(keys.key_type, keys.block_key) = sizes.block_key"
        " and keys.record_id = sizes.one_record order by all"
    ).df()

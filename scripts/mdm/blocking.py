"""The candidate pairs of a file of any size: records as numbers, pairs range by range."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from .comparison import Rows
from .pipeline import ENGINE, KNOWN, as_table, run_steps, standardise
from .sql import load_macros

RECORDS_AT_ONCE = 100_000
PAIRS_AT_ONCE = 6_000_000
"""Pairs of one range of records, before those found by several keys are counted once."""
NUMBERED = f"record_id as version_id, record_id, {KNOWN}"
HASHED = "hash(key_type, block_key)"
SAMPLE_STEPS = 10_000


@dataclass(frozen=True)
class Blocked:
    """Standardised records, by number in order of their uid, and the block keys they share."""

    uids: np.ndarray
    records: pa.Table
    capped_keys: pd.DataFrame
    predicted_pairs: int
    connection: duckdb.DuckDBPyConnection

    def pairs(self) -> Iterator[Rows]:
        """Give the candidate pairs as record numbers, a range of left records at a time."""
        ranges = max(1, -(-self.predicted_pairs // PAIRS_AT_ONCE))
        # Left is the smaller number, so that the pairs of a record become fewer towards the end.
        ends = len(self.uids) * (1 - np.sqrt(1 - np.arange(1, ranges + 1) / ranges))
        start = 0
        for end in np.ceil(ends).astype(np.int64).tolist():
            yield self._joined(f"record_id_l >= {start} and record_id_l < {end}")
            start = end

    def sample(self, share: float) -> Rows:
        """Give the pairs of about this share of the left records."""
        if share >= 1:
            return self._joined("true")
        chosen = f"hash(record_id_l) % {SAMPLE_STEPS} < {round(share * SAMPLE_STEPS)}"
        return self._joined(chosen)

    def _joined(self, condition: str) -> Rows:
        pairs = load_macros().candidate_pairs("shared_keys", "joined_sizes")
        found = self.connection.execute(
            f"select record_id_l, record_id_r from ({pairs}) where {condition}"
        ).fetchnumpy()
        left, right = (
            np.asarray(found[name], dtype=np.int32) for name in ("record_id_l", "record_id_r")
        )
        order = np.argsort(left.astype(np.int64) << 32 | right)
        return left[order], right[order]


def block(
    records: pd.DataFrame, reference: Mapping[str, pd.DataFrame], model_version: str, cap: int
) -> Blocked:
    """Standardise and block records as `prepare` does, with flat memory.

    A file's records are known since ever, so that a key is over the cap when it has more records.
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
    standardise(connection, reference, model_version)
    for name in ("records_in", "standardised", "generic"):
        connection.execute(f"drop table {name}")
    _write_keys(connection, len(uids))
    capped, predicted = _share_keys(connection, cap)
    table = connection.sql("from masked order by record_id").to_arrow_table()
    for name in ("masked", "some_records", "numbered_keys", "capped_sizes"):
        connection.execute(f"drop table {name}")
    return Blocked(np.asarray(uids, dtype=object), table, capped, predicted, connection)


def _write_keys(connection: duckdb.DuckDBPyConnection, size: int) -> None:
    connection.execute("create temp table numbered_keys (record_id integer, block_key ubigint)")
    keys = load_macros().block_keys("some_records")
    for start in range(0, size, RECORDS_AT_ONCE):
        connection.execute(
            "create or replace temp view some_records as from masked"
            f" where record_id >= {start} and record_id < {start + RECORDS_AT_ONCE}"
        )
        connection.execute(f"insert into numbered_keys select record_id, {HASHED} from ({keys})")


def _share_keys(connection: duckdb.DuckDBPyConnection, cap: int) -> tuple[pd.DataFrame, int]:
    """Keep the keys that join pairs; return those over the cap in words, and the pairs to come."""
    sizes = (
        "select block_key, cast(0 as tinyint) as key_type, count(*) as record_count,"
        " cast(count(*) * (count(*) - 1) / 2 as bigint) as predicted_pairs,"
        " min(record_id) as one_record, cast(null as date) as over_cap_from"
        " from numbered_keys group by block_key having count(*)"
    )
    steps = {
        "joined_sizes": lambda: f"{sizes} between 2 and {cap}",
        "capped_sizes": lambda: f"{sizes} > {cap}",
        "shared_keys": lambda: (
            f"select {NUMBERED}, cast(0 as tinyint) as key_type, block_key"
            " from numbered_keys semi join joined_sizes using (block_key) order by record_id"
        ),
        "some_records": lambda: "from masked semi join capped_sizes on record_id = one_record",
    }
    connection.execute("drop view if exists some_records")
    run_steps(connection, steps)
    capped = connection.sql(
        "select keys.key_type, keys.block_key, record_count, predicted_pairs"
        f" from ({load_macros().block_keys('some_records')}) as keys"
        " inner join capped_sizes as sizes on hash(keys.key_type, keys.block_key) = sizes.block_key"
        " and keys.record_id = sizes.one_record order by all"
    )
    predicted = connection.sql("select coalesce(sum(predicted_pairs), 0) from joined_sizes")
    return capped.df(), int(predicted.fetchall()[0][0])

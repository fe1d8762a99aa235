"""The pairs of what a delta touches: joined anew, scored where they never were, accepted or not."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from .compare_pairs import compare_pairs, encode_records
from .guards import AUTO
from .match_state import ACCEPTED, PAIR_COLUMNS, SCORE_TYPES, MatchState, with_ids
from .measures import Exact
from .scoring import score_columns

Numbers = NDArray[np.int32]
Batches = Iterator[pa.RecordBatch]
SLICE = 500_000
"""Pairs that are scored at a time, so that memory does not grow with their number."""


def pair(state: MatchState) -> None:
    """Replace the pairs of touched records."""
    macros, connection = state.macros, state.connection
    carried = macros.keys_of_records("block_keys", "touched")
    state.keep("further_keys", f"from {carried} except from moved_keys")
    connection.execute(f"insert into members {macros.chosen_keys('block_keys', 'further_keys')}")
    pairs = macros.candidate_pairs("members", "block_key_sizes", "touched")
    state.keep("pairs_now", f"select {PAIR_COLUMNS} from ({pairs})")
    state.keep(
        "touched_versions",
        "select version_number from version_numbers"
        " where record_number in (select record_id from touched)",
    )
    theirs = "in (from touched_versions)"
    connection.execute(
        f"delete from candidates where version_id_l {theirs} or version_id_r {theirs}"
    )
    connection.execute("insert into candidates by name from pairs_now")


def score(state: MatchState) -> None:
    """Score the pairs of versions that were never compared."""
    connection = state.connection
    state.keep("unscored", "from pairs_now anti join scores using (version_id_l, version_id_r)")
    records = connection.sql("""
        select version_number, matchable.*
        from matchable
        inner join version_numbers using (version_id, content_id)
        where version_number in (
            select version_id_l from unscored union select version_id_r from unscored
        )
        order by matchable.record_id
    """).to_arrow_table()
    pairs = connection.sql("select version_id_l, version_id_r from unscored").fetchnumpy()
    # One reader for all slices: a transaction holds on to every table that is registered in it.
    reader = pa.RecordBatchReader.from_batches(SCORE_TYPES, _scored(pairs, records, state))
    connection.register("given", reader)
    connection.execute("insert into scores by name from given")


def _scored(pairs: Mapping[str, Numbers], records: pa.Table, state: MatchState) -> Batches:
    """Score pairs of version numbers, SLICE of them at a time; records are sorted by record_id."""
    numbers = records["version_number"].to_numpy()
    places = np.zeros(numbers.max(initial=0) + 1, dtype=np.int32)
    places[numbers] = np.arange(len(numbers))
    columns = encode_records(records)
    for start in range(0, len(pairs["version_id_l"]), SLICE):
        ends = {name: versions[start : start + SLICE] for name, versions in pairs.items()}
        one, other = (places[versions] for versions in ends.values())
        rows = np.minimum(one, other), np.maximum(one, other)
        compared = compare_pairs(columns, rows, state.model, Exact(state.backend))
        found = pd.DataFrame(ends | score_columns(compared, state.model, state.backend))
        yield from pa.Table.from_pandas(found, SCORE_TYPES).to_batches()


def accept(state: MatchState) -> None:
    """Replace the accepted pairs of touched records; keep which came, went or are others now."""
    connection = state.connection
    theirs = (
        "record_id_l in (select record_id from touched_ids)"
        " or record_id_r in (select record_id from touched_ids)"
    )
    state.keep(
        "touched_ids",
        "select distinct record_id from version_numbers"
        " where record_number in (select record_id from touched)",
    )
    state.keep("links_before", f"from accepted where {theirs}")
    state.keep("links_now", f"{ACCEPTED} from ({with_ids('pairs_now')}) where tier = '{AUTO}'")
    connection.execute(f"delete from accepted where {theirs}")
    connection.execute("insert into accepted by name from links_now")
    state.keep(
        "moved_links",
        "(from links_before except from links_now) union (from links_now except from links_before)",
    )

"""Match-merge: from source records to golden customers.

The functions that the dbt Python models call. Each is pure and works on pandas tables.
"""

from .cluster.components import connected_records
from .compare.columns import COMPARED_COLUMNS
from .identify.decisions import consistent_decisions
from .identify.identities import assign_identities
from .identify.uids import customer_uid
from .match_model import MatchModel, read_parameters
from .score.guards import DECIDES_CLUSTERS
from .score.pairs import score_pairs, score_slices
from .tables import (
    linked_records,
    pairs_of_records,
    records_of_contents,
    rows_of_records,
    stored_table,
    to_pandas,
    to_relation,
    to_slices,
    unscored_pairs,
)

__all__ = [
    "COMPARED_COLUMNS",
    "DECIDES_CLUSTERS",
    "MatchModel",
    "assign_identities",
    "connected_records",
    "consistent_decisions",
    "customer_uid",
    "linked_records",
    "pairs_of_records",
    "read_parameters",
    "records_of_contents",
    "rows_of_records",
    "score_pairs",
    "score_slices",
    "stored_table",
    "to_pandas",
    "to_relation",
    "to_slices",
    "unscored_pairs",
]

"""Match-merge: from source records to golden customers.

The functions the dbt Python models call; each is pure, over pandas tables.
"""

from .contradictions import consistent_decisions
from .frames import rows_of_records, to_pandas, to_relation, to_slices
from .identity import assign_identities, customer_uid
from .parameters import MatchModel, read_parameters
from .scope import connected_records
from .scoring import score_pairs, score_slices

__all__ = [
    "MatchModel",
    "assign_identities",
    "connected_records",
    "consistent_decisions",
    "customer_uid",
    "read_parameters",
    "rows_of_records",
    "score_pairs",
    "score_slices",
    "to_pandas",
    "to_relation",
    "to_slices",
]

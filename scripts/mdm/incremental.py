"""Matching in increments: what a delta touches is matched anew, the rest stays as it stands."""

import pandas as pd

from .delta_pairs import accept, pair, score
from .delta_records import block, mask, take_in
from .identity import assign_with_model
from .match_state import MatchState
from .scope import connected_records

DECISION_COLUMNS = ["record_id_l", "record_id_r", "decision", "decided_date"]


def advance(state: MatchState, deliveries: pd.DataFrame, decisions: pd.DataFrame) -> int:
    """Take a delta in and return the number of records whose golden customer was decided anew.

    deliveries: record_id, known_from (day) and RECORD_COLUMNS, what a record says from that day on;
    a day given before is replaced, so corrections and late rows may come in any order. A record
    that its source deleted keeps what it last said; one that says nothing any more has blank
    columns. decisions: DECISION_COLUMNS.
    """
    connection = state.connection
    connection.begin()
    take_in(state, deliveries)
    mask(state)
    block(state)
    pair(state)
    score(state)
    accept(state)
    count = _decide(state, decisions)
    connection.commit()
    return count


def _decide(state: MatchState, decisions: pd.DataFrame) -> int:
    """Decide identity where records, accepted pairs or decisions changed, and what these reach."""
    connection = state.connection
    connection.register("given", decisions[DECISION_COLUMNS])
    connection.execute("insert into decisions from given")
    ends = "select record_id_l, record_id_r from"
    edges = connection.sql(
        f"{ends} accepted union {ends} links_before union {ends} decisions where decision = 'SAME'"
    ).df()
    touched = connection.sql(
        "from changed"
        " union select unnest([record_id_l, record_id_r]) from moved_links"
        " union select unnest([record_id_l, record_id_r]) from given"
    ).df()
    scope = connected_records(edges, touched)
    connection.register("given", scope)
    state.keep("scope", "from given")
    facts = "record_id, known_from, known_to, nat_id, dob"
    assigned = assign_with_model(
        connection.sql("from accepted where record_id_l in (from scope)").df(),
        connection.sql(f"select {facts} from matchable where record_id in (from scope)").df(),
        state.model,
        state.backend,
        connection.sql("from decisions where record_id_l in (from scope)").df(),
    )
    connection.register("given", assigned)
    state.replace("assigned", "from given", scope="scope")
    return len(scope)

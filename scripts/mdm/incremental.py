"""Matching in increments: what a delta touches is matched anew, the rest stays as it stands."""

import pandas as pd

from .guards import AUTO
from .identity import assign_with_model
from .match_state import SCORE_COLUMNS, MatchState, whole_tables
from .scope import connected_records
from .scoring import score_with_model

SLICE = 1_000_000
"""Pairs that are scored at a time, so that memory does not grow with their number."""
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
    _take_in(state, deliveries)
    _block(state)
    links = _pair(state)
    _score(state)
    count = _decide(state, links, decisions)
    connection.commit()
    return count


def _take_in(state: MatchState, deliveries: pd.DataFrame) -> None:
    connection = state.connection
    last = deliveries.drop_duplicates(["record_id", "known_from"], keep="last")
    connection.register("given", last)
    state.keep("delivered", "from given")
    state.keep("arrived", "select distinct record_id from delivered")
    connection.execute(
        "delete from deliveries using delivered where deliveries.record_id = delivered.record_id"
        " and deliveries.known_from = cast(delivered.known_from as date)"
    )
    connection.execute("insert into deliveries by name from delivered")
    statements = whole_tables(state.macros, state.model.version)
    state.replace("standardised", statements["standardised"], scope="arrived")
    connection.execute(f"create or replace table generic as {statements['generic']}")


def _block(state: MatchState) -> None:
    macros, connection = state.macros, state.connection
    statements = whole_tables(macros, state.model.version)
    state.keep("now", statements["matchable"])
    state.keep("changed", macros.changed_records("now", "matchable"))
    ours = "record_id in (select record_id from changed)"
    state.replace("matchable", f"select * from now where {ours}", scope="changed")

    carried = macros.keys_of_records("block_keys", "changed")
    state.keep("moved_keys", f"from {carried}")
    state.replace(
        "block_keys", macros.block_keys(f"(select * from matchable where {ours})"), scope="changed"
    )
    connection.execute(f"insert into moved_keys from {carried} except from moved_keys")
    limits = {"parameters": "match_model_parameters", "model_version": state.model.version}
    sizes = macros.block_key_sizes("block_keys", **limits, keys="moved_keys")
    state.keep("sizes_now", sizes)
    state.keep(
        "moved",
        "select key_type, block_key, true as is_pending"
        " from (from block_key_sizes semi join moved_keys using (key_type, block_key)) as before"
        " full join sizes_now as later using (key_type, block_key)"
        " where before.over_cap_from is distinct from later.over_cap_from",
    )
    state.replace("block_key_sizes", "from sizes_now", "moved_keys", key="key_type block_key")
    state.keep("touched", macros.touched_records("changed", "block_keys", "moved"))


def _pair(state: MatchState) -> pd.DataFrame:
    """Replace the pairs of touched records; return the links that they had before."""
    connection = state.connection
    theirs = "record_id_l in (from touched) or record_id_r in (from touched)"
    links = connection.sql(
        f"select record_id_l, record_id_r from scored where tier = '{AUTO}' and ({theirs})"
    ).df()
    pairs = state.macros.candidate_pairs("block_keys", "block_key_sizes", "touched")
    state.keep("pairs_now", pairs)
    for table in ("candidates", "scored"):
        connection.execute(f"delete from {table} where {theirs}")
    connection.execute("insert into candidates by name from pairs_now")
    return links


def _score(state: MatchState) -> None:
    connection = state.connection
    state.keep(
        "contents",
        """
        select pairs_now.*, lefts.content_id as content_id_l, rights.content_id as content_id_r
        from pairs_now
        inner join matchable as lefts on pairs_now.version_id_l = lefts.version_id
        inner join matchable as rights on pairs_now.version_id_r = rights.version_id
    """,
    )
    state.keep(
        "unscored",
        """
        select
            content_id_l as version_id_l, content_id_r as version_id_r,
            min(record_id_l) as record_id_l, min(record_id_r) as record_id_r,
            min(known_from) as known_from, max(known_to) as known_to,
            row_number() over () - 1 as place
        from contents anti join scores using (content_id_l, content_id_r)
        group by content_id_l, content_id_r
        """,
    )
    (count,) = connection.execute("select count(*) from unscored").fetchall()[0]
    for start in range(0, count, SLICE):
        _score_slice(state, start)
    connection.execute(
        "insert into scored by name select * from contents"
        " inner join scores using (content_id_l, content_id_r)"
    )


def _score_slice(state: MatchState, start: int) -> None:
    connection = state.connection
    pairs = connection.sql(f"from unscored where place >= {start} and place < {start + SLICE}").df()
    connection.register("given", pairs)
    records = connection.sql("""
        select * replace (content_id as version_id)
        from matchable
        semi join (select version_id_l from given union select version_id_r from given)
            as wanted (content_id) using (content_id)
        qualify row_number() over (partition by content_id order by version_id) = 1
    """).df()
    found = score_with_model(pairs, records, state.model, state.backend)
    connection.register("given", found)
    columns = ", ".join(SCORE_COLUMNS)
    connection.execute(
        f"insert into scores select version_id_l, version_id_r, {columns} from given"
    )


def _decide(state: MatchState, links: pd.DataFrame, decisions: pd.DataFrame) -> int:
    connection = state.connection
    connection.register("given", decisions[DECISION_COLUMNS])
    connection.execute("insert into decisions from given")
    ends = "select record_id_l, record_id_r from"
    edges = connection.sql(
        f"{ends} scored where tier = '{AUTO}' union {ends} decisions where decision = 'SAME'"
    ).df()
    touched = connection.sql(
        "from touched union select record_id_l from given union select record_id_r from given"
    ).df()
    scope = connected_records(pd.concat([edges, links]), touched)
    connection.register("given", scope)
    state.keep("scope", "from given")
    assigned = assign_with_model(
        connection.sql(f"from scored where tier = '{AUTO}' and record_id_l in (from scope)").df(),
        connection.sql("from matchable where record_id in (from scope)").df(),
        state.model,
        state.backend,
        connection.sql("from decisions where record_id_l in (from scope)").df(),
    )
    connection.register("given", assigned)
    state.replace("assigned", "from given", scope="scope")
    return len(scope)

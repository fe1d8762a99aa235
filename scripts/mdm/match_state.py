"""What matching in increments keeps: the tables of every step, in a DuckDB database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from .parameters import MatchModel
from .pipeline import LOOKUPS, RECORD_COLUMNS
from .scoring import POINT_FIELDS
from .similarity import Backend
from .sql import load_macros

SCORE_COLUMNS = {
    "match_score": "double",
    "tier": "varchar",
    "rule_score": "double",
    **{f"points_{field}": "double" for field in POINT_FIELDS},
    "guard_code": "varchar",
    "reasons": "varchar",
    "model_version": "varchar",
}
SCORE_TYPES = pa.schema(
    [("version_id_l", pa.int32()), ("version_id_r", pa.int32())]
    + [
        (name, pa.float64() if kind == "double" else pa.string())
        for name, kind in SCORE_COLUMNS.items()
    ]
)
VERSIONS = """
    select
        record_id || '@' || cast(known_from as varchar) as version_id,
        *,
        lead(known_from, 1, date '9999-12-31') over (
            partition by record_id order by known_from
        ) as known_to
    from deliveries
    where record_id in (select record_id from arrived)
"""


ACCEPTED = "select record_id_l, record_id_r, known_from, known_to, match_score, tier"
PAIR_COLUMNS = "version_id_l, version_id_r, known_from, known_to, key_count"


@dataclass(frozen=True, repr=False)
class MatchState:
    """A DuckDB connection that holds the tables, and what they are matched by.

    deliveries, standardised, generic, matchable, decisions and assigned speak of records and their
    versions by their ids. What grows faster than the records, block_keys, candidates and scores,
    has the numbers that version_numbers gives them; scored shows the pairs by their ids again, and
    accepted holds those of them that merge.
    """

    connection: duckdb.DuckDBPyConnection
    macros: Any
    model: MatchModel
    backend: Backend

    def keep(self, table: str, statement: str) -> None:
        """Set a table that lives until the connection closes to what a select gives."""
        self.connection.execute(f"create or replace temp table {table} as {statement}")

    def replace(self, table: str, statement: str, scope: str, key: str = "record_id") -> None:
        """Take the rows of the keys of a scope out of a table and put those of a select in."""
        self.keep("computed", statement)
        same = " and ".join(f"{table}.{name} = gone.{name}" for name in key.split())
        keys = ", ".join(key.split())
        self.connection.execute(
            f"delete from {table} using (select distinct {keys} from {scope}) as gone where {same}"
        )
        self.connection.execute(f"insert into {table} by name from computed")


def new_state(
    connection: duckdb.DuckDBPyConnection,
    reference: Mapping[str, pd.DataFrame],
    model: MatchModel,
    backend: Backend,
) -> MatchState:
    """Return a state without records in an empty database; `reference` as read_reference gives it.

    The model must carry its name frequencies; nothing is fitted.
    """
    for name in (*LOOKUPS, "match_model_parameters"):
        connection.register("given", reference[name])
        connection.execute(f"create table {name} as from given")
    texts = ", ".join(f"{name} varchar" for name in RECORD_COLUMNS)
    scores = ", ".join(f"{name} {kind}" for name, kind in SCORE_COLUMNS.items())
    connection.execute(f"create table deliveries (record_id varchar, known_from date, {texts})")
    connection.execute(
        "create table decisions (record_id_l varchar, record_id_r varchar, decision varchar,"
        " decided_date date)"
    )
    state = open_state(connection, model, backend)
    macros = state.macros
    statements = whole_tables(macros, model.version)
    for name in ("standardised", "generic", "matchable"):
        connection.execute(f"create table {name} as {statements[name]}")
    connection.execute(
        "create table version_numbers (version_id varchar, content_id varchar, record_id varchar,"
        " version_number integer, record_number integer)"
    )
    connection.execute(f"create table block_keys as {macros.block_keys(numbered('matchable'))}")
    connection.execute(f"create table block_key_sizes as {statements['block_key_sizes']}")
    pairs = macros.candidate_pairs("block_keys", "block_key_sizes")
    connection.execute(f"create table candidates as select {PAIR_COLUMNS} from ({pairs})")
    connection.execute(
        f"create table scores (version_id_l integer, version_id_r integer, {scores})"
    )
    connection.execute(f"create view scored as {with_ids('candidates')}")
    connection.execute(f"create table accepted as {ACCEPTED} from scored limit 0")
    connection.execute(
        "create table assigned (record_id varchar, master_record_id varchar, customer_uid varchar,"
        " assigned_from date)"
    )
    return state


def open_state(
    connection: duckdb.DuckDBPyConnection, model: MatchModel, backend: Backend
) -> MatchState:
    """Return the state whose tables a database has; the model must be that of `new_state`."""
    connection.execute("create temp table arrived (record_id varchar)")
    return MatchState(connection, load_macros(), model, backend)


def whole_tables(macros: Any, version: str) -> dict[str, str]:
    """Return the select behind each table, over all that was delivered, in order of building."""
    limits = {"parameters": "match_model_parameters", "model_version": version}
    return {
        "standardised": macros.standardise_records(f"({VERSIONS})", *LOOKUPS),
        "generic": macros.generic_values("standardised", **limits),
        "matchable": matchable_versions(macros, version, "standardised"),
        "block_keys": macros.block_keys("matchable"),
        "block_key_sizes": macros.block_key_sizes("block_keys", **limits),
        "candidates": macros.candidate_pairs("block_keys", "block_key_sizes"),
    }


def matchable_versions(macros: Any, version: str, standardised: str) -> str:
    """Return the select of standardised versions as they are matched, with their content_id."""
    masked = macros.mask_generic_values(standardised, "generic")
    identity = macros.content_id(f"'{version}'")
    return f"select *, {identity} as content_id from ({masked}) as masked"


def numbered(records: str) -> str:
    """Return matchable records, as a relation, with numbers as their version_id and record_id.

    A version that says something else has another number, so that equal numbers score equally.
    """
    return f"""(
        select records.* replace (version_number as version_id, record_number as record_id)
        from {records} as records
        inner join version_numbers using (version_id, content_id)
    )"""


def with_ids(pairs: str) -> str:
    """Return the select of scored pairs (PAIR_COLUMNS, by numbers) by ids, the smaller one left."""
    columns = ", ".join(f"scores.{name}" for name in SCORE_COLUMNS)
    return f"""
        select
            {_first_and_second("version_id")},
            {_first_and_second("record_id")},
            pairs.known_from, pairs.known_to, pairs.key_count, {columns}
        from {pairs} as pairs
        inner join scores using (version_id_l, version_id_r)
        inner join version_numbers as ones on pairs.version_id_l = ones.version_number
        inner join version_numbers as others on pairs.version_id_r = others.version_number
    """


def _first_and_second(name: str) -> str:
    is_first = "ones.record_id < others.record_id"
    return (
        f"case when {is_first} then ones.{name} else others.{name} end as {name}_l,"
        f" case when {is_first} then others.{name} else ones.{name} end as {name}_r"
    )

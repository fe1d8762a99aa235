"""What matching in increments keeps: the tables of every step, in a DuckDB database."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

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


@dataclass(frozen=True, repr=False)
class MatchState:
    """A DuckDB connection that holds the tables, and what they are matched by."""

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
    connection.execute("create temp table arrived (record_id varchar)")
    macros = load_macros()
    for name, statement in whole_tables(macros, model.version).items():
        connection.execute(f"create table {name} as {statement}")
    connection.execute(
        f"create table scores (content_id_l varchar, content_id_r varchar, {scores});"
        f"create table scored as select candidates.*, scores.* from candidates, scores limit 0;"
        "create table assigned (record_id varchar, master_record_id varchar, customer_uid varchar,"
        " assigned_from date)"
    )
    return MatchState(connection, macros, model, backend)


def whole_tables(macros: Any, version: str) -> dict[str, str]:
    """Return the select behind each table, over all that was delivered, in order of building."""
    limits = {"parameters": "match_model_parameters", "model_version": version}
    masked = macros.mask_generic_values("standardised", "generic")
    identity = macros.content_id(f"'{version}'")
    return {
        "standardised": macros.standardise_records(f"({VERSIONS})", *LOOKUPS),
        "generic": macros.generic_values("standardised", **limits),
        "matchable": f"select *, {identity} as content_id from ({masked}) as masked",
        "block_keys": macros.block_keys("matchable"),
        "block_key_sizes": macros.block_key_sizes("block_keys", **limits),
        "candidates": macros.candidate_pairs("block_keys", "block_key_sizes"),
    }

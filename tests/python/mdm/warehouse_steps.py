"""The match steps of the warehouse in memory: the same macros and functions as the dbt models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

import mdm
from mdm.match_model import CURRENT
from mdm.seeds import LOOKUPS
from mdm.standardise.records import RECORD_COLUMNS

LIMITS = {"parameters": "match_model_parameters", "model_version": CURRENT}
DECISION_COLUMNS = ["record_id_l", "record_id_r", "decision", "decided_date"]
ASSIGNED = "record_id varchar, master_record_id varchar, customer_uid varchar, assigned_from date"
VERSIONS = """
    select
        record_id || '@' || cast(known_from as varchar) as version_id,
        *,
        lead(known_from, 1, date '9999-12-31') over (
            partition by record_id order by known_from
        ) as known_to
    from deliveries
    where record_id in (select record_id from delivered)
"""
RECORDS_WITH_CHANGED_KEYS = """
    select record_id from changed
    union
    select keys.record_id
    from keys
    inner join (
        select coalesce(later.key_type, stored.key_type) as key_type,
            coalesce(later.block_key, stored.block_key) as block_key
        from oversized_now as later
        full join oversized as stored using (key_type, block_key)
        where later.over_cap_from is distinct from stored.over_cap_from
            or later.record_count is distinct from stored.record_count
    ) as changed_keys using (key_type, block_key)
"""


@dataclass(repr=False)
class Warehouse:
    """Loads deliveries like builds: each load changes only what depends on it."""

    reference: dict[str, pd.DataFrame]
    macros: Any
    connection: duckdb.DuckDBPyConnection = field(
        default_factory=lambda: duckdb.connect(config={"threads": 1})
    )

    def __post_init__(self) -> None:
        self.run("pragma disable_optimizer")
        for name in (*LOOKUPS, "match_model_parameters"):
            self.connection.register(name, self.reference[name])
        texts = ", ".join(f"{name} varchar" for name in RECORD_COLUMNS)
        self.run(f"create table deliveries (record_id varchar, known_from date, {texts})")
        self.run(
            "create table decisions (record_id_l varchar, record_id_r varchar,"
            " decision varchar, decided_date date)"
        )
        self.run(f"create table assigned ({ASSIGNED})")

    def run(self, statement: str) -> duckdb.DuckDBPyConnection:
        """Execute a statement."""
        return self.connection.execute(statement)

    def table(self, name: str) -> pd.DataFrame:
        """Return the rows of a table or the result of a select."""
        return self.connection.sql(f"from {name}").df()

    def keep(self, table: str, statement: Any) -> None:
        """Set a table to the result of a select."""
        self.run(f"create or replace temp table {table} as {statement}")

    def replace(self, table: str, statement: Any, records: str, *columns: str) -> None:
        """Replace the rows of some records (a relation of record_id) by those of a select."""
        self.keep("computed", statement)
        self.run(f"create table if not exists {table} as from computed limit 0")
        theirs = " or ".join(f"{name} in (select record_id from {records})" for name in columns)
        self.run(f"delete from {table} where {theirs}")
        self.run(f"insert into {table} by name from computed")

    def load(self, deliveries: pd.DataFrame, decisions: pd.DataFrame | None = None) -> set[str]:
        """Load deliveries and steward decisions; return the records that were clustered again.

        deliveries: record_id, known_from (day) and RECORD_COLUMNS, the record from that day on.
        """
        self._standardise(deliveries)
        self._block()
        self._score()
        return self._identify(decisions)

    def _standardise(self, deliveries: pd.DataFrame) -> None:
        macros = self.macros
        latest = deliveries.drop_duplicates(["record_id", "known_from"], keep="last")
        self.connection.register("delivered", latest)
        self.run(
            "delete from deliveries using delivered where deliveries.record_id ="
            " delivered.record_id and deliveries.known_from = cast(delivered.known_from as date)"
        )
        self.run("insert into deliveries by name from delivered")
        statement = macros.standardise_records(f"({VERSIONS})", *LOOKUPS)
        self.replace("standardised", statement, "delivered", "record_id")
        self.keep("generic", macros.generic_values("standardised", **LIMITS))
        masked = macros.mask_generic_values("standardised", "generic")
        statement = f"select *, {macros.content_id(repr('1'))} as content_id from ({masked})"
        self.keep("masked", statement)
        self.run("create table if not exists matchable as from masked limit 0")
        self.keep("changed", macros.changed_records("masked", "matchable"))
        self.replace("matchable", "from masked semi join changed using (record_id)",
                     "changed", "record_id")  # fmt: skip

    def _block(self) -> None:
        macros = self.macros
        statement = macros.block_keys("(from matchable semi join changed using (record_id))")
        self.replace("keys", statement, "changed", "record_id")
        sizes = macros.block_key_sizes("keys", **LIMITS)
        self.keep("oversized_now", f"from ({sizes}) where over_cap_from is not null")
        self.run("create temp table if not exists oversized as from oversized_now limit 0")
        self.keep("refreshed", RECORDS_WITH_CHANGED_KEYS)
        self.keep("oversized", "from oversized_now")

    def _score(self) -> None:
        pairs = self.macros.candidate_pairs("keys", "oversized", records="refreshed")
        statement = (
            "select pairs.*, lefts.content_id as content_id_l, rights.content_id as content_id_r"
            f" from ({pairs}) as pairs"
            " inner join matchable as lefts on pairs.version_id_l = lefts.version_id"
            " inner join matchable as rights on pairs.version_id_r = rights.version_id"
        )
        self.replace("candidates", statement, "refreshed", "record_id_l", "record_id_r")
        self.run(
            "create table if not exists scores (content_id_l varchar, content_id_r varchar,"
            " match_score double, tier varchar, guard_code varchar, reasons varchar)"
        )
        unscored = mdm.unscored_pairs(
            self.connection.table("candidates"),
            self.connection.table("scores"),
            self.connection,
        )
        slices = mdm.score_slices(
            mdm.to_slices(unscored),
            mdm.records_of_contents(
                self.connection.table("matchable"), mdm.COMPARED_COLUMNS, unscored
            ),
            self.reference["match_model_parameters"],
            self.reference["name_frequencies"],
            backend="rapidfuzz",
        )
        ids = {"version_id_l": "content_id_l", "version_id_r": "content_id_r"}
        found = pd.concat(slices).rename(columns=ids)
        columns = [*ids.values(), "match_score", "tier", "guard_code", "reasons"]
        self.connection.register("found", found[columns])
        self.run("insert into scores by name from found")
        self.keep("scored", "from candidates inner join scores using (content_id_l, content_id_r)")

    def _identify(self, decisions: pd.DataFrame | None) -> set[str]:
        if decisions is not None and len(decisions):
            self.connection.register("decided", decisions[DECISION_COLUMNS])
            self.run("insert into decisions from decided")
        scope = mdm.connected_records(
            mdm.linked_records(
                self.connection.sql("from scored where tier = 'AUTO_MERGE'"),
                self.table("decisions"),
                self.connection.table("assigned"),
            ),
            self.table(
                "(from refreshed union"
                " select unnest([record_id_l, record_id_r]) as record_id from decisions)"
            ),
        )
        self.connection.register("scope", scope)
        assigned = mdm.assign_identities(
            self.table("(from scored semi join scope on record_id_l = scope.record_id)"),
            self.table("(from matchable semi join scope using (record_id))"),
            self.reference["match_model_parameters"],
            decisions=self.table("decisions"),
            backend="rapidfuzz",
        )
        self.connection.register("found", assigned)
        self.replace("assigned", "from found", "scope", "record_id")
        return set(scope["record_id"])

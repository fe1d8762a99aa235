"""Records in standard form with their block keys, by the macros that the warehouse runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from dashboard.block_keys import Engine
from lookup.searching import SEARCHED
from lookup.snapshot import Snapshot
from mdm.block.planned import PlannedSteps
from mdm.seeds import LOOKUPS, read_reference
from mdm.standardise.macros import load_macros

RECORDS = "select * from masked order by cast(record_id as integer)"
KEYS = "select cast(record_id as integer), key_type, block_key from block_keys"
GENERIC = "create temp table generic (field varchar, value varchar, generic_from date)"
# A day after all others, on which every value is generic that is generic today.
KNOWN = "date '9999-12-30' as known_from, date '9999-12-31' as known_to"


@dataclass(frozen=True)
class Standardised:
    """Records in standard form, in the order in which they were given, and the block keys of each:
    (key type, block key)."""

    records: pa.Table
    keys: tuple[tuple[tuple[str, str], ...], ...]


def planned_steps(
    fields: str | None = None, generic: str | None = None, key_types: str | None = None
) -> PlannedSteps:
    """The steps from records to block keys; all fields and key types unless some are named.

    fields, generic, key_types: names with spaces between them. generic: the fields whose generic
    values are masked.
    """
    macros = load_macros()
    steps = {
        "standardised": macros.standardise_records("records_in", *LOOKUPS, fields=fields),
        "masked": macros.mask_generic_values("standardised", "generic", fields=generic),
        "block_keys": macros.block_keys("masked", key_types),
    }
    return PlannedSteps(read_reference(), steps, KNOWN, [GENERIC])


class Standardiser(Engine):
    """The steps of the engine with the generic values of a publication.

    Unlike for a file, the date format is not inferred from the other records of a run, because they
    come from other requests.
    """

    def __init__(self) -> None:
        self.publication = ""
        super().__init__()

    def plan(self) -> PlannedSteps:
        """The steps of the match engine, without those that find generic values."""
        return planned_steps()

    def standardise(
        self, records: Sequence[Mapping[str, str | None]], snapshot: Snapshot
    ) -> Standardised:
        """Standardise records with some of the engine's columns, such as full_name and phone."""
        with self.lock:
            keys = self._run(records, snapshot)
            return Standardised(self.planned.connection.sql(RECORDS).to_arrow_table(), keys)

    def keys_of(
        self, records: Sequence[Mapping[str, str | None]], snapshot: Snapshot
    ) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The block keys of each record, like those of `standardise`."""
        with self.lock:
            return self._run(records, snapshot)

    def _run(
        self, records: Sequence[Mapping[str, str | None]], snapshot: Snapshot
    ) -> tuple[tuple[tuple[str, str], ...], ...]:
        self._take_generic_values(snapshot)
        self.run(records)
        keys: list[list[tuple[str, str]]] = [[] for _ in records]
        for number, key_type, key in self.planned.connection.execute(KEYS).fetchall():
            keys[number].append((key_type, key))
        return tuple(map(tuple, keys))

    def _take_generic_values(self, snapshot: Snapshot) -> None:
        if self.publication == snapshot.key:
            return
        self.planned.connection.execute("delete from generic")
        self.planned.connection.execute(
            "insert into generic select unnest(cast(? as varchar[])),"
            " unnest(cast(? as varchar[])), date '1900-01-01'",
            [[one[place] for one in snapshot.generic_values] for place in (0, 1)],
        )
        self.publication = snapshot.key


class SearchStandardiser(Standardiser):
    """The same steps for fewer fields and key types, those of searches: a fraction of the time."""

    def plan(self) -> PlannedSteps:
        """The steps of the match engine for SEARCHED fields."""
        macros = load_macros()
        generic = [name for name in macros.generic_value_fields().split() if name in SEARCHED]
        return planned_steps(" ".join(SEARCHED), " ".join(generic), macros.search_key_types())

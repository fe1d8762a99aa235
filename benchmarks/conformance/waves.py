"""The waves of a scenario: tables to write, models for one dbt run, and tables to check after it.

A wave ends where a step must see what dbt built before it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MATERIALIZED = {"pit": "pit_incremental", "bridge": "bridge_incremental", "stage": "view"}


@dataclass(frozen=True)
class Table:
    """Rows of a scenario as it writes them; `types` has those of some columns."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    types: Mapping[str, str]


@dataclass(frozen=True)
class Model:
    """A call of a macro that is a model, with its config and the vars that it is run with."""

    name: str
    macro: str
    arguments: Mapping[str, Any]
    config: Mapping[str, Any]
    variables: Mapping[str, Any]


@dataclass
class Wave:
    """`is_loaded`: a table of the vault is among the models, not only stages."""

    tables: dict[str, Table] = field(default_factory=dict)
    models: dict[str, Model] = field(default_factory=dict)
    checks: list[Table] = field(default_factory=list)
    is_loaded: bool = False


class Waves:
    """The waves of one scenario. All its tables and models have the prefix."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.all = [Wave()]

    def write(self, table: Table) -> None:
        """Write a table before the next run."""
        last, name = self.all[-1], self.prefix + table.name
        wave = self._wave(last.is_loaded or last.checks or name in last.tables)
        wave.tables[name] = Table(name, table.header, table.rows, table.types)

    def run(
        self,
        name: str,
        macro: str,
        arguments: Mapping[str, Any],
        config: Mapping[str, Any],
        variables: Mapping[str, Any],
    ) -> None:
        """Run a model in the next run."""
        last, is_stage, name = self.all[-1], macro == "stage", self.prefix + name
        wave = self._wave(last.checks or name in last.models or (is_stage and last.is_loaded))
        wave.is_loaded |= not is_stage
        given = {key: value for key, value in arguments.items() if value not in (None, {}, [])}
        wave.models[name] = Model(
            name,
            macro,
            with_prefix(given, self.prefix),
            {"materialized": MATERIALIZED.get(macro, "incremental"), **config},
            variables,
        )

    def check(self, table: Table) -> None:
        """Compare a table after the last run."""
        expected = Table(self.prefix + table.name, table.header, table.rows, table.types)
        self.all[-1].checks.append(expected)

    def has_model(self, name: str) -> bool:
        """Whether the model is in a wave."""
        return any(self.prefix + name in wave.models for wave in self.all)

    def _wave(self, is_new: object) -> Wave:
        if is_new:
            self.all.append(Wave())
        return self.all[-1]


def flatten(value: object) -> list[str]:
    """The strings in nested lists, without empty ones."""
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in flatten(item)]
    return [str(value)] if value else []


def with_prefix(arguments: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The arguments of a macro, with the prefix in each name of a model."""
    changed = copy.deepcopy(dict(arguments))
    for key in ("source_model", "as_of_dates_table"):
        if isinstance(changed.get(key), list):
            changed[key] = [prefix + name for name in changed[key]]
        elif key in changed:
            changed[key] = prefix + changed[key]
    for key in ("satellites", "stage_tables_ldts"):
        if key in changed:
            changed[key] = {prefix + name: value for name, value in changed[key].items()}
    for step in changed.get("bridge_walk", {}).values():
        for key in ("link_table", "eff_sat_table"):
            step[key] = prefix + step[key]
    return changed


def table_names(waves: Iterable[Wave]) -> set[str]:
    """The names of all tables that are written."""
    return {name for wave in waves for name in wave.tables}

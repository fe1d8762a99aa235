"""Turns the steps of a scenario into waves."""

from __future__ import annotations

import copy
import re
from types import SimpleNamespace
from typing import Any

from .scenarios import Scenario, Step
from .values import parse_metadata
from .waves import Table, Wave, Waves, flatten

STAGE_SECTIONS = ("derived_columns", "null_columns", "hashed_columns", "ranked_columns")
GHOST_VARS = ("enable_ghost_records", "system_record_value")
# Var -> attribute that fixtures set.
VARIABLES = {
    "hash": "hashing",
    **{
        name: name
        for name in ("hash_content_casing", "null_key_required", "null_key_optional", *GHOST_VARS)
    },
}


class UnsupportedError(Exception):
    """A scenario has a step or fixture that is not known."""


class Planner:
    """The state of a scenario while its steps are read."""

    def __init__(self, scenario: Scenario, context: SimpleNamespace) -> None:
        if getattr(context, "full_refresh", False) or getattr(context, "disable_union", False):
            raise UnsupportedError("fixture enable_full_refresh or disable_union")
        self.scenario, self.context = scenario, context
        self.waves = Waves(f"{scenario.uid}__")
        self.sections: dict[str, dict[str, Any]] = {
            name: dict(getattr(context, name, None) or {}) for name in STAGE_SECTIONS
        }
        self.columns = copy.deepcopy(context.vault_structure_columns)
        self.original_columns = copy.deepcopy(self.columns)
        # Stages that a load reads.
        self.staged: list[str] = []
        self.raw_source = self.raw_name = self.empty_source = ""
        self.includes_source_columns = True
        self.vault: dict[str, list[str]] = {}

    def plan(self) -> list[Wave]:
        """The waves of all steps."""
        for step in self.scenario.steps:
            for pattern, handle in HANDLERS:
                if match := pattern.fullmatch(step.text):
                    handle(self, step, *match.groups())
                    break
            else:
                raise UnsupportedError(f"step not known: {step.text}")
        return self.waves.all

    def write(
        self,
        name: str,
        step: Step,
        suffix: str = "_seed",
        types: dict[str, str] | None = None,
    ) -> str:
        """Write a table; its name."""
        types = {**(types or {}), **self.types(name)}
        self.waves.write(Table(name + suffix, step.header, step.rows, types))
        return name + suffix

    def types(self, name: str) -> dict[str, str]:
        """The types of a table's columns."""
        return self.context.seed_config.get(name, {}).get("column_types", {})

    def variables(self) -> dict[str, Any]:
        """The vars that fixtures set."""
        found = {name: getattr(self.context, given, None) for name, given in VARIABLES.items()}
        return {name: value for name, value in found.items() if value}

    def variables_without_ghosts(self) -> dict[str, Any]:
        """The vars with which the suite fills a table before the scenario."""
        found = self.variables().items()
        return {name: value for name, value in found if name not in GHOST_VARS}

    # Given

    def does_not_exist(self, _: Step, name: str) -> None:
        """A table that was not built."""
        if self.waves.has_model(name):
            raise UnsupportedError(f"{name} is dropped in the middle of a scenario")

    def vault_tables(self, step: Step) -> None:
        """The tables of the vault by macro."""
        cells = list(zip(*step.rows, strict=True))
        self.vault = {
            kind.lower(): [name for name in cells[place] if name]
            for place, kind in enumerate(step.header)
        }

    def raw_data(self, step: Step, name: str) -> None:
        """The source of a stage."""
        self.raw_source, self.raw_name = self.write(name, step), name

    def table_with_data(self, step: Step, name: str) -> None:
        """A stage that is written as it is."""
        self.raw_source = self.write(name, step, suffix="")
        self.unite(name)

    def empty_raw_stage(self, _: Step, name: str) -> None:
        """A source without rows."""
        self.empty_source = self.write(name, Step("", list(self.types(name)), []))
        self.raw_name = name

    def empty_primed_stage(self, _: Step, name: str) -> None:
        """A stage without rows."""
        replaced = flatten(list(self.sections["null_columns"].get(name, {}).values()))
        hashed = self.sections["hashed_columns"].get(name, {})
        derived = self.sections["derived_columns"].get(name, {})
        originals = [f"{column}_ORIGINAL" for column in replaced]
        columns = dict.fromkeys([*self.types(self.raw_name), *hashed, *derived, *originals])
        types = dict.fromkeys(hashed, "BINARY")
        self.empty_source = self.write(name, Step("", list(columns), []), types=types)

    def empty_table(self, _: Step, name: str, kind: str) -> None:
        """A table of the vault without rows."""
        if kind == "stage":
            self.write(name, Step("", list(self.context.stage_columns[name]), []))
            return
        columns: list[str] = []
        types: dict[str, str] = {}
        for key, value in self.columns[name].items():
            if key == "src_payload" and isinstance(value, dict):
                excluded = value.get("columns", [])
                every = flatten(self.original_columns[name][key])
                value = [column for column in every if column not in excluded]
            elif key == "src_satellite":
                value = [next(iter(column)) for column in next(iter(value.values())).values()]
            elif isinstance(value, dict) and "alias" in value:
                value = value["source_column"]
                types[value] = "BINARY"
            elif isinstance(value, dict):
                value = list(value)
            columns += [] if key == "source_model" else flatten(value)
        seed = self.write(name, Step("", list(dict.fromkeys(columns)), []), types=types)
        arguments = {"source_model": self.empty_source or seed, **self.columns[name]}
        self.waves.run(name, kind, arguments, {}, self.variables_without_ghosts())

    def populated_table(self, step: Step, name: str, kind: str) -> None:
        """A table of the vault with rows."""
        arguments = {"source_model": self.write(name, step), **self.columns[name]}
        if isinstance(arguments.get("src_hashdiff"), dict):
            arguments["src_hashdiff"] = arguments["src_hashdiff"]["alias"]
        self.waves.run(name, kind, arguments, {}, self.variables_without_ghosts())

    # When

    def unite(self, name: str) -> None:
        """Add a stage to the sources of the next load."""
        if name not in self.staged:
            self.staged.append(name)

    def section(self, step: Step, kind: str, name: str) -> None:
        """Derived, hashed, ranked columns, or those whose nulls are replaced."""
        self.unite(name)
        records = [
            dict(zip(step.header, map(parse_metadata, row), strict=True)) for row in step.rows
        ]
        ranks = {
            str(it.get("NAME")): {"partition_by": it["PARTITION_BY"], "order_by": it["ORDER_BY"]}
            for it in records
            if kind == "ranked"
        }
        self.sections[f"{kind}_columns"] = {name: ranks or records[0]}

    def null_section(self, step: Step, name: str, required: str, optional: str) -> None:
        """Columns whose nulls are replaced, and the vars with the replacements."""
        self.section(step, "null", name)
        self.context.null_key_required, self.context.null_key_optional = required, optional

    def without_source_columns(self, _: Step) -> None:
        """The stage has only columns that it adds."""
        self.includes_source_columns = False

    def stage(self, _: Step, name: str) -> None:
        """Build a stage."""
        self.unite(name)
        sections = {key: self.sections[key].get(name) for key in STAGE_SECTIONS}
        included = {} if self.includes_source_columns else {"include_source_columns": False}
        arguments = {"source_model": self.raw_source, **sections, **included}
        self.waves.run(name, "stage", arguments, {}, self.variables())

    def exclude(self, step: Step, name: str) -> None:
        """The payload is all columns but these."""
        columns = [row[0] for row in step.rows]
        self.columns[name]["src_payload"] = {"exclude_columns": "true", "columns": columns}

    def exclude_nothing(self, _: Step, name: str) -> None:
        """The payload is all columns that have no other use."""
        self.columns[name]["src_payload"] = {"exclude_columns": "true"}

    def load(self, _: Step, name: str, kind: str) -> None:
        """Load a table of the vault from the stages."""
        arguments = dict(self.columns[name])
        if getattr(self.context, "disable_payload", False):
            arguments.pop("src_payload", None)
        source = self.staged[0] if len(self.staged) == 1 else list(self.staged)
        arguments = {"source_model": source, **arguments}
        self.waves.run(name, kind, arguments, self.settings(), self.variables())

    def settings(self) -> dict[str, bool]:
        """The config of a load."""
        found = {
            "is_auto_end_dating": getattr(self.context, "auto_end_date", False),
            "apply_source_filter": getattr(self.context, "apply_source_filter", False),
        }
        return {name: True for name, value in found.items() if value}

    def load_vault(self, _: Step) -> None:
        """Load all tables of the vault."""
        settings = self.settings()
        settings.pop("apply_source_filter", None)
        for kind, names in self.vault.items():
            for name in names:
                self.waves.run(name, kind, self.columns[name], settings, self.variables())

    # Then

    def expect(self, step: Step, name: str) -> None:
        """The rows that a table must have."""
        self.waves.check(Table(name, step.header, step.rows, self.types(name)))

    def expect_empty(self, _: Step, name: str) -> None:
        """A table must have no rows."""
        self.waves.check(Table(name, [], [], {}))


HANDLERS = [
    (re.compile(pattern), handle)
    for pattern, handle in (
        (r"the (\w+) table does not exist", Planner.does_not_exist),
        (r"the raw vault contains empty tables", Planner.vault_tables),
        (r"the (\w+) table contains data", Planner.raw_data),
        (r"the (\w+) is loaded", Planner.raw_data),
        (r"the (\w+) table is created and populated with data", Planner.table_with_data),
        (r"I have an empty (\w+) raw stage", Planner.empty_raw_stage),
        (r"I have an empty (\w+) primed stage", Planner.empty_primed_stage),
        (r"the (\w+) table should contain expected data", Planner.expect),
        (r"the (\w+) table should be empty", Planner.expect_empty),
        (r"the (\w+) (\w+) is empty", Planner.empty_table),
        (r"the (\w+) (\w+) is already populated with data", Planner.populated_table),
        (r"I have (derived|hashed|null|ranked) columns in the (\w+) model", Planner.section),
        (
            r"I have null columns in the (\w+) model and null_key_required is (\S+)"
            r" and null_key_optional is (\S+)",
            Planner.null_section,
        ),
        (r"I do not include source columns", Planner.without_source_columns),
        (r"I exclude the following columns for the (\w+) table", Planner.exclude),
        (r"I do not exclude any columns from the (\w+) table", Planner.exclude_nothing),
        (r"I stage the (\w+) data", Planner.stage),
        (r"I load the vault", Planner.load_vault),
        (r"I load the (\w+) (\w+)", Planner.load),
    )
]

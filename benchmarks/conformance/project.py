"""A dbt project on DuckDB for many scenarios: a package of models for each set of vars."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.cli.main import dbtRunner
from upstream.packages import Packages

from .values import select_rows
from .waves import Model, Wave, table_names

ROOT = "conformance"
SCHEMA = "main"
# A function of Snowflake that scenarios call and DuckDB lacks.
DIALECT = """
CREATE MACRO to_varchar(value, format) AS
    strftime(value, replace(replace(replace(format, 'DD', '%d'), 'MM', '%m'), 'YYYY', '%Y'))
"""
PREFIXED = re.compile(r"\b(s\d{4})__\w+")
QUIET = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-write-json"]


def first_words(message: object, limit: int = 300) -> str:
    """The beginning of an error in one line."""
    return re.sub(r"\s+", " ", str(message)).strip()[:limit]


class Project:
    """The files of the project, and why scenarios failed, by uid."""

    def __init__(self, folder: Path, packages: Packages) -> None:
        self.folder, self.database = folder, folder / "scenarios.duckdb"
        self.errors: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._files: dict[str, Path] = {}
        self._tags: defaultdict[str, list[str]] = defaultdict(list)
        (folder / "dbt_packages").mkdir(parents=True)
        for name, path in packages.folders.items():
            (folder / "dbt_packages" / name).symlink_to(path.resolve(), target_is_directory=True)
        (folder / "macros").mkdir()
        for path in packages.macros:
            (folder / "macros" / path.name).write_text(path.read_text(), encoding="utf-8")
        output = {
            "type": "duckdb", "path": str(self.database), "schema": SCHEMA, "threads": 1,
            "keep_open": False, "settings": {"TimeZone": "UTC"},
        }  # fmt: skip
        self._write("profiles.yml", {ROOT: {"target": "dev", "outputs": {"dev": output}}})
        with self.connect() as connection:
            connection.execute(DIALECT)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection to the project's database."""
        connection = duckdb.connect(str(self.database))
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    def prepare(self, plans: Mapping[str, Sequence[Wave]]) -> None:
        """Write the packages, the tables (as seeds that never run) and the waves of each model."""
        for waves in plans.values():
            for number, wave in enumerate(waves):
                for model in wave.models.values():
                    self._groups.setdefault(_group(model), f"group{len(self._groups)}")
                    self._tags[model.name].append(f"w{number}")
            for name in table_names(waves):
                path = self.folder / "seeds" / f"{name}.csv"
                path.parent.mkdir(exist_ok=True)
                path.write_text("placeholder\n", encoding="utf-8")
        for name in self._groups.values():
            self._write(
                f"dbt_packages/{name}/dbt_project.yml",
                {"name": name, "version": "1.0.0", "model-paths": ["models"]},
            )
        order = {"macro_namespace": "automate_dv", "search_order": [ROOT, "automate_dv"]}
        self._write(
            "dbt_project.yml",
            {
                "name": ROOT,
                "version": "1.0.0",
                "profile": ROOT,
                "flags": {"send_anonymous_usage_stats": False},
                "dispatch": [order],
                "vars": {name: json.loads(given) for given, name in self._groups.items()},
            },
        )

    def write_models(self, models: Iterable[Model]) -> None:
        """Write models; one whose vars have changed moves to the package of its new vars."""
        for model in models:
            arguments = ",\n    ".join(f"{key}={value!r}" for key, value in model.arguments.items())
            settings = {**model.config, "tags": self._tags[model.name]}
            config = ", ".join(f"{key}={value!r}" for key, value in settings.items())
            text = f"{{{{ config({config}) }}}}\n{{{{ automate_dv.{model.macro}({arguments}) }}}}\n"
            package = self.folder / "dbt_packages" / self._groups[_group(model)]
            path = package / "models" / model.name[:5] / f"{model.name}.sql"
            before = self._files.get(model.name)
            if before and before != path:
                before.unlink()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            self._files[model.name] = path

    def discard(self, uid: str, reason: str) -> None:
        """Remove the models of a scenario that failed."""
        self.errors.setdefault(uid, reason)
        for name in [name for name in self._files if name.startswith(uid)]:
            self._files.pop(name).unlink()

    def write_tables(self, waves: Mapping[str, Wave]) -> None:
        """Write the tables of these scenarios' waves."""
        with self.connect() as connection:
            for uid, wave in waves.items():
                connection.begin()
                try:
                    for table in wave.tables.values():
                        rows = select_rows(table.header, table.rows, table.types)
                        connection.execute(
                            f'CREATE OR REPLACE TABLE {SCHEMA}."{table.name}" AS {rows}'
                        )
                    connection.commit()
                except duckdb.Error as error:
                    connection.rollback()
                    self.discard(uid, f"given data not written: {first_words(error)}")

    def run(self, number: int) -> None:
        """Run a wave; a scenario that does not parse is discarded, and the others run."""
        options = ["--project-dir", str(self.folder), "--profiles-dir", str(self.folder), *QUIET]
        while True:
            here = Path.cwd()
            try:
                outcome = dbtRunner().invoke(["run", "--select", f"tag:w{number}", *options])
            finally:
                os.chdir(here)
            if outcome.result is not None:
                break
            message = str(outcome.exception)
            culprit = PREFIXED.search(message)
            if culprit is None or culprit[0] not in self._files:
                raise SystemExit(f"dbt cannot run the project: {first_words(message, 2000)}")
            self.discard(culprit[1], f"does not parse: {first_words(message)}")
        for result in outcome.result.results:
            if result.status.name.lower() in ("error", "fail"):
                uid, name = result.node.name.split("__", 1)
                reason = f"model {name}, run {number + 1}: {first_words(result.message)}"
                self.errors.setdefault(uid, reason)

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(dict(content), sort_keys=False), encoding="utf-8")


def _group(model: Model) -> str:
    return json.dumps(dict(model.variables), sort_keys=True)

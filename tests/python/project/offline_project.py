"""The project rendered for Snowflake, made once for all processes and until a file changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from render_offline import LOADS

from dbt_in_process import dbt_environment
from reference_build import (
    TARGET,
    current_inputs,
    install_packages,
    one_process_at_a_time,
    run_command,
)

SCRIPT = Path(__file__).with_name("render_offline.py")


@dataclass(frozen=True)
class Offline:
    """The project rendered for Snowflake without an account: dbt's output, and its folder."""

    output: str
    target: Path

    def compiled(self, load: str) -> dict[str, str]:
        """The SQL of each model, analysis, snapshot and test that a load compiled, by unique id."""
        return self._read(load)

    def hooks(self, load: str) -> dict[str, str]:
        """The hooks of each node that a load compiled, and of the run, by unique id."""
        return self._read(f"{load}_hooks")

    def statements(self) -> Iterator[tuple[str, str]]:
        """Everything that is rendered as SQL: a name, and one or more statements."""
        for load in LOADS:
            for found in (self.compiled(load), self.hooks(load)):
                for unique_id, sql in found.items():
                    if "def model(" not in sql:
                        yield f"{unique_id} ({load})", sql

    def _read(self, name: str) -> dict[str, str]:
        found = json.loads((self.target / f"{name}.json").read_text(encoding="utf-8"))
        return {unique_id: sql for unique_id, sql in found.items() if sql}


def offline_project() -> Offline:
    """The project rendered as a first and as a later load, in target/snowflake."""
    install_packages()
    target = TARGET / "snowflake"
    environment = dbt_environment(":memory:", target)
    stamp, output = target / "rendered_from.json", target / "output.txt"
    with one_process_at_a_time("snowflake"):
        inputs = json.dumps([current_inputs({}, environment), SCRIPT.read_text("utf-8")])
        if not (stamp.is_file() and stamp.read_text("utf-8") == inputs):
            stamp.unlink(missing_ok=True)
            # A parse that dbt reuses shows no deprecations.
            (target / "partial_parse.msgpack").unlink(missing_ok=True)
            text = run_command([sys.executable, str(SCRIPT), str(target)], environment)
            output.write_text(text, "utf-8")
            stamp.write_text(inputs, "utf-8")
    return Offline(output.read_text("utf-8"), target)

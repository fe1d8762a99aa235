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

SCRIPTS = [Path(__file__).with_name(f"{name}.py") for name in ("render_offline", "offline_build")]


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

    def sent(self, load: str) -> dict[str, list[str]]:
        """What dbt sends in the build of a load by unique id, or for `operations` by name.

        Without Python models: Snowflake runs them as procedures, which no parser knows.
        """
        found = self._read(f"{load}_sent")
        return {
            name: [sql for sql in statements if "language python" not in sql.lower()]
            for name, statements in found.items()
        }

    def statements(self) -> Iterator[tuple[str, str]]:
        """All SQL of the project: a name, and one or more statements."""
        for load in LOADS:
            for found in (self.compiled(load), self.hooks(load)):
                for unique_id, sql in found.items():
                    if "def model(" not in sql:
                        yield f"{unique_id} ({load})", sql

    def statements_sent(self) -> Iterator[tuple[str, str]]:
        """What dbt sends: a name, and a statement."""
        for load in (*LOADS, "operations"):
            for name, statements in self.sent(load).items():
                for number, sql in enumerate(statements, 1):
                    yield f"{name}, statement {number} ({load})", sql

    def _read(self, name: str) -> dict[str, str]:
        found = json.loads((self.target / f"{name}.json").read_text(encoding="utf-8"))
        return {unique_id: sql for unique_id, sql in found.items() if sql}


def offline_project(form: str = "short") -> Offline:
    """The project rendered as a first and as a later load, in target/snowflake.

    form: `short`, or `whole` for complete builds, which take minutes; see render_offline.
    """
    install_packages()
    target = TARGET / ("snowflake" if form == "short" else "snowflake_whole")
    environment = dbt_environment(":memory:", target)
    stamp, output = target / "rendered_from.json", target / "output.txt"
    with one_process_at_a_time(target.name):
        scripts = [script.read_text("utf-8") for script in SCRIPTS]
        inputs = json.dumps([current_inputs({}, environment), *scripts])
        if not (stamp.is_file() and stamp.read_text("utf-8") == inputs):
            stamp.unlink(missing_ok=True)
            # A parse that dbt reuses shows no deprecations.
            (target / "partial_parse.msgpack").unlink(missing_ok=True)
            text = run_command([sys.executable, str(SCRIPTS[0]), str(target), form], environment)
            output.write_text(text, "utf-8")
            stamp.write_text(inputs, "utf-8")
    return Offline(output.read_text("utf-8"), target)


if __name__ == "__main__":
    offline_project()

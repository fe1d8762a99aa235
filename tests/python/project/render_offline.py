"""Renders the project for Snowflake without an account: `render_offline.py TARGET_PATH`.

dbt compiles offline except for two queries of models: does the table exist, and must all of it be
refreshed? The first is answered here with no for a first load and yes for a later one, the second,
a count of rows, with 0. Tables have no known columns. The project is parsed once, with deprecations
shown; what each load compiles goes to `<load>.json`, a mapping of unique ids to SQL. The project's
own tests are compiled for the first load, because no test asks whether a table exists; dbt's own
are not.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import agate
from dbt.adapters.contracts.connection import AdapterResponse
from dbt.adapters.snowflake.impl import SnowflakeAdapter
from dbt.cli.main import dbtRunner

LOADS = ("first", "later")
# Resources whose SQL differs between the first and a later load.
COMPILED_TWICE = [f"resource_type:{kind}" for kind in ("model", "analysis", "snapshot")]
GENERIC_TESTS = Path(__file__).resolve().parents[2] / "generic"
COMPILED_ONCE = ["test_type:singular"]
COMPILED_ONCE += [f"test_name:{file.stem}" for file in GENERIC_TESTS.glob("*.sql")]


def main(target_path: str) -> int:
    """Compile all models for both loads, and our tests for the first; return 0 on success."""
    gc.set_threshold(200_000, 50, 50)
    snowflake = ["--target", "snowflake", "--target-path", target_path, "--no-write-json"]
    parsed = dbtRunner().invoke(["parse", *snowflake, "--show-all-deprecations"])
    if not parsed.success:
        return 1
    SnowflakeAdapter.get_columns_in_relation = lambda self, relation: []
    none_found = agate.Table([[0]], ["count"])
    SnowflakeAdapter.execute = lambda self, *arguments, **options: (
        AdapterResponse("offline"),
        none_found,
    )
    offline = ["--no-introspect", "--no-populate-cache"]
    for load in LOADS:

        def get_relation(self, database, schema, identifier, load=load):
            table = self.Relation.create(database, schema, identifier, type="table")
            return table if load == "later" else None

        SnowflakeAdapter.get_relation = get_relation
        command = ["--quiet", "compile", *snowflake, *offline]
        command += ["--select", *COMPILED_TWICE, *(COMPILED_ONCE if load == "first" else [])]
        if not dbtRunner(manifest=parsed.result).invoke(command).success:
            return 1
        nodes = parsed.result.nodes.values()
        compiled = {node.unique_id: getattr(node, "compiled_code", None) for node in nodes}
        Path(target_path, f"{load}.json").write_text(json.dumps(compiled), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

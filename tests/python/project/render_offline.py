"""Renders the project for Snowflake with no account: `render_offline.py first|later TARGET_PATH`.

dbt compiles offline apart from one question that models ask: does my table exist? It is answered
here, with no for a first load and yes for a later one, and a table has no columns yet known.
"""

from __future__ import annotations

import sys

from dbt.adapters.snowflake.impl import SnowflakeAdapter
from dbt.cli.main import dbtRunner


def main(load: str, target_path: str) -> int:
    """Compiles all models and tests; 0 where dbt could."""

    def get_relation(self, database, schema, identifier):
        table = self.Relation.create(database, schema, identifier, type="table")
        return table if load == "later" else None

    SnowflakeAdapter.get_relation = get_relation
    SnowflakeAdapter.get_columns_in_relation = lambda self, relation: []
    offline = ["--no-introspect", "--no-populate-cache", "--target-path", target_path]
    result = dbtRunner().invoke(["--quiet", "compile", "--target", "snowflake", *offline])
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A seed is read as a file of a landing folder: by the names of its columns, some of which it may
lack, also with a header alone and in a folder with an apostrophe. The word NULL stays a value."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from dbt_in_process import close_connections

PROJECT = """
name: small
profile: small
flags: {{send_anonymous_usage_stats: false}}
macro-paths: ["{macros}/seeds", "{macros}/types", macros]
seeds: {{small: {{orders: {{+column_types: {{A: varchar, B: varchar, NOTE: varchar}}}}}}}}
"""
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "PATH"}
"""
DECLARED = """
{% macro feeds() %}{{ return(['orders']) }}{% endmacro %}
{% macro feed_columns(feed) %}{{ return(['A', 'NOTE', 'B']) }}{% endmacro %}
"""


@pytest.mark.filterwarnings("ignore:.*does not match the name of any column")
def test_a_seed_may_have_columns_in_any_order_and_lack_some(root: Path, tmp_path: Path) -> None:
    folder, database = tmp_path / "it's", tmp_path / "small.duckdb"
    for name in ("macros", "seeds"):
        (folder / name).mkdir(parents=True)
    macros = (root / "macros").as_posix()
    (folder / "dbt_project.yml").write_text(PROJECT.format(macros=macros))
    (folder / "profiles.yml").write_text(PROFILE.replace("PATH", str(database)))
    (folder / "macros" / "feeds.sql").write_text(DECLARED)
    paths = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    paths += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]

    def seeded(text: str) -> list[tuple]:
        """The values of A, B and NOTE after the file has been loaded."""
        (folder / "seeds" / "orders.csv").write_text(text)
        result = dbtRunner().invoke(["--quiet", "seed", *paths])
        close_connections()
        assert result.success, [node.message for node in result.result or ()]
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute("select A, B, NOTE from main.orders").fetchall()

    assert seeded("A,B\n01,x\n") == [("01", "x", None)]
    assert seeded("NOTE,B,A\nnew,y,02\n") == [("02", "y", "new")]
    database.unlink()
    assert seeded("B,A\n") == []


def test_the_word_null_is_only_in_a_seed_that_puts_it_back(
    root: Path, manifest: dict[str, Any]
) -> None:
    """dbt reads it as a null, except on DuckDB."""
    found = set()
    for path in (root / "seeds" / "reference").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            if any(value.strip().lower() == "null" for row in csv.reader(file) for value in row):
                found.add(path.stem)
    hooks = {
        node["name"]: [hook["sql"] for hook in node["config"]["post-hook"]]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "seed"
    }
    assert found == {"placeholder_values"}
    assert "update {{ this }} set value = 'NULL' where value is null" in hooks["placeholder_values"]

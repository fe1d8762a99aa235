"""The digest of a seed changes if and only if its content changes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import duckdb
import jinja2
import pytest
import sqlglot
import yaml

ROWS = [("BILL", "WILLIAM"), ("BOB", "ROBERT"), ("X", None)]
LISTAGG = {
    "duckdb": "string_agg({0}, {1} {2})",
    "snowflake": "listagg({0}, {1}) within group ({2})",
}


def digest_sql(root: Path, engine: str) -> str:
    """A select of the digest of the seed `nicknames`, as dbt renders it for an engine."""
    seed = SimpleNamespace(
        relation_name="nicknames",
        config=SimpleNamespace(column_types={"name": "", "canonical": ""}),
    )
    names = {
        "execute": True,
        "node_of": lambda name: seed,
        "dbt": SimpleNamespace(listagg=LISTAGG[engine].format),
    }
    text = (root / "macros" / "loads" / "seed_digest.sql").read_text(encoding="utf-8")
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    module = environment.from_string(text, globals=names).module
    return f"select {module.seed_digest('nicknames')}"


def digest(root: Path, rows: list[tuple[str | None, str | None]]) -> str:
    """The digest of the seed with these rows."""
    with duckdb.connect() as connection:
        connection.execute("create table nicknames (name varchar, canonical varchar)")
        if rows:
            connection.executemany("insert into nicknames values (?, ?)", rows)
        ((value,),) = connection.execute(digest_sql(root, "duckdb")).fetchall()
    return value


def test_the_order_of_rows_does_not_matter(root: Path) -> None:
    assert digest(root, ROWS) == digest(root, ROWS[::-1])


@pytest.mark.parametrize(
    "rows",
    [
        [],
        ROWS[:2],
        [*ROWS, ROWS[0]],
        [("BILL", "WILL"), *ROWS[1:]],
        [("BIL", "LWILLIAM"), *ROWS[1:]],
        [("WILLIAM", "BILL"), *ROWS[1:]],
        [*ROWS[:2], ("X", "")],
        [*ROWS[:2], ("X", "-")],
        [*ROWS[:2], (None, "X")],
    ],
    ids=["none", "gone", "twice", "changed", "moved", "swapped", "empty", "dash", "null"],
)
def test_different_content_has_a_different_digest(root: Path, rows) -> None:
    assert digest(root, rows) not in (None, digest(root, ROWS))


def test_snowflake_parses_the_digest(root: Path) -> None:
    assert sqlglot.parse_one(digest_sql(root, "snowflake"), dialect="snowflake")


def test_every_reference_seed_declares_the_types_of_all_its_columns(root: Path) -> None:
    folder = root / "seeds" / "reference"
    declared = {
        seed["name"]: set(seed["config"]["column_types"])
        for path in folder.glob("*.yml")
        for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
    }
    headers = {
        path.stem: set(path.read_text(encoding="utf-8").splitlines()[0].split(","))
        for path in folder.glob("*.csv")
    }
    assert declared == headers

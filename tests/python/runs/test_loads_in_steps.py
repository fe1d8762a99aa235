"""A warehouse that was loaded in steps, or built as of a day, equals one of a single load."""

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
from sequences import Graph

from as_of_project import as_of
from database_comparison import SCRATCH
from dbt_in_process import DATABASE, Project
from landed_warehouse import BATCHES
from replayed_warehouse import ReplayedWarehouse
from small_warehouse import LANDED, SmallBuild

PAST_DAY, PAST_BATCHES = "2026-01-03", BATCHES[:3]
PAST_MARTS = ("dim_product", "dim_sales_rep")
Opened = Callable[..., ReplayedWarehouse]


def test_three_loads_give_the_same_warehouse_as_one(opened: Opened, graph: Graph) -> None:
    """The second load stops after the vault."""
    warehouse, single = opened(is_empty=True), opened()
    vault = [
        node for node in graph.order if {"staging", "raw_vault"} & set(graph.nodes[node]["fqn"])
    ]
    loads = ((LANDED[:3], graph.order), (LANDED[3:-1], vault), (LANDED[-1:], graph.order))
    for batches, models in loads:
        warehouse.deliver(*batches)
        warehouse.run(models)
    found = warehouse.contents(graph.order, SCRATCH)
    expected = single.contents(graph.order, SCRATCH)
    assert expected["marts.fact_sales"][0] > 0
    assert {table for table in expected if found[table] != expected[table]} == set()


def rows(database: Path, table: str) -> Counter:
    """The rows of a table, with their number."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return Counter(connection.execute(f"from {table}").fetchall())


def test_build_as_of_a_day_gives_the_marts_of_that_day_next_to_the_current_ones(
    small_build: SmallBuild, opened: Opened, graph: Graph, project: Project, tmp_path: Path
) -> None:
    database = tmp_path / "as_of" / DATABASE
    database.parent.mkdir()
    shutil.copy(small_build.built, database)
    selected = [f"+{name}" for name in PAST_MARTS]
    as_of(project, PAST_DAY).run(database, "run", "--select", *selected)

    past = opened(is_empty=True)
    past.deliver(*PAST_BATCHES)
    past.run(graph.ancestors(PAST_MARTS))
    for name in PAST_MARTS:
        schema = f"marts_as_of_{PAST_DAY.replace('-', '_')}"
        expected = past.connection.execute(f"from marts.{name}").fetchall()
        assert expected
        assert rows(database, f"{schema}.{name}") == Counter(expected)
        assert rows(database, f"marts.{name}") == rows(small_build.built, f"marts.{name}")

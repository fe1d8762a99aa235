"""Two loads of a few models through dbt-snowflake give the rows of DuckDB, in few statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from comparison import differences
from deliveries import deliver
from emulator.app import Emulator
from emulator.serve import running
from emulator.statement_log import Logged
from loading import BATCHES, DATABASE, PORT, Outcome, copy_seeds, run_dbt

SELECTED = ("+dim_product", "+current_shipments")
FEEDS = ("products", "order_lines", "shipments")
COMPARED = (
    "hub_product", "hub_shipment", "sat_product__erp", "sat_shipment__logistics",
    "snapshot_log__products", "current_shipments", "dim_product",
)  # fmt: skip
# The most statements that one model of each kind may send in a later load, without a query tag.
BUDGET = {
    # It looks for the register of erasures, which takes three.
    "landing view": ("landing_products", 5),
    # One revises rows of accepted files, and one drops them from a satellite (decision 0006).
    "staging": ("stg_erp__products", 16),
    "hub": ("hub_product", 7),
    "satellite": ("sat_shipment__logistics", 6),
    # Two read again what is around a corrected row of an accepted file.
    "satellite of snapshots": ("sat_product__erp", 8),
    "status satellite": ("status_sat_product__erp", 7),
    "table with keys": ("current_shipments", 11),
    "view": ("product_versions", 1),
    "mart": ("dim_product", 3),
}
QUERY_TAG = re.compile(r"\s*alter\s+session\s+set\s+query_tag\b", re.I)
COMMENT = re.compile(r"\s*(comment\s+on|alter\s+(table|view)\s.*\bcomment\b)", re.I | re.S)


@dataclass(frozen=True)
class Loads:
    """The emulated account after two loads: what dbt said, and the statements of the later one."""

    emulator: Emulator
    outcomes: tuple[Outcome, Outcome]
    statements: list[Logged]


@pytest.fixture(scope="module")
def loads(built: Path) -> Iterator[Loads]:
    """All deliveries but the last, then the last one."""
    with running(PORT) as emulator:
        copy_seeds(emulator, built)
        outcomes = []
        for batches in (BATCHES[:-1], BATCHES[-1:]):
            deliver(emulator, batches, FEEDS)
            emulator.log.statements.clear()
            outcomes.append(run_dbt(emulator, "run", "--select", *SELECTED))
        yield Loads(emulator, tuple(outcomes), list(emulator.log.statements))


def test_both_loads_succeed(loads: Loads) -> None:
    assert [outcome.code for outcome in loads.outcomes] == [0, 0], loads.outcomes[0].output[-4000:]
    assert [f"{failed.node}: {failed.error}" for failed in loads.emulator.log.failed()] == []


def test_vault_and_marts_equal_the_build_on_duckdb(loads: Loads, built: Path) -> None:
    session = loads.emulator.instance.connect(DATABASE, "PUBLIC")
    found = differences(session.duck, built, DATABASE, COMPARED)
    assert [str(difference) for difference in found] == []


@pytest.mark.parametrize(("model", "most"), BUDGET.values(), ids=list(BUDGET))
def test_a_model_sends_few_statements_in_a_later_load(loads: Loads, model: str, most: int) -> None:
    sent = [
        logged.sql for logged in loads.statements
        if logged.node.endswith(f".{model}") and not QUERY_TAG.match(logged.sql)
    ]  # fmt: skip
    assert 0 < len(sent) <= most, "\n".join(sent)


def test_only_what_was_created_again_gets_its_comments_again(loads: Loads) -> None:
    created = [
        logged for logged in loads.statements
        if re.match(r"\s*create or replace\s+(transient |secure )?(table|view)\b", logged.sql, re.I)
    ]  # fmt: skip
    comments = [logged.sql for logged in loads.statements if COMMENT.match(logged.sql)]
    assert 0 < len(comments) <= 2 * len(created), "\n".join(comments)


def test_a_table_with_a_contract_is_not_described(loads: Loads) -> None:
    described = {
        logged.node.rpartition(".")[2]
        for logged in loads.statements
        if re.match(r"\s*describe\s+table\b", logged.sql, re.I)
    }
    assert "stg_erp__products" in described
    assert described.isdisjoint({"hub_product", "sat_product__erp", "dim_product"})


def test_gates_are_recorded_with_model_rule_value_and_limit(loads: Loads) -> None:
    outcome = run_dbt(loads.emulator, "test", "--select", "dim_product")
    assert outcome.code == 0, outcome.output[-4000:]
    session = loads.emulator.instance.connect(DATABASE, "PUBLIC")
    found = session.duck.execute(
        "select model, rule, measured::int, allowed::int, outcome"
        f" from {DATABASE}.operations.gate_results where model is not null"
    ).fetchall()
    assert ("dim_product", "unique_dim_product_product_key", 0, 0, "passed") in found


def test_a_part_of_the_project_is_not_recorded_as_complete(loads: Loads) -> None:
    outcome = run_dbt(loads.emulator, "run-operation", "complete_build")
    assert outcome.code != 0
    assert "complete_build: these were not built since what they read was" in outcome.output

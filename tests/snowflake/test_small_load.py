"""Loads of a few models, and of the identity of customers, through dbt-snowflake give the rows of
DuckDB; later loads send few statements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from comparison import differences
from deliveries import deliver
from emulator.app import Emulator
from emulator.serve import connect, running
from emulator.statement_log import Logged
from loading import BATCHES, DATABASE, PORT, ROOT, Outcome, copy_seeds, match_engine, run_dbt

SELECTED = ("+dim_product", "+current_shipments", "quarantine_erp__products")
FEEDS = ("products", "order_lines", "shipments")
# Before the later load, its comment lacks the definition that its columns had.
REDEFINED = "stg_logistics__shipments"
# Only in the first load, with all deliveries of the other feeds. Two ancestors are Python models.
IDENTITY = ("+eff_sat_sal_customer", "+sal_customer")
COMPARED = (
    "hub_product", "hub_shipment", "sat_product__erp", "sat_shipment__logistics",
    "snapshot_log__products", "current_shipments", "dim_product", "hub_customer",
    "status_sat_customer__sap", "standardised_records", "pair_scores", "sal_customer",
    "eff_sat_sal_customer", "customer_identity_assignments",
)  # fmt: skip
LOAD = ("build", "--exclude-resource-type", "test", "unit_test", "snapshot")
# The most statements that one model of each kind may send in a later load, and in a load with
# nothing new, without a query tag and what the run asks once.
BUDGET = {
    "seed": ("product_categories", 0, 0),
    "landing view": ("landing_products", 0, 0),
    "staging": ("stg_erp__products", 9, 2),
    "quarantine": ("quarantine_erp__products", 4, 1),
    "hub": ("hub_product", 3, 1),
    "satellite": ("sat_shipment__logistics", 3, 1),
    "satellite of snapshots": ("sat_product__erp", 3, 1),
    "status satellite": ("status_sat_product__erp", 7, 1),
    "table with keys": ("current_shipments", 7, 3),
    "view": ("product_versions", 0, 0),
    "mart": ("dim_product", 1, 1),
}
# What a run asks once, whichever node is the first to need it (facts_of_run).
ASKED_ONCE = re.compile(
    r"\s*(show\s|select salt\b|select 1 as one\b|select distinct consumer\b"
    r"|select distinct coalesce\(nullif\(|select table_schema\b|with\s+complete\b"
    r"|select '\w+' as seed\b)",
    re.I,
)
QUERY_TAG = re.compile(r"\s*alter\s+session\s+set\s+query_tag\b", re.I)
CREATED = re.compile(r"\s*create or replace\s+(transient |secure )?(table|view)\b", re.I)
COMMENT = re.compile(r"\s*(comment\s+on|alter\s+(table|view)\s.*\bcomment\b)", re.I | re.S)


@dataclass(frozen=True)
class Loads:
    """The emulated account after a first load, a later one, and one with nothing new.

    outcomes: what dbt said. statements: those of each load.
    """

    emulator: Emulator
    outcomes: list[Outcome]
    statements: list[list[Logged]]


@pytest.fixture(scope="module")
def loads(built: Path) -> Iterator[Loads]:
    """All deliveries but the last of FEEDS, then the last one, then none.

    Before the later load, REDEFINED is as after a change of its model.
    """
    with running(PORT) as emulator:
        copy_seeds(emulator, built)
        done = Loads(emulator, [], [])
        others = {path.stem for path in (ROOT / "seeds").glob("[fs]*/*.csv")} - {*FEEDS}
        deliver(emulator, None, others)
        archive = json.dumps({"archive": str(match_engine())})
        uploaded = run_dbt(emulator, "run-operation", "upload_match_engine", "--args", archive)
        assert uploaded.code == 0, uploaded.output[-4000:]
        for batches in (BATCHES[:-1], BATCHES[-1:], ()):
            if batches:
                deliver(emulator, batches, FEEDS)
            identity = IDENTITY if batches == BATCHES[:-1] else ()
            if batches == BATCHES[-1:]:
                session = connect(emulator, database=DATABASE, schema="STAGING")
                session.cursor().execute(f"comment on table {REDEFINED} is 'Shipments.'")
            emulator.log.statements.clear()
            done.outcomes.append(run_dbt(emulator, *LOAD, "--select", *SELECTED, *identity))
            done.statements.append(list(emulator.log.statements))
        yield done


def test_all_loads_succeed(loads: Loads) -> None:
    assert [outcome.code for outcome in loads.outcomes] == [0, 0, 0], loads.outcomes[0].output[
        -4000:
    ]
    failed = [one for sent in loads.statements for one in sent if one.error]
    assert [f"{one.node}: {one.error}" for one in failed] == []


def test_vault_and_marts_equal_the_build_on_duckdb(loads: Loads, built: Path) -> None:
    session = loads.emulator.instance.connect(DATABASE, "PUBLIC")
    found = differences(session.duck, built, DATABASE, COMPARED)
    assert [str(difference) for difference in found] == []


@pytest.mark.parametrize(("model", "later", "idle"), BUDGET.values(), ids=list(BUDGET))
def test_a_model_sends_few_statements(loads: Loads, model: str, later: int, idle: int) -> None:
    for most, statements in zip((later, idle), loads.statements[1:], strict=True):
        sent = [
            logged.sql for logged in statements
            if logged.node.endswith(f".{model}")
            and not QUERY_TAG.match(logged.sql) and not ASKED_ONCE.match(logged.sql)
        ]  # fmt: skip
        assert min(most, 1) <= len(sent) <= most, "\n".join(sent)


def test_later_loads_create_nothing_again_and_set_no_comments(loads: Loads) -> None:
    """Not even of tables whose rows are all replaced."""
    found = [
        [
            logged.sql for logged in sent
            if (CREATED.match(logged.sql) or COMMENT.match(logged.sql))
            and not (number > 0 and logged.node.endswith(f".{REDEFINED}"))
        ]
        for number, sent in enumerate(loads.statements)
    ]  # fmt: skip
    assert any(CREATED.match(sql) for sql in found[0])
    assert any(COMMENT.match(sql) for sql in found[0])
    assert found[1:] == [[], []]


def test_only_changed_views_are_created_again(loads: Loads) -> None:
    views = [
        [
            logged.node for logged in sent
            if (found := CREATED.match(logged.sql)) and found[2].lower() == "view"
        ]
        for sent in loads.statements
    ]  # fmt: skip
    assert views[0] != []
    assert views[1:] == [[], []]


def test_tables_whose_definition_has_not_changed_are_not_described(loads: Loads) -> None:
    described = re.compile(r"\s*describe\s+table\b", re.I)
    found = [
        {one.node.rpartition(".")[2] for one in sent if described.match(one.sql)}
        for sent in loads.statements
    ]
    assert found[1:] == [{REDEFINED}, set()]


def test_seeds_are_loaded_again_only_if_their_file_or_types_may_have_changed(loads: Loads) -> None:
    """The tables of the fixture have no digest in the first load."""
    overwrites = re.compile(r"\s*insert\s+overwrite\b", re.I)
    found = [
        {one.node for one in sent if overwrites.match(one.sql) and one.node.startswith("seed.")}
        for sent in loads.statements
    ]
    assert {node.rpartition(".")[2] for node in found[0]} >= {"product_categories", "nicknames"}
    assert found[1:] == [set(), set()]
    loads.emulator.log.statements.clear()
    outcome = run_dbt(loads.emulator, "seed", "--select", "product_categories")
    assert outcome.code == 0, outcome.output[-4000:]
    assert any(overwrites.match(one.sql) for one in loads.emulator.log.statements)


def test_gates_are_recorded_with_model_rule_value_and_limit(loads: Loads) -> None:
    outcome = run_dbt(
        loads.emulator, "test", "--select", "dim_product", "--indirect-selection", "cautious"
    )
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

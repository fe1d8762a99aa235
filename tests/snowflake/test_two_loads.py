"""Two daily loads of the whole project through dbt-snowflake equal the build on DuckDB.

The first one runs seeds, snapshots and models, the second one also data tests and unit tests.
"""

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
from emulator.ledger import LEDGER
from emulator.serve import running
from emulator.statement_log import Logged
from loading import BATCHES, DATABASE, PORT, TARGET, Outcome, match_engine, run_dbt

pytestmark = pytest.mark.long
# Statements of a later load per model; hooks, comments and the run's own count. The second limit
# includes seeds, the snapshot and data tests.
MOST_PER_MODEL, MOST_WITH_TESTS = 4.7, 6.7
FAILED = re.compile(r"^\S+\s+(?:\d+ of \d+ )?(?:FAIL|ERROR).*$", re.M)


@dataclass(frozen=True)
class Loads:
    """The emulated account after two loads, what dbt said, and the later load's statements."""

    emulator: Emulator
    delivered: tuple[int, int]
    first: Outcome
    later: Outcome
    statements: list[Logged]


@pytest.fixture(scope="module")
def loads(built: Path) -> Iterator[Loads]:
    """All deliveries but the last, then the last one."""
    with running(PORT) as emulator:
        before = deliver(emulator, BATCHES[:-1])
        archive = json.dumps({"archive": str(match_engine())})
        uploaded = run_dbt(emulator, "run-operation", "upload_match_engine", "--args", archive)
        assert uploaded.code == 0, uploaded.output[-4000:]
        untested = ("--exclude-resource-type", "test", "unit_test")
        first = run_dbt(emulator, "build", *untested)
        after = deliver(emulator, BATCHES[-1:])
        emulator.log.statements.clear()
        later = run_dbt(emulator, "build")
        yield Loads(emulator, (before, after), first, later, list(emulator.log.statements))


def test_the_first_load_builds_everything(loads: Loads) -> None:
    assert loads.first.code == 0, "\n".join(FAILED.findall(loads.first.output))


def test_the_later_load_passes_all_tests(loads: Loads) -> None:
    assert loads.later.code == 0, "\n".join(FAILED.findall(loads.later.output))


def test_gates_are_recorded_with_value_and_limit(loads: Loads) -> None:
    session = loads.emulator.instance.connect(DATABASE, "PUBLIC")
    found = session.duck.execute(
        "select column_name, measured > 0, outcome"
        f" from {DATABASE}.operations.gate_results"
        " where rule = 'no_golden_customer_exceeds_size_limit'"
    ).fetchall()
    assert found == [("records of a customer", True, "passed")]


def test_copy_loaded_every_delivery(loads: Loads) -> None:
    first, later = loads.delivered
    assert first > 90_000
    assert later > 1_000


def test_vault_and_marts_equal_the_build_on_duckdb(loads: Loads, built: Path) -> None:
    session = loads.emulator.instance.connect(DATABASE, "PUBLIC")
    assert [str(found) for found in differences(session.duck, built, DATABASE)] == []


def test_python_models_ran_as_procedures(loads: Loads) -> None:
    with loads.emulator.instance.duck_conn.cursor() as connection:
        called = connection.execute(
            f"select distinct target, detail from {LEDGER} where kind = 'PROCEDURE' order by all"
        ).fetchall()
    assert [name for name, _ in called] == [
        "CLUSTER_ASSIGNMENTS__DBT_SP",
        "NEW_PAIR_SCORES__DBT_SP",
    ]
    assert all(json.loads(detail)["imports"] for _, detail in called)


def test_the_build_can_be_recorded_as_complete(loads: Loads) -> None:
    outcome = run_dbt(loads.emulator, "run-operation", "complete_build")
    assert outcome.code == 0, outcome.output[-4000:]


def test_a_later_load_sends_few_statements(loads: Loads) -> None:
    manifest = json.loads((TARGET / "dbt" / "manifest.json").read_text("utf-8"))
    models = [node for node in manifest["nodes"] if node.startswith("model.")]
    sent = [logged for logged in loads.statements if not logged.node.startswith("unit_test.")]
    of_models = [
        logged for logged in sent if not logged.node.startswith(("test.", "seed.", "snapshot."))
    ]
    assert 0 < len(of_models) <= MOST_PER_MODEL * len(models)
    assert len(sent) <= MOST_WITH_TESTS * len(models)

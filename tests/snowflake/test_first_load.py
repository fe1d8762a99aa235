"""A first load of the sample through dbt-snowflake equals the build on DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from comparison import differences
from deliveries import deliver
from emulator.app import Emulator
from emulator.ledger import LEDGER
from emulator.serve import running
from loading import DATABASE, PORT, ROOT, Outcome, copy_seeds, match_engine, run_dbt

pytestmark = pytest.mark.long
BUILT = ROOT / "target" / "test.duckdb"


@dataclass(frozen=True)
class Load:
    """The emulated account after a load, and what dbt said."""

    emulator: Emulator
    outcome: Outcome


@pytest.fixture(scope="module")
def load() -> Iterator[Load]:
    """The models, loaded from the files of the sample and the seeds of the build on DuckDB."""
    with running(PORT) as emulator:
        assert len(copy_seeds(emulator, BUILT)) > 20
        assert sum(deliver(emulator).parsed.values()) > 90_000
        archive = json.dumps({"archive": str(match_engine())})
        uploaded = run_dbt(emulator, "run-operation", "upload_match_engine", "--args", archive)
        assert uploaded.code == 0, uploaded.output[-4000:]
        yield Load(emulator, run_dbt(emulator, "run"))


def test_every_model_is_built(load: Load) -> None:
    errors = [f"{found.node}: {found.error}" for found in load.emulator.log.failed()]
    assert errors == []
    assert load.outcome.code == 0, load.outcome.output[-6000:]


def test_vault_and_marts_equal_the_build_on_duckdb(load: Load) -> None:
    session = load.emulator.instance.connect(DATABASE, "PUBLIC")
    assert [str(found) for found in differences(session.duck, BUILT, DATABASE)] == []


def test_python_models_ran_as_procedures(load: Load) -> None:
    with load.emulator.instance.duck_conn.cursor() as connection:
        called = connection.execute(
            f"select target, detail from {LEDGER} where kind = 'PROCEDURE' order by all"
        ).fetchall()
    assert [name for name, _ in called] == [
        "CLUSTER_ASSIGNMENTS__DBT_SP",
        "NEW_PAIR_SCORES__DBT_SP",
    ]
    assert all(json.loads(detail)["imports"] for _, detail in called)

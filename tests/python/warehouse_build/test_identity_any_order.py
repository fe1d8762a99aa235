"""In whatever order batches arrive, identity is what deciding everything anew makes of them."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from database_comparison import differences, row_counts
from dbt_runs import BATCHES, ROOT, run_dbt_on

LOADS = 2
FOLDERS = ("increment", "identity", "golden")
IDENTITY = (
    *(f"path:models/business_vault/{folder}" for folder in FOLDERS),
    "mdm_match_pairs",
    "customer_attribute_conflicts",
)
TABLES = (
    "business_vault.customer_memberships",
    "business_vault.scored_pairs",
    "business_vault.golden_values",
    "business_vault.bsat_golden_customer",
    "marts.mdm_match_pairs",
    "marts.customer_attribute_conflicts",
)


@pytest.mark.parametrize("seed", range(5))
def test_an_order_of_arrival_leaves_what_a_full_refresh_makes(
    landing: Callable[..., None], tmp_path: Path, seed: int
) -> None:
    order = random.Random(seed).sample(BATCHES, len(BATCHES))
    for load in range(LOADS):
        landing(*order[load::LOADS], options=("--select", *(f"+{name}" for name in IDENTITY)))
    database, anew = tmp_path / "c360.duckdb", tmp_path / "anew.duckdb"
    shutil.copy(database, anew)
    variables = json.dumps({"landing": str(tmp_path / "landing")})
    options = ("--quiet", "--full-refresh", "--vars", variables)
    run_dbt_on(ROOT, anew, "run", *options, "--select", *IDENTITY)
    assert min(row_counts(database)[table] for table in TABLES) > 0
    # The log of scores keeps what was compared on the way.
    assert set(differences(database, anew)) <= {"business_vault.pair_scores"}

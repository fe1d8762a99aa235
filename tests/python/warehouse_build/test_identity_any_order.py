"""Identity does not depend on the order of arrival: it equals the result of a full refresh."""

import random
import shutil

import duckdb
import pytest
from database_comparison import differences, row_counts
from landed_warehouse import BATCHES, Landing

from dbt_in_process import DATABASE

LOADS = 2
FOLDERS = ("decisions", "attributes", "matching", "clusters", "golden")
# A full refresh drops neither; the score log also keeps pairs that are no longer candidates.
KEPT = ("pair_scores", "customer_identity_assignments")
IDENTITY = (
    *(f"path:models/business_vault/{folder}" for folder in FOLDERS),
    "mdm_match_pairs",
    "customer_attribute_conflicts",
)
TABLES = (
    "business_vault.eff_sat_sal_customer",
    "business_vault.candidate_pairs",
    "business_vault.golden_values",
    "business_vault.bsat_golden_customer",
    "marts.mdm_match_pairs",
    "marts.customer_attribute_conflicts",
)


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 5))]
)
def test_any_order_of_arrival_gives_the_same_as_a_full_refresh(landing: Landing, seed: int) -> None:
    order = random.Random(seed).sample(BATCHES, len(BATCHES))
    for load in range(LOADS):
        landing.load(*order[load::LOADS], options=("--select", *(f"+{name}" for name in IDENTITY)))
    refreshed = landing.database.parent / "refreshed" / DATABASE
    refreshed.parent.mkdir()
    shutil.copy(landing.database, refreshed)
    with duckdb.connect(str(refreshed)) as connection:
        for table in KEPT:
            connection.execute(f"drop table business_vault.{table}")
    landing.run("run", "--full-refresh", "--select", *IDENTITY, database=refreshed)
    assert min(row_counts(landing.database)[table] for table in TABLES) > 0
    assert set(differences(landing.database, refreshed)) <= {"business_vault.pair_scores"}

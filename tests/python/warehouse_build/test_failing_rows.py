"""A row that fails a test stops only the marts that use its feed; after the fix they catch up."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from database_comparison import differences
from dbt_in_process import Outcome, Project
from reference_build import Reference

BATCH = "B011"
# The feed with the failing row and the mart that uses it, another feed and its mart.
MODELS = (
    "stg_platform__metrics", "ref_platform_metrics", "fact_realtime_metrics",
    "stg_web__clickstream", "nh_link_clickstream", "hub_visitor", "fact_clickstream",
)  # fmt: skip
BUILD = ("build", "--select", *MODELS, "--indirect-selection", "cautious")
BUILD += ("--exclude", "test_type:unit")
FAILING = "vault_matches_feed_platform_metrics"
# A new hour, and an event.
NEW_ROWS = (
    f"""
    insert into landing.platform_metrics
    select * replace (
        '2026-01-11 01:00:00' as metric_hour,
        '2026-01-11 02:00:00' as _loaded_at,
        '{BATCH}' as _batch_id
    )
    from landing.platform_metrics where metric_hour = '2025-12-31 02:00:00' limit 1
    """,
    f"""
    insert into landing.clickstream
    select * replace (
        'EVT-NEW' as event_id, '2026-01-11 02:00:00' as _loaded_at, '{BATCH}' as _batch_id
    )
    from landing.clickstream where _batch_id = 'B010' order by event_id limit 1
    """,
)
# The vault has a different number of users from the feed, which an error-level test compares.
FAILING_ROW = """
    update raw_vault.ref_platform_metrics set active_users = active_users + 1
    where metric_hour = '2025-12-31 03:00:00'
"""
FIX = FAILING_ROW.replace("+ 1", "- 1")


def change(database: Path, *statements: str) -> None:
    """Run statements that each change one row."""
    with duckdb.connect(str(database)) as connection:
        for statement in statements:
            assert connection.execute(statement).fetchall() == [(1,)]


@pytest.fixture(scope="module")
def failed(project: Project, copy_of_reference: Callable[[str], Path]) -> tuple[Path, Outcome]:
    """A database after a build with a row that fails a test, and the outcome."""
    database = copy_of_reference("failed")
    change(database, *NEW_ROWS, FAILING_ROW)
    return database, project.attempt(database, *BUILD)


def test_marts_that_do_not_use_the_feed_of_a_failing_row_are_built(
    failed: tuple[Path, Outcome], reference: Reference
) -> None:
    database, outcome = failed
    assert outcome.named("fail") == {FAILING}
    assert outcome.named("skipped") & set(MODELS) == {"fact_realtime_metrics"}
    changed = differences(database, reference.database, ("marts",))
    assert changed == {"marts.fact_clickstream": 1}


def test_the_next_build_after_the_fix_gives_the_same_as_a_single_build(
    project: Project, failed: tuple[Path, Outcome], copy_of_reference: Callable[[str], Path]
) -> None:
    database, _ = failed
    change(database, FIX)
    fixed = project.run(database, *BUILD)
    assert fixed.statuses["fact_realtime_metrics"] == "success"
    single = copy_of_reference("single")
    change(single, *NEW_ROWS)
    project.run(single, "run", "--select", *MODELS)
    assert differences(database, single, ("staging", "raw_vault", "marts")) == {}

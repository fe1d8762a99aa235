"""A gate holds a delivery of a feed back, names it, and stops no model."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from dbt_in_process import Project
from reference_build import Reference

# The feed of the gate and the mart that uses it, and another feed.
MODELS = (
    "stg_platform__metrics", "quarantine_platform__metrics", "held_deliveries",
    "ref_platform_metrics", "fact_realtime_metrics", "stg_web__clickstream", "nh_link_clickstream",
)  # fmt: skip
OPTIONS = ("--indirect-selection", "cautious", "--exclude", "test_type:unit")
BUILD = ("build", "--select", *MODELS, *OPTIONS, "vault_matches_feed_platform_metrics")
# Forty new hours, of which the first eight lack the required hour, and one more in a delivery of
# its own.
DELIVERY = """
insert into landing.platform_metrics
select * exclude (hour_number) replace (
    case
        when hour_number >= 8
            then strftime(
                timestamp '2026-01-11 00:00:00' + to_hours(hour_number), '%Y-%m-%d %H:00:00'
            )
    end as metric_hour,
    cast(hour_number as varchar) as page_views,
    '2026-01-15 02:00:00' as _loaded_at,
    if(hour_number < 40, 'B011', 'B012') as _batch_id
)
from (from landing.platform_metrics where metric_hour = '2025-12-31 02:00:00' limit 1)
cross join (select unnest(range(41))) as hours (hour_number)
"""
HELD = """
select landed_in, rule, column_name, wrong_rows, measured::double, allowed::double, next_step
from operations.held_deliveries where feed = 'platform_metrics' order by rule
"""


def found(database: Path, query: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_delivery_of_the_sample_meets_its_contract(reference: Reference) -> None:
    results = found(
        reference.database,
        "select rule, outcome, count(distinct feed) from operations.gate_results group by all",
    )
    assert ("completeness", "passed", 19) in results
    assert {outcome for _, outcome, _ in results} == {"passed"}
    assert found(reference.database, "select * from operations.held_deliveries") == []


def test_a_held_delivery_fails_its_gate_and_skips_nothing(
    project: Project, copy_of_reference: Callable[[str], Path]
) -> None:
    database = copy_of_reference("gates")
    with duckdb.connect(str(database)) as connection:
        assert connection.execute(DELIVERY).fetchall() == [(41,)]
    outcome = project.attempt(database, *BUILD)
    assert outcome.named("fail") == {"gate_platform_metrics"}
    assert outcome.named("skipped") == set()
    assert set(MODELS) <= outcome.named("success")
    assert [row[:6] for row in found(database, HELD)] == [
        ("B011", "completeness", "", 8, 0.8, 0.995),
        ("B011", "null_share", "METRIC_HOUR", 8, 0.2, 0.01),
    ]
    assert "<id>,platform_metrics,B011,GATE," in found(database, HELD)[0][6]
    read = "select page_views from raw_vault.ref_platform_metrics where loaded_at > '2026-01-12'"
    assert found(database, read) == [(40,)]  # of the delivery after it
    refused = "select count(*) from quarantine.quarantine_platform__metrics"
    assert found(database, f"{refused} where _landed_in = 'B011'") == [(8,)]

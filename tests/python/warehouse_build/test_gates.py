"""A gate holds a delivery of a feed back, names it, and stops no model."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2
import pytest

from contracts.declarations import gate_facts
from contracts.read import read_feeds
from dbt_in_process import ROOT, Project
from reference_build import Reference

# The feed of the gate and the mart that uses it, and another feed.
MODELS = (
    "stg_platform__metrics", "quarantine_platform__metrics", "held_deliveries", "gate_audit",
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
AUDITED = """
select landed_in, rule, column_name, wrong_rows, measured::double, allowed::double
from marts.gate_audit where feed = 'platform_metrics' and is_held order by rule
"""


# Rows that landed, wrong rows -> the outcome if one row of 200 may be wrong.
OUTCOMES = {
    (1, 1): "warned", (2, 2): "warned", (3, 3): "failed", (4, 4): "failed", (5, 4): "failed",
    (8, 4): "failed", (45, 9): "failed", (100, 10): "failed", (3, 1): "warned", (9, 4): "warned",
    (46, 9): "warned", (100, 9): "warned", (2000, 10): "passed", (3, 0): "passed", (0, 0): "passed",
}  # fmt: skip


def found(database: Path, query: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_delivery_of_the_sample_meets_its_contract(reference: Reference) -> None:
    gated = {feed.name for feed in read_feeds(ROOT / "contracts") if gate_facts(feed)}
    results = found(
        reference.database,
        "select feed, rule, outcome, measured < allowed from operations.gate_results",
    )
    assert {feed for feed, rule, *_ in results if rule == "completeness"} == gated
    # A few wrong rows are beyond the limit, and hold nothing back.
    assert {
        (outcome, is_below) for _, rule, outcome, is_below in results if rule == "completeness"
    } == {("passed", False), ("warned", True)}
    assert {outcome for _, rule, outcome, _ in results if rule != "completeness"} == {"passed"}
    assert found(reference.database, "select * from operations.held_deliveries") == []


def test_a_delivery_fails_by_its_share_and_number_of_wrong_rows() -> None:
    path = ROOT / "macros" / "gates" / "delivery_gates.sql"
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    macros = environment.from_string(path.read_text(encoding="utf-8")).module
    outcome = macros.share_outcome("landed - accepted", "1 - 0.995")
    rows = ", ".join(f"({landed}, {landed - wrong})" for landed, wrong in OUTCOMES)
    query = f"select {outcome} from (values {rows}) as counted (landed, accepted)"
    assert [name for (name,) in duckdb.cursor().sql(query).fetchall()] == list(OUTCOMES.values())


# Twenty customers have an e-mail address until a delivery of the second day takes it away; the last
# delivery is of the third day. `published` is the run of the latest publication.
LOST_ADDRESSES = """
create table runs as from (values
    ('run 1', timestamp '2026-01-01 08:00:00'), ('run 2', timestamp '2026-01-02 08:00:00'),
    ('run 3', timestamp '2026-01-03 08:00:00')
) as runs (run_id, started_at);
create table publications as
select run_id, started_at as published_at from runs where run_id <= '{published}';
create table stg_landing__deliveries as
select 'crm' as feed, 'B' || n as landed_in, date '2026-01-01' + (n - 1)::int as delivery_date
from range(1, 4) as numbers (n);
create table processed_loads as
select 'stg_crm' as consumer, 'landing_crm' as source, 'B' || n as load, 'run ' || n as run_id
from range(1, 4) as numbers (n);
create table customers as
select n::varchar as customer_uid, n::varchar::blob as customer_hk from range(20) as numbers (n);
create table customer_identity as from customers;
create table customer_attributes_by_load_time as
select customer_hk, 'email' as attribute, 'a@b.example' as attribute_value,
    false as is_placeholder, date '2026-01-01' as known_from, date '2026-01-02' as known_to
from customers;
create table customer_records as
select customer_uid, true as is_current, null as email, '1' as phone, 'Ulm' as city from customers;
create table dim_customer as
select *, '89073' as postcode, true as is_identified from customer_records;
"""


@pytest.mark.parametrize(("published", "missing"), [("run 1", 20), ("run 3", 0)])
def test_lost_addresses_fail_a_gate_until_they_are_published(published: str, missing: int) -> None:
    path = ROOT / "tests" / "marts" / "named_customers_are_complete.sql"
    query = jinja2.Template(path.read_text(encoding="utf-8")).render(
        config=lambda **_: "",
        ref=str,
        run_history_table=str,
        bookkeeping_table=str,
        divide=lambda part, whole, _: f"{part} / {whole}",
    )
    with duckdb.connect() as connection:
        connection.execute(LOST_ADDRESSES.format(published=published))
        rows = connection.execute(query).fetchall()
    assert {name: lost for name, _, _, lost, *_ in rows if lost} == (
        {"email, compared with published": missing} if missing else {}
    )


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
    next_step = found(database, HELD)[0][6]
    assert "<id>,platform_metrics,B011,GATE," in next_step
    assert "REJECT in place of GATE, also if its rows have loaded from another" in next_step
    assert found(database, AUDITED) == [row[:6] for row in found(database, HELD)]
    read = "select page_views from raw_vault.ref_platform_metrics where loaded_at > '2026-01-12'"
    assert found(database, read) == [(40,)]  # of the delivery after it
    refused = "select count(*) from quarantine.quarantine_platform__metrics"
    assert found(database, f"{refused} where _landed_in = 'B011'") == [(8,)]

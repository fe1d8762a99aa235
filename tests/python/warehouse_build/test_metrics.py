"""The metrics are valid, and equal plain SQL on the marts."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dbt_in_process import ROOT, dbt_environment
from reference_build import Reference

# Metric -> query of the marts for its value over all time.
PLAIN = {
    "revenue": "select sum(line_total_eur) from marts.fact_sales where is_revenue",
    "profit": "select sum(profit_eur) from marts.fact_sales where is_revenue",
    "margin": (
        "select cast(sum(profit_eur) as double) / cast(sum(line_total_eur) as double)"
        " from marts.fact_sales where is_revenue"
    ),
    "active_customers": (
        "select count(distinct customer_uid) from marts.fact_sales"
        " where is_revenue and customer_uid <> 'UNKNOWN'"
    ),
    "customers": "select count(*) from marts.dim_customer_lifecycle",
    "churned_customers": "select count(*) from marts.dim_customer_lifecycle where is_churned",
    "churn_rate": "select avg(cast(is_churned as int)) from marts.dim_customer_lifecycle",
    "customer_months": (
        "select count(*) from marts.fact_customer_monthly where time_axis = 'source_time'"
    ),
    "churned_customer_months": (
        "select count(*) from marts.fact_customer_monthly"
        " where time_axis = 'source_time' and lifecycle_stage = 'Churned'"
    ),
    "churned_share": (
        "select avg(cast(is_churned as int)) from marts.fact_customer_monthly"
        " where time_axis = 'source_time'"
    ),
    "customer_months_as_known": (
        "select count(*) from marts.fact_customer_monthly where time_axis = 'load_time'"
    ),
    "churned_customer_months_as_known": (
        "select count(*) from marts.fact_customer_monthly"
        " where time_axis = 'load_time' and lifecycle_stage = 'Churned'"
    ),
    "churned_share_as_known": (
        "select avg(cast(is_churned as int)) from marts.fact_customer_monthly"
        " where time_axis = 'load_time'"
    ),
    "newly_churned_customers": (
        "select count(*) from marts.customer_stage_movements where time_axis = 'source_time'"
        " and to_stage = 'Churned' and from_stage not in ('Churned', 'None')"
    ),
    "won_back_customers": (
        "select count(*) from marts.customer_stage_movements where time_axis = 'source_time'"
        " and from_stage = 'Churned' and to_stage <> 'Churned'"
    ),
    "customers_active_before": (
        "select count(*) from marts.customer_stage_movements where time_axis = 'source_time'"
        " and from_stage not in ('Churned', 'None')"
    ),
    "retained_customers": (
        "select count(*) from marts.customer_stage_movements where time_axis = 'source_time'"
        " and from_stage not in ('Churned', 'None') and to_stage not in ('Churned', 'None')"
    ),
    "monthly_retention": (
        "select avg(cast(to_stage not in ('Churned', 'None') as int))"
        " from marts.customer_stage_movements"
        " where time_axis = 'source_time' and from_stage not in ('Churned', 'None')"
    ),
    "won_deals": "select count(*) from marts.fact_pipeline where is_won",
    "closed_deals": "select count(*) from marts.fact_pipeline where closed_date is not null",
    "win_rate": "select avg(cast(is_won as int)) from marts.fact_pipeline where not is_open",
    "sessions": "select count(distinct session_id) from marts.fact_clickstream",
    "converted_sessions": (
        "select count(distinct session_id) from marts.fact_clickstream where is_conversion"
    ),
    "conversion_rate": (
        "select count(distinct case when is_conversion then session_id end)"
        " / count(distinct session_id) from marts.fact_clickstream"
    ),
    "orders": "select count(distinct order_id) from marts.fact_sales where is_revenue",
    "average_order_value": (
        "select sum(line_total_eur) / count(distinct order_id) from marts.fact_sales"
        " where is_revenue"
    ),
    "high_risk_customers": (
        "select count(*) from marts.dim_customer_lifecycle"
        " where churn_risk_tier = 'High' and not is_churned"
    ),
    "days_to_win": "select avg(closed_date - created_date) from marts.fact_pipeline where is_won",
    "open_deals": "select count(*) from marts.fact_pipeline where closed_date is null",
    "open_pipeline": "select sum(amount_eur) from marts.fact_pipeline where closed_date is null",
    "interactions": "select count(*) from marts.fact_interactions",
    "negative_interactions": (
        "select count(*) from marts.fact_interactions where sentiment = 'Negative'"
    ),
    "negative_interaction_share": (
        "select avg(cast(sentiment = 'Negative' as int)) from marts.fact_interactions"
    ),
    "accepted_pairs": "select count(*) from marts.mdm_match_pairs where tier = 'AUTO_MERGE'",
    "review_backlog": "select max(queue_position) from marts.steward_review_queue",
    "customers_with_conflicts": (
        "select count(distinct customer_uid) from marts.customer_attribute_conflicts"
    ),
    "fraud_alerts": "select count(*) from marts.fact_fraud_signals",
    "open_fraud_alerts": (
        "select count(*) from marts.fact_fraud_signals"
        " where alert_status in ('Open', 'Investigating')"
    ),
    "overdue_fraud_alerts": (
        "select count(*) from marts.fact_fraud_signals"
        " where is_open and responded_at is null and response_due_at < date '2026-01-10'"
    ),
    "fraud_loss": (
        "select sum(financial_impact_eur) from marts.fact_fraud_signals where is_confirmed_fraud"
    ),
}
REVENUE_BY_SEGMENT = """
    select cast(date_trunc('year', order_date) as date), segment, sum(line_total_eur)
    from marts.fact_sales inner join marts.dim_customer using (customer_key)
    where is_revenue
    group by all
"""
Mf = Callable[..., str]


@pytest.fixture(scope="module")
def metricflow(
    documented: Path,
    copy_of_reference: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Mf:
    """A function that runs `mf` on a copy of the warehouse, which it locks; returns its output."""
    project = tmp_path_factory.mktemp("metrics")
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(ROOT / name, project)
    (project / "target").mkdir()
    shutil.copy(documented / "semantic_manifest.json", project / "target")
    environment = os.environ | dbt_environment(copy_of_reference("metrics"), project / "target")
    environment |= {"DBT_PROJECT_DIR": str(project), "DBT_PROFILES_DIR": str(project)}

    def run(*arguments: str) -> str:
        command = [str(Path(sys.executable).parent / "mf"), *arguments]
        done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
        return done.stdout

    return run


@pytest.fixture(scope="module")
def queried(metricflow: Mf, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[dict]]:
    """A function that queries metrics and returns the rows."""
    answer = tmp_path_factory.mktemp("answer") / "answer.csv"

    def query(*metrics: str, by: str = "") -> list[dict]:
        grouping = ["--group-by", by] if by else []
        metricflow("query", "--metrics", ",".join(metrics), *grouping, "--csv", str(answer))
        with answer.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return query


@pytest.mark.long
def test_metrics_are_valid_on_the_warehouse(metricflow: Mf) -> None:
    assert metricflow("validate-configs").count("ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0") >= 6


def test_every_metric_equals_plain_sql(
    queried: Callable[..., list[dict]], documented: Path, reference: Reference
) -> None:
    manifest = json.loads((documented / "manifest.json").read_text(encoding="utf-8"))
    assert {metric["name"] for metric in manifest["metrics"].values()} == set(PLAIN)
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        expected = {name: connection.execute(sql).fetchall()[0][0] for name, sql in PLAIN.items()}
    assert all(expected.values())
    (answer,) = queried(*PLAIN)
    assert {name: float(value) for name, value in answer.items()} == pytest.approx(
        {name: float(value) for name, value in expected.items()}
    )


def test_metric_is_grouped_by_the_customer_version_at_the_time(
    queried: Callable[..., list[dict]], reference: Reference
) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        rows = connection.execute(REVENUE_BY_SEGMENT).fetchall()
    expected = {(str(year), segment or ""): float(total) for year, segment, total in rows}
    by = "metric_time__year,customer_version__segment"
    answer = {
        (row["metric_time__year"][:10], row["customer_version__segment"]): float(row["revenue"])
        for row in queried("revenue", by=by)
    }
    assert answer == pytest.approx(expected)
    assert len(answer) > 10

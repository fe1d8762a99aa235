"""The views of the schema operations show slower nodes, failures and late feeds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from contracts.read import read_feeds
from dbt_in_process import ROOT, Project
from landed_warehouse import Landing
from reference_build import Reference


@pytest.fixture(scope="module")
def history(copy_of_reference: Callable[[str], Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A warehouse after the reference build and five invented days."""
    with duckdb.connect(str(copy_of_reference("operations"))) as connection:
        connection.execute("""
            insert into operations.node_runs
                (run_id, as_of_date, ended_at, node, name, resource_type, layer, severity, status,
                seconds, failures)
            select
                'day ' || day, '', timestamp '2030-01-01' + to_days(day), 'model.x.' || name, name,
                'model', 'marts', '', if(name = 'wrong' and day in (2, 5), 'error', 'success'),
                if(name = 'slow' and day = 5, 3, 1), null
            from range(1, 6) as days (day), (values ('slow'), ('steady'), ('wrong')) as nodes (name)
        """)
        connection.execute("""
            insert into operations.feed_checks
            select
                'day ' || day, '', timestamp '2030-01-01 05:00:00' + to_days(day), feed,
                'someone@example.com', date '2030-01-01' + cast(if(feed = 'timely', day, 1) as int),
                24, feed = 'late' and day > 3, 10, 0, 2, if(day = 5, 1, 2)
            from range(1, 6) as days (day), (values ('timely'), ('late')) as feeds (feed)
        """)
        # Two attempts to load a refused delivery, a day without a run, and a delivery that lacks a
        # required column.
        connection.execute("""
            insert into operations.column_differences values
                ('', '2030-01-03 04:00:00', 'timely', 'B3.csv'),
                ('', '2030-01-03 05:00:00', 'timely', 'B3.csv'),
                ('', '2030-01-09 04:00:00', 'timely', 'B9.csv')
        """)
        connection.execute("""
            insert into operations.gate_results
                (as_of_date, checked_at, feed, landed_in, rule, column_name, landed, wrong_rows)
            values
                ('', '2030-01-04 05:00:00', 'timely', 'B4', 'null_share', 'A', 10, 10),
                ('', '2030-01-05 05:00:00', 'timely', 'B5', 'null_share', 'A', 10, 9)
        """)
        yield connection


def test_a_build_records_its_nodes_feeds_tables_and_results(reference: Reference) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:

        def one(query: str) -> tuple:
            return connection.execute(query).fetchone()

        run = one("select run_id, node_count, failed_count, is_whole from operations.run_overview")
        assert run[1] > 800 and run[2:] == (0, True)
        kinds = "select count(distinct resource_type), count(distinct run_id), min(seconds) >= 0"
        assert one(f"{kinds} from operations.node_runs") == (4, 1, True)
        counted = "select row_count from operations.row_counts where table_name = 'fact_sales'"
        assert one(counted) == one("select count(*) from marts.fact_sales")
        feeds = "select count(*), sum(landed), sum(matching_files) = sum(counted_files)"
        landed = "select count(distinct feed), sum(landed) from staging.stg_landing__deliveries"
        checked = one(f"{feeds} from operations.feed_checks")
        assert checked[1:] == (one(landed)[1], True) and checked[0] >= one(landed)[0]


def test_the_gates_of_all_layers_are_listed(reference: Reference) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        found = connection.execute(
            "select layer, list(gate), min(status), max(status) from operations.gates"
            " group by layer"
        ).fetchall()
    gates = {layer: names for layer, names, *_ in found}
    assert {status for _, _, *statuses in found for status in statuses} == {"pass"}
    for layer, gate in (
        ("landing to vault", "gate_orders"),
        ("vault to identity", "every_row_that_arrived_was_read"),
        ("identity to marts", "no_golden_customer_exceeds_size_limit"),
        ("identity to marts", "thresholds_and_tiers_are_ordered"),
        ("marts", "every_order_line_is_a_sale_to_the_cent"),
    ):
        assert gate in gates[layer]


def test_each_gate_has_its_feed_or_models_rule_value_and_limit(reference: Reference) -> None:
    with duckdb.connect(str(reference.database), read_only=True) as connection:
        incomplete = connection.execute("""
            select * from operations.gate_results
            where
                coalesce(feed, model) is null
                or measured is null
                or rule is null
                or column_name is null
                or allowed is null
                or outcome is null
        """).fetchall()
        gates = connection.execute("select gate from operations.gates").fetchall()
        results = connection.execute("""
            select rule, model, column_name, measured::double, allowed::double, outcome
            from operations.gate_results where model is not null
        """).fetchall()
    assert incomplete == []
    assert {rule for rule, *_ in results} == {
        gate for (gate,) in gates if not gate.startswith("gate_")
    }
    unique = next(row for row in results if row[0] == "unique_dim_customer_customer_key")
    assert unique[1:] == ("dim_customer", "", 0, 0, "passed")
    largest = next(row for row in results if row[0] == "no_golden_customer_exceeds_size_limit")
    assert 5 < largest[3] <= largest[4] == 100
    shares = {column: row for rule, _, column, *row in results
              if rule == "named_customers_are_complete"}  # fmt: skip
    assert len(shares) == 7 and shares["email, compared with records"][1:] == [0.1, "passed"]


def test_a_node_is_slower_than_its_median(history: duckdb.DuckDBPyConnection) -> None:
    assert history.execute(
        "select name, seconds, usual_seconds, compared_runs from operations.slower_nodes"
    ).fetchall() == [("slow", 3, 1, 4)]


def test_failures_are_counted_with_their_share(history: duckdb.DuckDBPyConnection) -> None:
    assert history.execute(
        "select name, run_count, failure_count, failure_share::double, is_failing"
        " from operations.frequent_failures"
    ).fetchall() == [("wrong", 5, 2, 0.4, True)]


def test_service_levels_are_kept_per_feed_and_day(history: duckdb.DuckDBPyConnection) -> None:
    found = history.execute(
        "select feed, checked_days, timeliness::double, count_accuracy::double, is_met"
        " from operations.feed_service_levels where checked_date = date '2030-01-05'"
        " order by feed"
    ).fetchall()
    assert found == [("late", 4, 0.75, 1.0, False), ("timely", 4, 1.0, 1.0, True)]
    worse = history.execute(
        "select distinct count_accuracy::double, is_met from operations.feed_service_levels"
        " where checked_date = date '2030-01-06'"
    ).fetchall()
    assert worse == [(0.5, False)]


def test_deliveries_with_other_columns_are_counted_per_feed_and_day(
    history: duckdb.DuckDBPyConnection,
) -> None:
    found = history.execute(
        "select checked_date::varchar, differing_deliveries, timeliness::double, is_met"
        " from operations.feed_service_levels where feed = 'timely' order by checked_date"
    ).fetchall()
    assert found == [
        ("2030-01-02", 0, 1.0, True),
        ("2030-01-03", 1, 1.0, False),
        ("2030-01-04", 1, 1.0, False),
        ("2030-01-05", 0, 1.0, True),
        ("2030-01-06", 0, 1.0, False),  # its row counts differ
        ("2030-01-09", 1, None, False),
    ]


def test_a_feed_is_late_by_its_contract_and_the_clock(history: duckdb.DuckDBPyConnection) -> None:
    late = dict(history.execute(
        "select feed, newest_delivery::varchar from operations.late_feeds"
    ).fetchall())  # fmt: skip
    assert late["orders"] == "2026-01-10"  # the newest delivery of the sample
    assert not {"timely", "late", "steward_decisions"} & set(late)  # in 2030, or without freshness


def test_dbt_reads_the_freshness_of_every_feed_with_a_schedule(
    project: Project, copy_of_reference: Callable[[str], Path]
) -> None:
    """By the clock, only the feed that was delivered just now is fresh."""
    database = copy_of_reference("freshness")
    with duckdb.connect(str(database)) as connection:
        connection.execute("""
            update landing.shipments
            set _loaded_at = strftime(now() at time zone 'UTC', '%Y-%m-%d %H:%M:%S')
        """)
    outcome = project.attempt(database, "source", "freshness")
    feeds = read_feeds(ROOT / "contracts")
    hours = {feed.name: feed.service_levels.freshness for feed in feeds}
    scheduled = {name for name, allowed in hours.items() if allowed is not None}
    assert outcome.named("pass") == {"shipments"}
    assert outcome.named("warn") == scheduled - {"shipments"}


@pytest.mark.long
def test_dbt_reads_the_freshness_of_files_in_a_landing_folder(landing: Landing) -> None:
    """By the clock, only the feed with a file from just now is fresh."""
    landing.deliver("B001")
    (file,) = (landing.folder / "finance_accounts").glob("*.parquet")
    loaded_at = "strftime(now() at time zone 'UTC', '%Y-%m-%d %H:%M:%S') as _loaded_at"
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select * replace ({loaded_at}) from '{file}') to '{file.with_stem('B002')}'"
        )
    landing.run("run", "--select", "landing_finance_accounts", "landing_products")
    chosen = ("--select", "source:landing.finance_accounts", "source:landing.products")
    outcome = landing.attempt("source", "freshness", *chosen)
    assert outcome.named("pass") == {"finance_accounts"}
    assert outcome.named("warn") == {"products"}

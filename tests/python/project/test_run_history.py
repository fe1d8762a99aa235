"""The run history, written by dbt in a project with two marts and a test that may fail."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from dbt.cli.main import dbtRunner

from dbt_in_process import UNLOGGED, clear_compiled, close_connections
from warehouse.build.run_history import read_history

PROJECT = """
name: small
profile: small
flags: {{send_anonymous_usage_stats: false}}
macro-paths: ["{macros}", "{types}", "{loads}", macros]
on-run-start: ["{{{{ start_run() }}}}"]
on-run-end: ["{{{{ end_run(results) }}}}"]
vars: {{as_of_date: "", now: "", is_wrong: false}}
models: {{+materialized: table, +schema: marts}}
"""
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb: {{type: duckdb, path: '{path}'}}
"""
SOURCE_FEEDS = "{% macro source_feeds() %}{{ return(['orders', 'rates']) }}{% endmacro %}"
SCHEMA_NAME = """{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}"""
MODELS = {
    "landing_orders": "select cast('2026-01-08' as date) as loaded_on",
    "landing_rates": "select cast('2026-01-10' as date) as loaded_on",
    "stg_landing__deliveries": """
        select 'orders' as feed, loaded_on as delivery_date from {{ ref('landing_orders') }}
        union all
        select 'rates' as feed, loaded_on as delivery_date from {{ ref('landing_rates') }}""",
    "current_as_of_date": """
        select max(delivery_date) as as_of_date from {{ ref('stg_landing__deliveries') }}""",
    "marts/dim_day": """
        select as_of_date, (select max_by(status, started_at) from bookkeeping.runs) as status
        from {{ ref('current_as_of_date') }}""",
    "marts/fact_day": "select * from {{ ref('dim_day') }}",
    "orders": "select * from {{ ref('landing_orders') }}",
    "marts/fact_order": """
        select orders.* from {{ ref('orders') }} cross join {{ ref('current_as_of_date') }}""",
    "marts/disabled": "{{ config(enabled=false) }} select 1 as one",
}
TEST = """select * from {{ ref('dim_day') }}
where {{ var('is_wrong') and not env_var('IS_RIGHT', '') }}"""
Run = Callable[..., None]


@pytest.fixture
def small(root: Path, tmp_path: Path) -> Path:
    """The folder of the small project; its database does not exist yet."""
    macros = root / "macros"
    folders = {name: (macros / name).as_posix() for name in ("types", "loads")}
    (tmp_path / "dbt_project.yml").write_text(
        PROJECT.format(macros=(macros / "runs").as_posix(), **folders)
    )
    (tmp_path / "profiles.yml").write_text(PROFILE.format(path=tmp_path / "small.duckdb"))
    for name, sql in MODELS.items():
        path = tmp_path / "models" / f"{name}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql)
    for folder, name, text in (
        ("tests", "days_are_right", TEST),
        ("tests", "dbt_leaves_this_out", "select * from {{ ref('disabled') }}"),
        ("macros", "name", SCHEMA_NAME),
        ("macros", "source_feeds", SOURCE_FEEDS),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.sql").write_text(text)
    return tmp_path


@pytest.fixture
def run(small: Path) -> Run:
    """A function that runs dbt in the small project, which is parsed once."""
    paths = ["--project-dir", str(small), "--profiles-dir", str(small)]
    paths += ["--target-path", str(small / "target"), "--log-path", str(small / "logs")]
    manifest = dbtRunner().invoke(["--quiet", "parse", *paths]).result

    def run(*arguments: str, **dbt_vars: object) -> None:
        clear_compiled(manifest)
        options = [] if arguments[0] == "retry" else ["--vars", json.dumps(dbt_vars)]
        dbtRunner(manifest=manifest).invoke([*UNLOGGED, *arguments, *paths, *options])
        close_connections()

    return run


def leave_a_killed_run(database: Path) -> None:
    """Add the row of a run that has not ended."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "insert into bookkeeping.runs by name select * replace ("
            " 'killed' as run_id, 'running' as status, false as is_whole,"
            " started_at + interval 1 second as started_at) from bookkeeping.runs"
            " qualify row_number() over (order by started_at desc) = 1"
        )


def test_only_a_whole_green_build_may_be_published(small: Path, run: Run) -> None:
    database = small / "small.duckdb"

    def obstacle() -> str:
        return read_history(database).obstacle()

    run("build", "--exclude-resource-type", "unit_test", is_wrong=True)
    history = read_history(database)
    assert history.obstacle() == "days_are_right failed"
    assert history.skipped() == {"": ["fact_day"]}
    (found,) = history.latest
    assert (found.command, dict(found.dbt_vars)) == ("build", {"is_wrong": True})
    run("retry")  # fails again
    assert obstacle() == "days_are_right failed"
    run("build")
    assert obstacle() == ""
    run("test", is_wrong=True)  # changes no table, but says that one is wrong
    assert obstacle() == "days_are_right failed"
    run("build", "--exclude-resource-type", "test")
    assert "--exclude-resource-type test` of " in obstacle()
    run("build", "--select", "dim_day", "days_are_right")
    assert not read_history(database).problems
    assert "`dbt build --select dim_day --select days_are_right` of " in obstacle()
    assert "built only a part" in obstacle()
    with duckdb.connect(str(database), read_only=True) as connection:
        marts = connection.execute(
            "select mart, cast(data_until as varchar) from bookkeeping.built_marts order by mart"
        ).fetchall()
        statuses = connection.execute(
            "select marts.dim_day.status, runs.status from marts.dim_day, bookkeeping.runs"
        ).fetchall()
    # A mart has the date of its own feeds, and a mart without feeds has the newest delivery date.
    dates = {"dim_day": "2026-01-10", "fact_day": "2026-01-10", "fact_order": "2026-01-08"}
    assert dict(marts) == dates
    assert set(statuses) == {("running", "ended")}  # while the mart was built, and now


def test_the_latest_run_is_the_one_that_started_last_whatever_now_says(
    small: Path, run: Run
) -> None:
    run("build", now="2031-01-11 04:30:00")
    database = small / "small.duckdb"
    with duckdb.connect(str(database)) as connection:
        (latest,) = connection.execute("select max(started_at) from bookkeeping.runs").fetchone()
        assert latest.year < 2031
        # A clock that was set back after this run.
        connection.execute("update bookkeeping.runs set started_at = '2031-01-11 04:30:00'")
    run("build", "--select", "dim_day")
    assert "built only a part" in read_history(database).obstacle()


def test_a_build_in_parts_is_complete_once_all_is_built_after_what_it_reads(
    small: Path, run: Run
) -> None:
    database = small / "small.duckdb"

    def obstacle() -> str:
        run("run-operation", "complete_build")
        return read_history(database).obstacle()

    rest = ("build", "--exclude", "dim_day+")
    run(*rest)
    assert "built only a part" in obstacle()  # dim_day was never built
    run("build", "--select", "dim_day+", is_wrong=True)
    assert obstacle() == "days_are_right failed"
    run("build", "--select", "dim_day+")
    assert obstacle() == ""
    assert obstacle() == ""  # a second time
    run(*rest)
    assert "built only a part" in obstacle()  # what reads it was built before
    run("build", "--select", "dim_day+")
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "insert into bookkeeping.open_problems"
            " values ('', 'test.small.gone', 'gone', 'test', 'fail', 'first')"
        )
    assert obstacle() == ""  # the project no longer has the test


@pytest.mark.long
def test_a_retry_completes_a_whole_build_but_not_one_that_was_killed(small: Path, run: Run) -> None:
    """`dbt retry` runs what an older run left, also after a run that was killed."""
    database = small / "small.duckdb"
    obstacles = []
    for was_killed in (False, True):
        run("build", is_wrong=True)
        if was_killed:
            leave_a_killed_run(database)
            assert "did not end" in read_history(database).obstacle()
        with mock.patch.dict(os.environ, {"IS_RIGHT": "1"}):
            run("retry")
        obstacles.append(read_history(database).obstacle())
    assert obstacles[0] == ""
    assert "built only a part" in obstacles[1]

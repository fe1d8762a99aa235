"""The day of the warehouse as a DAG: the steps of `make daily`, each as a task.

    wait for feeds >> load >> check >> build >> gates >> publish >> export >> report, alert

On DuckDB the build has one task per layer, one after the other, because a database has one writer.
On Snowflake it has a task per model. README.md describes how to run it and its settings.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from airflow.providers.standard.hooks.subprocess import SubprocessHook
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.sensors.python import PythonSensor
from airflow.sdk import DAG, BaseOperator, Connection, TriggerRule, chain
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

PROJECT = Path(__file__).resolve().parents[2]
sys.path.append(str(PROJECT / "scripts"))

from warehouse.daily.arrivals import expected_feeds, has_arrived, places_of  # noqa: E402
from warehouse.object_store.store import StoreError  # noqa: E402
from warehouse.options import PARTS  # noqa: E402

TARGET = os.environ.get("DBT_TARGET") or "duckdb"
WAIT = timedelta(minutes=float(os.environ.get("C360_WAIT_MINUTES") or 60))
DAILY = [sys.executable, "-m", "warehouse", "daily", "--step"]
ENVIRONMENT = {
    "PYTHONPATH": str(PROJECT / "scripts"),
    "DBT_PROJECT_DIR": str(PROJECT),
    "DBT_PROFILES_DIR": str(PROJECT),
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
}
# Exit codes of a step that fails without a retry, and of one that skips the build
# (scripts/warehouse/daily/steps.py).
COLUMNS_DIFFER, NOTHING_NEW = 3, 99


def run(process: SubprocessHook, arguments: list[str]) -> int:
    """Runs a step of `make daily` in a process, and returns its exit code."""
    environment = {**os.environ, **ENVIRONMENT}
    return process.run_command([*DAILY, *arguments], environment, cwd=str(PROJECT)).exit_code


class Step(BaseOperator):
    """A step of `make daily`. A step that runs again does only the remaining work."""

    def __init__(self, *, step: str, part: str = "", **given) -> None:
        super().__init__(**given)
        self.arguments = [step, *(["--part", part] if part else [])]

    @cached_property
    def process(self) -> SubprocessHook:
        """The process of the step."""
        return SubprocessHook()

    def execute(self, context) -> None:
        """Runs the step; failures are retried, except for a new or missing column."""
        code = run(self.process, self.arguments)
        if code == NOTHING_NEW:
            raise AirflowSkipException("Nothing new: nothing is built.")
        if code == COLUMNS_DIFFER:
            raise AirflowFailException(f"A column is new or missing. {pause(self.dag_id)}")
        if code:
            raise AirflowException(f"The step ended with {code}; see the log above.")

    def on_kill(self) -> None:
        """Stops the step, so that a retry finds no other writer."""
        self.process.send_sigterm()


def pause(dag_id: str) -> str:
    """Pauses the DAG through Airflow's API, because tasks cannot access its database; returns a
    sentence with the result."""
    try:
        api = Connection.get("airflow_api")
        address = f"{api.conn_type}://{api.host}:{api.port or 8080}"
        account = {"username": api.login, "password": api.password}
        token = call("POST", f"{address}/auth/token", account)["access_token"]
        call("PATCH", f"{address}/api/v2/dags/{dag_id}", {"is_paused": True}, token)
    except (AirflowException, OSError, KeyError) as error:
        return f"The DAG could not be paused ({error}); pause it in Airflow."
    return "The DAG is paused."


def call(method: str, url: str, content: dict, token: str = "") -> dict:
    """The answer of Airflow's API."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(url, json.dumps(content).encode(), headers, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def send_alert(context) -> None:
    """Posts to ALERT_WEBHOOK that a task has failed, and what the warehouse shows."""
    run(SubprocessHook(), ["alert", "--failed-task", context["task_instance"].task_id])


def arrives(feed: str, hours: int) -> bool:
    """Whether a delivery of a feed has arrived within the hours that its contract allows. While an
    object store cannot be read, nothing has; `check` names the reason."""
    try:
        return has_arrived(feed, hours, places_of(os.environ), datetime.now(UTC))
    except StoreError as error:
        print(error)
        return False


def wait_for_feeds() -> list[PythonSensor]:
    """A sensor per feed whose contract has a freshness. The sensor of a late feed is skipped: it
    stops nothing, and `alert` names the feed."""
    if TARGET != "duckdb" or not (os.environ.get("INBOX") or os.environ.get("LANDING")):
        return []
    return [
        PythonSensor(
            task_id=f"wait_for_{feed}",
            python_callable=arrives,
            op_args=[feed, hours],
            mode="reschedule",
            poke_interval=min(300.0, WAIT.total_seconds()),
            timeout=WAIT.total_seconds(),
            soft_fail=True,
        )
        for feed, hours in expected_feeds(PROJECT / "contracts").items()
    ]


def build_layers() -> list[Step]:
    """On DuckDB: a task per layer, and those before and after them for seeds and snapshots."""
    return [Step(task_id=f"build_{Path(part).name}", step="build", part=part) for part in PARTS]


def build_models() -> list:
    """On Snowflake: a task per model, seed and snapshot of the manifest; gates runs all tests."""
    from cosmos import (
        DbtTaskGroup,
        ExecutionConfig,
        ProfileConfig,
        ProjectConfig,
        RenderConfig,
    )
    from cosmos.constants import InvocationMode, LoadMode, TestBehavior

    from warehouse.run_vars import requested_vars

    landing = {"landing": os.environ.get("LANDING", "")}
    artifacts = Path(os.environ.get("DBT_TARGET_PATH") or PROJECT / "target")
    return [
        DbtTaskGroup(
            group_id="build",
            project_config=ProjectConfig(
                dbt_project_path=PROJECT,
                manifest_path=artifacts / "manifest.json",
                project_name="customer_360",
                dbt_vars=requested_vars(os.environ.get("VARS", ""), landing),
                env_vars=ENVIRONMENT,
                install_dbt_deps=False,
            ),
            profile_config=ProfileConfig(
                profile_name="customer_360",
                target_name=TARGET,
                profiles_yml_filepath=PROJECT / "profiles.yml",
            ),
            execution_config=ExecutionConfig(
                dbt_executable_path=Path(sys.executable).with_name("dbt"),
                invocation_mode=InvocationMode.SUBPROCESS,
            ),
            render_config=RenderConfig(
                load_method=LoadMode.DBT_MANIFEST,
                select=["resource_type:seed", "resource_type:model", "resource_type:snapshot"],
                test_behavior=TestBehavior.NONE,
                emit_datasets=False,
            ),
        )
    ]


with DAG(
    dag_id="customer_360",
    description="Loads what has arrived, builds, publishes, exports, and alerts people",
    schedule=os.environ.get("C360_SCHEDULE") or "15 4 * * *",
    start_date=datetime(2026, 1, 1, tzinfo=UTC),
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 2,
        "retry_delay": timedelta(minutes=float(os.environ.get("C360_RETRY_MINUTES") or 5)),
        "on_failure_callback": send_alert,
    },
):
    sensors = wait_for_feeds()
    load = Step(task_id="load", step="load", trigger_rule=TriggerRule.ALL_DONE)
    # A file that cannot be loaded fails `load`, but the run continues with the others.
    check = Step(task_id="check", step="check", trigger_rule=TriggerRule.ALL_DONE)
    build = build_layers() if TARGET == "duckdb" else build_models()
    gates = Step(task_id="gates", step="gates", retries=0)
    # Runs also if nothing is new: an earlier build may not have been published yet.
    publish = Step(task_id="publish", step="publish", trigger_rule=TriggerRule.NONE_FAILED)
    export = Step(task_id="export", step="export")
    # These two also run if a task before them fails.
    report = Step(task_id="report", step="report").as_teardown()
    alert = Step(task_id="alert", step="alert").as_teardown(on_failure_fail_dagrun=True)

    before = [sensors] if sensors else []
    chain(*before, load, check, *build, gates, publish, export, report, alert)
    [load, export] >> EmptyOperator(task_id="done")

"""Airflow runs the day of a small sample as a DAG, without network, examples and other services.

The runs follow one another on the same warehouse, as on four days: one is green, nothing is new on
the second, a gate fails on the third, and a file of the fourth has a new column.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from landed_warehouse import deliver_seeds
from reference_build import run_command
from warehouse.build.last_build import content_digest
from warehouse.options import PARTS
from webhook import Webhook, running_webhook

pytestmark = pytest.mark.long
DAG = "customer_360"
BUILD = [f"build_{Path(part).name}" for part in PARTS]
STARTED_WITHIN, POLL = 120, 0.5  # seconds
# Airflow's environment without what make and pytest set.
INHERITED = ("HOME", "LANG", "TMPDIR", "C360_MEMORY_LIMIT")


def free_port() -> int:
    """A port of this machine that no server uses."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


@dataclass
class Airflow:
    """An empty Airflow, and a warehouse that is built from a landing folder."""

    folder: Path
    root: Path
    webhook: Webhook
    port: int

    @property
    def programs(self) -> Path:
        """Where the programs of Airflow's environment are."""
        return self.root / ".venv-airflow" / "bin"

    @property
    def published(self) -> Path:
        """The database that readers open."""
        return self.folder / "published" / "c360.duckdb"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables."""
        passwords = self.folder / "passwords.json"
        passwords.write_text(json.dumps({"warehouse": "secret"}), encoding="utf-8")
        return {name: os.environ[name] for name in INHERITED if name in os.environ} | {
            "PATH": f"{self.programs}{os.pathsep}/usr/bin{os.pathsep}/bin",
            "AIRFLOW_HOME": str(self.folder / "airflow"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "AIRFLOW__COSMOS__ENABLE_TELEMETRY": "False",
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.root / "orchestration" / "airflow"),
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "warehouse:op",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
            "AIRFLOW_CONN_AIRFLOW_API": f"http://warehouse:secret@127.0.0.1:{self.port}",
            "C360_DUCKDB_PATH": str(self.folder / "c360.duckdb"),
            "C360_WAIT_MINUTES": "0",
            "C360_RETRY_MINUTES": "0",
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "LANDING": str(self.folder / "landing"),
            "INBOX": str(self.folder / "inbox"),
            "ALERT_WEBHOOK": self.webhook.url,
        }

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code and the output of a command of Airflow."""
        done = subprocess.run(
            [str(self.programs / "airflow"), *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout

    def query(self, sql: str) -> list[tuple]:
        """Rows of Airflow's database."""
        with sqlite3.connect(self.folder / "airflow" / "airflow.db") as connection:
            return connection.execute(sql).fetchall()

    def day(self) -> tuple[dict[str, str], str, str]:
        """Run the DAG; returns the state of each task, that of the run, and the output."""
        _, output = self.run("dags", "test", DAG)
        ((run, state),) = self.query(
            "select run_id, state from dag_run order by start_date desc limit 1"
        )
        states = self.query(f"select task_id, state from task_instance where run_id = '{run}'")
        return dict(states), state, output

    def deliver(self, feed: str, name: str, query: str) -> Path:
        """Put a file of a source into the inbox: the rows of a query."""
        path = self.folder / "inbox" / feed / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute(f"copy ({query}) to '{path}' (format csv, header)")
        return path

    def sent(self) -> list[str]:
        """The alerts that were received since the last call, without their titles."""
        lines = [line for one in self.webhook.messages for line in one["text"].splitlines()[1:]]
        self.webhook.messages.clear()
        return [line.removeprefix("• ") for line in lines]

    @contextmanager
    def api(self) -> Iterator[None]:
        """Airflow's API, which listens on this machine."""
        address = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        with (self.folder / "api.log").open("w") as log:
            server = subprocess.Popen(
                [str(self.programs / "airflow"), "api-server", *address],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        try:
            for _ in range(int(STARTED_WITHIN / POLL)):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v2/version"):
                        break
                except (urllib.error.URLError, ConnectionError):
                    assert server.poll() is None, (self.folder / "api.log").read_text()[-3000:]
                    time.sleep(POLL)
            yield
        finally:
            server.terminate()
            server.wait()


@pytest.fixture(scope="module")
def airflow(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    """Airflow with a warehouse on which nothing has run yet, and a landing folder of feeds."""
    folder = tmp_path_factory.mktemp("airflow")
    sample = ["--scale", "0.05", "--out", str(folder / "sample")]
    run_command([sys.executable, "-m", "feeds", *sample], {})
    (folder / "landing").mkdir()
    deliver_seeds((folder / "sample" / "feeds").glob("*.csv"), folder / "landing", ["csv"])
    (folder / "inbox").mkdir()
    with running_webhook() as webhook:
        found = Airflow(folder, root, webhook, free_port())
        assert (found.programs / "airflow").is_file(), "run `make install-airflow`"
        code, output = found.run("db", "migrate")
        assert code == 0, output[-3000:]
        yield found


def test_a_green_day_is_published_and_late_feeds_are_named(airflow: Airflow) -> None:
    rate = airflow.deliver(
        "exchange_rates",
        "rates_2026-01-11.csv",
        "select 'USD' as CURRENCY, '2026-01-11' as RATE_DATE, '1.1' as UNITS_PER_EURO",
    )
    states, state, output = airflow.day()
    assert state == "success", output[-6000:]
    sensors = {task: found for task, found in states.items() if task.startswith("wait_for_")}
    assert sensors.pop("wait_for_exchange_rates") == "success"
    assert len(sensors) > 15 and {*sensors.values()} == {"success"}  # the landing is new
    steps = ("load", "check", *BUILD, "gates", "publish", "export", "report", "alert", "done")
    assert {task: states[task] for task in steps} == dict.fromkeys(steps, "success")
    assert not rate.exists()
    with duckdb.connect(str(airflow.published), read_only=True) as connection:
        (customers,) = connection.execute("select count(*) from marts.dim_customer").fetchone()
        (whole,) = connection.execute(
            "select is_whole from bookkeeping.runs order by started_at desc limit 1"
        ).fetchone()
        assert customers > 100 and whole
        ran = [node for (node,) in connection.execute(
            "select node from operations.node_runs order by node"
        ).fetchall()]  # fmt: skip
    manifest = json.loads((airflow.folder / "target" / "manifest.json").read_text("utf-8"))
    kinds = ("model", "seed", "snapshot", "test")
    assert ran == sorted(  # each once
        name
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in kinds and node["config"]["enabled"]
    )
    page = (airflow.published.parent / "reports" / "latest.html").read_text(encoding="utf-8")
    assert "Readers see it." in page and "No new files." not in page
    assert airflow.query(f"select is_paused from dag where dag_id = '{DAG}'") == [(0,)]
    sent = airflow.sent()
    assert sent and all(line.startswith("Feed ") and " is late: " in line for line in sent)


def test_a_day_on_which_nothing_is_new_builds_nothing(airflow: Airflow) -> None:
    before = content_digest(airflow.published)
    states, state, output = airflow.day()
    assert state == "success", output[-6000:]
    assert {states[task] for task in ("check", *BUILD, "gates")} == {"skipped"}
    assert {states[task] for task in ("publish", "export")} == {"success"}
    assert content_digest(airflow.published) == before


def test_a_failed_gate_sends_an_alert_and_publishes_nothing(airflow: Airflow) -> None:
    before = content_digest(airflow.published)
    airflow.deliver(
        "platform_metrics",
        "metrics_2026-01-12.csv",
        f"""
        select * exclude (hour, _loaded_at, _batch_id, _record_source) replace (
            case when hour >= 8 then strftime(
                timestamp '2026-01-11 00:00:00' + to_hours(hour), '%Y-%m-%d %H:00:00'
            ) end as METRIC_HOUR
        )
        from (
            from read_csv(
                '{airflow.folder}/landing/platform_metrics/B001.csv', all_varchar = true,
                hive_partitioning = false
            ) limit 1
        )
        cross join (select unnest(range(40))) as hours (hour)
        """,
    )
    states, state, output = airflow.day()
    assert state == "failed"
    assert {states[task] for task in ("load", "check", *BUILD)} == {"success"}, output[-6000:]
    assert states["gates"] == "failed"
    assert {states[task] for task in ("publish", "export")} == {"upstream_failed"}
    assert (states["report"], states["alert"]) == ("success", "success")
    assert content_digest(airflow.published) == before
    held = [line for line in airflow.sent() if line.startswith("Gate ")]
    assert len(held) == 2  # completeness, and the missing hours
    assert all(line.startswith("Gate gate_platform_metrics holds") for line in held)


def test_a_new_column_pauses_the_dag_before_anything_is_loaded(airflow: Airflow) -> None:
    file = airflow.deliver("exchange_rates", "new.csv", "select 'USD' as CURRENCY, 'x' as MOOD")
    before = sorted(path.name for path in (airflow.folder / "landing").rglob("*"))
    with airflow.api():
        states, state, output = airflow.day()
    assert state == "failed"
    assert (states["load"], states["check"]) == ("failed", "failed")
    assert {states[task] for task in BUILD} == {"upstream_failed"}
    assert airflow.query(f"select is_paused from dag where dag_id = '{DAG}'") == [(1,)]
    assert "A column is new or missing. The DAG is paused." in output
    problem = "exchange_rates/new.csv: has 1 unknown column"
    assert f"{problem}: 'MOOD'" in output
    assert any(line.startswith(f"Refused: {problem};") for line in airflow.sent())
    assert file.is_file()
    assert sorted(path.name for path in (airflow.folder / "landing").rglob("*")) == before


def tasks(airflow: Airflow, environment: dict[str, str]) -> dict[str, list[str]]:
    """The tasks of the DAG in an environment, each with those before it."""
    dag = airflow.root / "orchestration" / "airflow" / "customer_360.py"
    lines = (
        "import json, runpy, sys",
        "dag = runpy.run_path(sys.argv[1])['load'].dag",
        "print(json.dumps({task.task_id: sorted(task.upstream_task_ids) for task in dag.tasks}))",
    )
    listed = subprocess.run(
        [str(airflow.programs / "python"), "-c", "\n".join(lines), str(dag)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(listed.stdout.splitlines()[-1])


def test_a_landing_in_an_object_store_has_sensors(airflow: Airflow) -> None:
    environment = {**airflow.environment, "LANDING": "s3://bucket/prefix", "INBOX": ""}
    found = tasks(airflow, environment)
    assert "wait_for_orders" in found["load"] and len(found["load"]) > 15
    assert found["export"] == ["publish"]


def test_on_snowflake_there_is_a_task_per_model(airflow: Airflow, root: Path) -> None:
    environment = {**airflow.environment, "DBT_TARGET": "snowflake", "LANDING": "", "INBOX": ""}
    environment["SNOWFLAKE_ACCOUNT"] = environment["SNOWFLAKE_USER"] = "none"
    environment["DBT_TARGET_PATH"] = str(airflow.folder / "snowflake")
    folders = {"DBT_PROJECT_DIR": str(root), "DBT_PROFILES_DIR": str(root)}
    parse = [str(airflow.programs / "dbt"), "--quiet", "parse"]
    subprocess.run(parse, cwd=root, env=environment | folders, check=True)
    upstream = tasks(airflow, environment)
    manifest = json.loads((airflow.folder / "snowflake" / "manifest.json").read_text("utf-8"))
    verb = {"model": "run", "seed": "seed", "snapshot": "snapshot"}
    task_of = {
        name: f"build.{node['name']}_{kind}"
        for name, node in manifest["nodes"].items()
        if (kind := verb.get(node["resource_type"]))
    }
    assert {task for task in upstream if task.startswith("build.")} == set(task_of.values())
    for name, task in task_of.items():
        parents = manifest["nodes"][name]["depends_on"].get("nodes", [])
        assert {task_of[parent] for parent in parents if parent in task_of} <= set(upstream[task])

"""Runs one dbt build in its own process and measures time and peak memory by node."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
GIGABYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Build:
    """A build by layer: CPU seconds of its nodes, their peak memory, rows of its tables.

    `elapsed` is wall time; `processor` is CPU time over all cores, which other work on the machine
    hardly affects; `peaks` are the largest resident memory of the process in GiB.
    """

    seconds: Counter[str]
    peaks: dict[str, float]
    rows: Counter[str]
    elapsed: float
    processor: float
    slowest: tuple[tuple[str, float], ...]


def install_packages() -> None:
    """Run `dbt deps`, needed once before any build. Raises CalledProcessError."""
    folders = {"DBT_PROJECT_DIR": str(ROOT), "DBT_PROFILES_DIR": str(ROOT)}
    dbt = str(Path(sys.executable).with_name("dbt"))
    subprocess.run([dbt, "--quiet", "deps"], cwd=ROOT, env=os.environ | folders, check=True)


def build(landing: Path, database: Path, memory_limit: str) -> Build:
    """Run `dbt build` on a landing folder. Raises RuntimeError with the end of the log."""
    artifacts = database.with_suffix("")
    variables = json.dumps({"landing": str(landing)})
    environment = os.environ | {
        "C360_DUCKDB_PATH": str(database),
        "C360_MEMORY_LIMIT": memory_limit,
        "C360_THREADS": "1",
        "PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT / 'benchmarks'}",
        "DBT_PROJECT_DIR": str(ROOT),
        "DBT_PROFILES_DIR": str(ROOT),
        "DBT_TARGET_PATH": str(artifacts / "target"),
        "DBT_LOG_PATH": str(artifacts / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "False",
    }
    artifacts.mkdir(parents=True, exist_ok=True)
    output, taken = artifacts / "build.log", artifacts / "taken.json"
    started = time.perf_counter()
    with output.open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "loading.timed_dbt", str(taken), "build", "--vars", variables],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(output.read_text(encoding="utf-8")[-4000:])
    nodes = _nodes(artifacts / "target")
    seconds, peaks, slowest = _taken(taken, nodes)
    rows = _rows(database, nodes)
    return Build(seconds, peaks, rows, elapsed, usage.ru_utime + usage.ru_stime, slowest)


def layer_of(node: dict) -> str:
    """The layer of a node in the table: marts are split into facts and others, tests by type."""
    node_type = node["resource_type"]
    if node_type != "model":
        return {"test": "data tests", "unit_test": "unit tests"}.get(node_type, node_type + "s")
    folders = node["fqn"][1:-1]
    if folders[0] == "marts":
        return "facts" if node["name"].startswith("fact_") else "other marts"
    if folders[0] == "business_vault":
        matching = ("matching", "clusters", "identity_history")
        part = "identity" if folders[-1] in matching else folders[-1]
        return part if part in ("identity", "golden") else "business vault"
    return folders[1] if folders[1:2] in (["landing"], ["quarantine"]) else folders[0]


def _taken(
    file: Path, nodes: dict[str, dict]
) -> tuple[Counter[str], dict[str, float], tuple[tuple[str, float], ...]]:
    taken = json.loads(file.read_text(encoding="utf-8"))
    seconds: Counter[str] = Counter()
    peaks: dict[str, float] = {}
    times = {}
    for name, spent in taken["seconds"].items():
        if node := nodes.get(name):
            layer, peak = layer_of(node), taken["peaks"][name] / GIGABYTE
            seconds[layer] += spent
            peaks[layer] = max(peaks.get(layer, 0.0), peak)
            times[node["name"]] = spent
    slowest = sorted(times.items(), key=lambda item: -item[1])[:15]
    return seconds, peaks, tuple(slowest)


def _rows(database: Path, nodes: dict[str, dict]) -> Counter[str]:
    rows: Counter[str] = Counter()
    with duckdb.connect(str(database), read_only=True) as connection:
        # The estimates of duckdb_tables() still count deleted rows.
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
        ).fetchall()
        sizes = {
            name: connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            for (name,) in names
        }
    for node in nodes.values():
        if node["resource_type"] == "model":
            rows[layer_of(node)] += sizes.get(f"{node['schema']}.{node['name']}", 0)
    return rows


def _nodes(target: Path) -> dict[str, dict]:
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return {**manifest["nodes"], **manifest["unit_tests"]}

"""Measures time and memory of our engine and of Splink, each in its own process.

Splink runs twice: on our candidate pairs, and with its own blocking rules.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from splink import DuckDBAPI, Linker

from mdm.block.candidates import block
from mdm.command.results import write_slices
from mdm.compare.similarity import choose_backend
from mdm.match.skipped import skipped_guarded_pairs
from mdm.match.slices import (
    EDGE_COLUMNS,
    cluster_records,
    decides_clusters,
    make_ready,
    scored_slices,
)
from mdm.match_model import MatchModel, read_parameters
from mdm.report.quality import pair_quality
from mdm.score.guards import AUTO
from mdm.seeds import read_reference
from mdm.standardise.records import read_records

from .customers import write_customers
from .splink_model import prepare_table, settings, train

SEED = 7
MEMORY = {"threads": 2, "memory_limit": "6GB"}
LEAST = 0.92


def measure(records: int, work: Path) -> str:
    """Run the contenders one after another on N records; return a Markdown table."""
    work.mkdir(parents=True, exist_ok=True)
    write_customers(work / "records.parquet", records)
    found = {}
    for name in CONTENDERS:
        command = [sys.executable, "-m", "matching.speed", name, str(work)]
        subprocess.run(command, check=True)
        found[name] = json.loads((work / f"{name}.json").read_text())
    own = np.sum([step[1:] for step in found["ours"]["steps"]], 0)
    lines = ["| contender | step | wall, s | CPU, s |", "| --- | --- | ---: | ---: |"]
    for name in TIMED:
        steps = found[name]["steps"]
        total = np.sum([step[1:] for step in steps], 0)
        rows = [*steps, ["total", *total]]
        lines += [f"| {name} | {step} | {wall:.1f} | {cpu:.1f} |" for step, wall, cpu in rows]
        if name != "ours":
            shares = " | ".join(f"{share:.2f}" for share in own / total)
            lines.append(f"| {name} | ours relative to it | {shares} |")
        lines.append(f"| {name} | peak memory {found[name]['memory']:.2f} GB | | |")
        lines.append(f"| {name} | {found[name]['quality']} | | |")
    return "\n".join([*lines, f"| our candidates | {found['candidates']['quality']} | | |"])


class Clock:
    """Records wall time, CPU time and peak memory of each step."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float, float]] = []
        self.memory = 0.0
        self._last = time.perf_counter(), time.process_time()

    def tick(self, step: str) -> None:
        """End a step."""
        now = time.perf_counter(), time.process_time()
        self.steps.append((step, now[0] - self._last[0], now[1] - self._last[1]))
        self.memory = _peak()
        self._last = now


def ours(work: Path, clock: Clock) -> str:
    """Match the file like the command, without pairs that cannot reach REVIEW."""
    (reference, model), backend = _model(), choose_backend("duckdb")
    ready = make_ready(_records(work), reference, model, backend, np.random.default_rng(SEED))
    clock.tick("read, standardise, block, fit")
    parts = write_slices(scored_slices(ready, backend), work / "pairs.parquet")
    edges = pd.concat([part.loc[decides_clusters(part), EDGE_COLUMNS] for part in parts])
    edges = pd.concat([edges, skipped_guarded_pairs(ready, edges, backend)])
    ready = ready.when_scored()
    clock.tick("join, score, write")
    cluster_records(ready, edges, backend).to_parquet(work / "clusters.parquet")
    clock.tick("cluster, ids")
    return _quality(edges[edges["tier"] == AUTO], work)


def candidates(work: Path, clock: Clock) -> str:
    """Write the input of Splink: our standardised records and candidate pairs, by number."""
    reference, model = _model()
    blocked = block(_records(work), reference, model.version, int(model.limits["block_cap"]))
    table = blocked.records.append_column("uid", pa.array(blocked.uids, pa.string()))
    pq.write_table(table, work / "standardised.parquet")
    clock.tick("read, standardise, block")
    count = 0
    schema = pa.schema({"l": pa.int32(), "r": pa.int32()})
    with pq.ParquetWriter(work / "candidates.parquet", schema) as writer:
        for rows in blocked.pairs():
            writer.write_table(pa.table(dict(zip("lr", rows, strict=True)), schema))
            count += len(rows[0])
    clock.tick("join, write")
    return f"{count} candidate pairs, keys over the cap {len(blocked.capped_keys)}"


def splink_ours(work: Path, clock: Clock) -> str:
    """Train Splink, score our candidate pairs and cluster them at LEAST."""
    linker, connection, api = _linker(work, clock)
    connection.execute(
        "create table chosen as select '0' as match_key, l as join_key_l, r as join_key_r"
        f" from '{work / 'candidates.parquet'}'"
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("chosen"))
    return _predicted(linker, connection, work, clock, "score")


def splink_own(work: Path, clock: Clock) -> str:
    """Train Splink, block by its own rules, score the resulting pairs and cluster at LEAST."""
    linker, connection, _ = _linker(work, clock)
    return _predicted(linker, connection, work, clock, "block, score")


def _linker(work: Path, clock: Clock) -> tuple[Linker, duckdb.DuckDBPyConnection, DuckDBAPI]:
    """Read our standardised records and train on them."""
    table = prepare_table(pd.read_parquet(work / "standardised.parquet"))
    (work / "splink.duckdb").unlink(missing_ok=True)
    connection = duckdb.connect(str(work / "splink.duckdb"), config=MEMORY)
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table, dataset_display_name="records"), settings(table), "ERROR")
    clock.tick("read")
    train(linker, table)
    clock.tick("train")
    return linker, connection, api


def _predicted(
    linker: Linker, connection: duckdb.DuckDBPyConnection, work: Path, clock: Clock, step: str
) -> str:
    """Score and cluster; return the number of scored pairs and the quality of those at LEAST."""
    scored = linker.inference.predict()
    clock.tick(step)
    linker.clustering.cluster_pairwise_predictions_at_threshold(scored, LEAST)
    clock.tick("cluster")
    name = scored.physical_name
    count = connection.sql(f"select count(*) from {name}").fetchall()[0][0]
    pairs = connection.sql(
        f"select unique_id_l, unique_id_r from {name} where match_probability >= {LEAST}"
    ).df()
    uids = pd.read_parquet(work / "standardised.parquet", columns=["record_id", "uid"])
    uids = uids.set_index("record_id")["uid"]
    named = {f"uid_{side}": uids.loc[pairs[f"unique_id_{side}"]].to_numpy() for side in "lr"}
    return f"{count} pairs scored, {_quality(pd.DataFrame(named), work)}"


def _records(work: Path) -> pd.DataFrame:
    return read_records(work / "records.parquet").drop(columns="cluster")


def _model() -> tuple[dict[str, pd.DataFrame], MatchModel]:
    """The reference tables, and a model that never scores pairs that cannot reach REVIEW."""
    reference = read_reference()
    model = read_parameters(reference["match_model_parameters"], reference["name_frequencies"])
    return reference, replace(model, limits={**model.limits, "pairs_in_full": 0})


def _quality(pairs: pd.DataFrame, work: Path) -> str:
    truth = pq.read_table(work / "records.parquet", columns=["uid", "cluster"]).to_pandas()
    labels = truth.set_index("uid")["cluster"]
    found = pair_quality(pairs, labels)
    return f"precision {found.precision:.3f}, recall {found.recall:.3f}, F1 {found.f1:.3f}"


def _peak() -> float:
    """Peak memory of this process in GB; getrusage would include the parent's."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e9


CONTENDERS: dict[str, Callable[[Path, Clock], str]] = {
    "ours": ours,
    "candidates": candidates,
    "splink, our candidates": splink_ours,
    "splink, own blocking": splink_own,
}
TIMED = [name for name in CONTENDERS if name != "candidates"]

if __name__ == "__main__":
    name, work = sys.argv[1], Path(sys.argv[2])
    clock = Clock()
    quality = CONTENDERS[name](work, clock)
    result = {"steps": clock.steps, "memory": clock.memory, "quality": quality}
    (work / f"{name}.json").write_text(json.dumps(result))

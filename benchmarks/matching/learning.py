"""Measures what a model learns from steward decisions, on clusters without any decision.

A simulated steward answers the pairs in the queue from the truth, in rounds. There are two
measures: the queue covers all clusters and the evaluation those without a question; or the queue
covers one half of the clusters and the evaluation the other half. The first measure favours both
models, because the queue asks about hard cases; the second does not.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from mdm.block.candidates import Prepared, prepare
from mdm.compare.pairs import Comparison, compare_candidates
from mdm.compare.similarity import choose_backend
from mdm.files.table import read_table
from mdm.identify.decisions import DIFFERENT, SAME
from mdm.learn.decisions import learn_decisions
from mdm.learn.fit import fit_candidates
from mdm.learn.frequencies import list_common_values
from mdm.match.records import Matched, match_compared
from mdm.match_model import MatchModel, read_parameters
from mdm.report.quality import Quality, cluster_quality, pair_quality
from mdm.report.queues import queue_by_kind
from mdm.score.guards import AUTO
from mdm.seeds import frequency_rows, model_rows, read_reference
from mdm.standardise.records import read_records
from mdm.tables import require

SEED = 7
ROUNDS = 5
HEADS = ["set", "evaluated on", "labels", "records", "precision", "recall", "F1", "cluster F1"]
UNASKED, OTHER_HALF = "unasked clusters", "other half"


@dataclass(frozen=True)
class Bench:
    """One set, compared and fitted without labels."""

    ready: Prepared
    compared: Comparison
    model: MatchModel
    reference: dict[str, pd.DataFrame]
    truth: pd.Series


def measure_learning(path: Path, labels: int) -> pd.DataFrame:
    """Return one row per measure (HEADS), with pair and cluster metrics before -> after."""
    bench = _bench(path)
    half = bench.truth.astype(str).map(_is_other_half)
    rows = []
    for name in (UNASKED, OTHER_HALF):
        before = _match(bench, bench.model)
        asked, after = _teach(bench, before, labels, half if name == OTHER_HALF else None)
        ends = [bench.truth.reindex(asked[uid]) for uid in ("uid_l", "uid_r")]
        judged = half if name == OTHER_HALF else ~bench.truth.isin(set().union(*ends))
        figures = [_figures(found, bench.truth[judged]) for found in (before, after)]
        changes = [f"{one:.3f} -> {other:.3f}" for one, other in zip(*figures, strict=True)]
        rows.append([path.stem, name, len(asked), int(judged.sum()), *changes])
    return pd.DataFrame(rows, columns=HEADS)


def summary(rows: pd.DataFrame) -> str:
    """Return the rows as a Markdown table, with the mean of each measure."""
    figures = HEADS[4:]
    lines = rows.to_numpy().tolist()
    for name, group in rows.groupby("evaluated on", sort=False):
        pairs = [group[figure].str.split(" -> ", expand=True).astype(float) for figure in figures]
        means = [f"{mean[0]:.3f} -> {mean[1]:.3f}" for mean in (pair.mean() for pair in pairs)]
        lines.append(["mean", name, "", "", *means])
    table = [HEADS, ["---", "---", *["---:"] * 6], *lines]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in table)


def _bench(path: Path) -> Bench:
    records, table = read_records(path), read_table(path)
    require(table, ("uid", "cluster"), path)
    reference = read_reference()
    start = read_parameters(reference["match_model_parameters"], reference["name_frequencies"])
    backend = choose_backend("auto")
    ready = prepare(records.drop(columns="cluster"), reference)
    compared = compare_candidates(ready.pairs, ready.records, start, backend)
    generator = np.random.default_rng(SEED)
    model = fit_candidates(compared, len(records), start, backend, generator)
    truth = table.set_index(table["uid"].astype(str))["cluster"]
    return Bench(ready, compared, model, reference, truth)


def _teach(
    bench: Bench, found: Matched, labels: int, half: pd.Series | None
) -> tuple[pd.DataFrame, Matched]:
    """Ask and learn in ROUNDS; return the decisions and the matches of the last version."""
    start = list_common_values(bench.model, bench.compared.records, len(bench.ready.records))
    decisions = pd.DataFrame(columns=["uid_l", "uid_r", "decision"])
    for _ in range(ROUNDS):
        queue = queue_by_kind(found.pairs, found.clusters, decisions)
        if half is not None:
            queue = queue[~queue["uid_l"].map(half) & ~queue["uid_r"].map(half)]
        answers = _answer(queue.head(labels // ROUNDS), bench.truth)
        decisions = pd.concat([decisions, answers], ignore_index=True)
        learned = learn_decisions(
            bench.ready, bench.compared, start, choose_backend("auto"), decisions
        )
        found = _match(bench, _as_written(learned.model, bench.reference))
    return decisions, found


def _answer(queue: pd.DataFrame, truth: pd.Series) -> pd.DataFrame:
    left, right = (truth.reindex(queue[uid]).to_numpy() for uid in ("uid_l", "uid_r"))
    return queue[["uid_l", "uid_r"]].assign(decision=np.where(left == right, SAME, DIFFERENT))


def _as_written(model: MatchModel, reference: dict[str, pd.DataFrame]) -> MatchModel:
    """The model after a round trip through its seed rows."""
    rows = model_rows(model, reference["match_model_parameters"], "learned")
    return read_parameters(rows, frequency_rows(model, "learned"), "learned")


def _match(bench: Bench, model: MatchModel) -> Matched:
    return match_compared(bench.ready, bench.compared, model, choose_backend("auto"))


def _figures(found: Matched, truth: pd.Series) -> list[float]:
    auto = found.pairs[found.pairs["tier"] == AUTO]
    inside = auto["uid_l"].isin(truth.index) & auto["uid_r"].isin(truth.index)
    clusters = found.clusters[found.clusters["uid"].isin(truth.index)]
    pairs: Quality = pair_quality(auto[inside], truth)
    return [pairs.precision, pairs.recall, pairs.f1, cluster_quality(clusters, truth).f1]


def _is_other_half(cluster: str) -> bool:
    return hashlib.sha256(cluster.encode()).digest()[0] % 2 == 1


def print_learning(sets: list[Path], labels: int, say: Callable[[str], None]) -> None:
    """Measure all sets and print the table."""
    say(f"{labels} labels per set at most, {ROUNDS} rounds; before -> after")
    say(summary(pd.concat([measure_learning(path, labels) for path in sets], ignore_index=True)))

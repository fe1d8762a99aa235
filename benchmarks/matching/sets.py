"""The labelled sets and the methods measured on each."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet

from mdm.block.candidates import prepare
from mdm.compare.similarity import choose_backend
from mdm.files.table import read_table
from mdm.match.records import match_records
from mdm.match_model import read_parameters
from mdm.score.guards import AUTO
from mdm.seeds import read_reference
from mdm.standardise.records import read_records
from mdm.tables import InputError, require

from .figures import Figures, best_threshold, judge
from .splink_model import score

SEED = 7
THRESHOLDS = (0.5, 0.92, 0.95)
TIER = 0.92


def find_sets(folder: Path, only: Sequence[str] | None) -> list[Path]:
    """Return the set files of a folder, smallest first. Raises InputError if there are none."""
    paths = [path for path in folder.glob("*.parquet") if not only or path.stem in only]
    if not paths:
        raise InputError(f"{folder}: no labelled sets")
    return sorted(paths, key=lambda path: (pyarrow.parquet.read_metadata(path).num_rows, path.stem))


def measure_set(path: Path) -> tuple[list[Figures], str]:
    """Measure all methods on one set; the second value describes its size.

    The labels are used only for the metrics and for the best threshold.
    """
    records = read_records(path)
    labels = read_table(path)
    require(labels, ("uid", "cluster"), path)
    truth = labels.set_index(labels["uid"].astype(str))["cluster"]
    records = records.drop(columns="cluster")

    figures, pairs = _ours(path.stem, records, truth)
    ready = prepare(records, read_reference()).records
    for name, candidates in (("own blocking", None), ("our candidates", pairs[["uid_l", "uid_r"]])):
        began = time.perf_counter()
        scored = score(ready, candidates)
        seconds = time.perf_counter() - began
        figures += [
            judge(
                (path.stem, f"Splink, {name}, {least}"),
                scored,
                (scored["match_probability"] >= least).to_numpy(),
                truth,
                seconds,
            )
            for least in THRESHOLDS
        ]
    return figures, f"{len(records)} records, {truth.nunique()} entities"


def _ours(name: str, records: pd.DataFrame, truth: pd.Series) -> tuple[list[Figures], pd.DataFrame]:
    began = time.perf_counter()
    reference = read_reference()
    model = read_parameters(reference["match_model_parameters"], reference["name_frequencies"])
    generator = np.random.default_rng(SEED)
    found = match_records(records, reference, model, choose_backend("auto"), generator)
    seconds = time.perf_counter() - began
    pairs, rule = found.pairs, found.pairs["rule_score"]
    same = truth.reindex(pairs["uid_l"]).to_numpy() == truth.reindex(pairs["uid_r"]).to_numpy()
    best = best_threshold(rule, same, truth)
    auto = (pairs["tier"] == AUTO).to_numpy()
    return [
        judge((name, f"ours, {AUTO}"), pairs, auto, truth, seconds, found.clusters),
        judge((name, f"rule, {TIER}"), pairs, (rule >= TIER).to_numpy(), truth, seconds),
        judge((name, "rule, best threshold"), pairs, (rule >= best).to_numpy(), truth, seconds),
    ], pairs

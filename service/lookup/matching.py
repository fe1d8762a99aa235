"""Candidates for new records, scored by the match model that the project uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lookup.snapshot import Snapshot
from lookup.standardise import Standardised
from mdm.compare.columns import COMPARED_COLUMNS, encode_records
from mdm.compare.measures import Exact
from mdm.compare.pairs import Comparison, compare_pairs
from mdm.compare.similarity import choose_backend
from mdm.match_model import LEVELS, MatchModel, read_parameters
from mdm.score.evidence import are_names_swapped
from mdm.score.pairs import WEIGHT_FIELDS, score_columns
from mdm.seeds import active_version, read_reference

NUMBERS = ("match_score", "rule_score")
STORED_NAMES = {"source": "source_system"}
"""What a column of standardised records is called among the stored ones."""
SHOWN = ("record_id", "customer_uid", "source_system", "customer_id", "full_name")


def committed_model() -> MatchModel:
    """The match model whose version is in dbt_project.yml."""
    seeds = read_reference()
    return read_parameters(
        seeds["match_model_parameters"], seeds["name_frequencies"], active_version()
    )


@dataclass(frozen=True)
class Matcher:
    """Finds and scores the candidates of records in one comparison."""

    model: MatchModel

    def candidates(self, given: Standardised, snapshot: Snapshot) -> list[list[dict[str, Any]]]:
        """The candidates of each record, with score and evidence, the highest score first."""
        rows = [_rows_with(keys, snapshot) for keys in given.keys]
        pairs = [(number, row) for number, found in enumerate(rows) for row in found]
        candidates: list[list[dict[str, Any]]] = [[] for _ in rows]
        if not pairs:
            return candidates
        shown = snapshot.match_records.select(SHOWN).take([row for _, row in pairs]).to_pylist()
        scores = self._scored(given, pairs, snapshot)
        for (number, _), record, score in zip(pairs, shown, scores, strict=True):
            candidates[number].append(record | score)
        for found in candidates:
            found.sort(key=lambda one: (-one["match_score"], one["record_id"]))
        return candidates

    def _scored(
        self, given: Standardised, pairs: Sequence[tuple[int, int]], snapshot: Snapshot
    ) -> list[dict[str, Any]]:
        numbers, rows = (np.array(side) for side in zip(*pairs, strict=True))
        known, places = np.unique(rows, return_inverse=True)
        new, stored = given.records, snapshot.match_records.take(known)
        records = pa.table(
            {
                name: pa.chunked_array(
                    [*_strings(new[name]), *_strings(stored[STORED_NAMES.get(name, name)])]
                )
                for name in COMPARED_COLUMNS
            }
        )
        # A statement of DuckDB costs more than the few pairs of a batch.
        backend = choose_backend("rapidfuzz")
        sides = numbers, places + len(new)
        compared = compare_pairs(encode_records(records), sides, self.model, Exact(backend))
        scores = score_columns(compared, self.model, backend)
        by_pair = {
            name: [values] * len(pairs) if isinstance(values, str) else list(values)
            for name, values in scores.items()
        }
        return [
            _explained(dict(zip(by_pair, score, strict=True)), levels)
            for score, levels in zip(
                zip(*by_pair.values(), strict=True), _levels(compared, self.model), strict=True
            )
        ]


def _strings(column: pa.ChunkedArray) -> list[pa.Array]:
    return column.cast(pa.string()).chunks


def _rows_with(keys: Sequence[tuple[str, str]], snapshot: Snapshot) -> list[int]:
    """The records that share a block key, by row number."""
    found: set[int] = set()
    for key_type, key in keys:
        found.update(snapshot.match_keys.found(key_type, key)["row"].to_pylist())
    return sorted(found)


def _levels(compared: Comparison, model: MatchModel) -> list[dict[str, str]]:
    """The level of each field that both records have; names as interpreted for the score."""
    swapped = are_names_swapped(compared, model)
    codes = {
        field: np.where(swapped, compared.swapped.get(field, levels), levels).tolist()
        for field, levels in compared.levels.items()
    }
    return [
        {field: LEVELS[field][codes[field][pair] - 1] for field in LEVELS if codes[field][pair] > 0}
        for pair in range(len(compared))
    ]


def _explained(score: Mapping[str, Any], levels: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: float(score[name]) for name in NUMBERS},
        "tier": score["tier"],
        "guard": None if pd.isna(score["guard_code"]) else score["guard_code"],
        "levels": levels,
        "match_weights": {name: float(score[f"match_weight_{name}"]) for name in WEIGHT_FIELDS},
        "reasons": [reason for reason in score["reasons"].split("; ") if reason],
        "model_version": score["model_version"],
    }

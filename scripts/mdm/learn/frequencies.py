"""Measures how frequent values are among records: rare values are stronger evidence."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ..compare.columns import Column
from ..compare.words import distinct_words
from ..match_model import COMMON_WORDS, MatchModel
from ..score.evidence import COLUMN_OF, RARE_FIELDS


def value_frequencies(
    records: Mapping[str, Column], start: MatchModel, least: int = 1, likely: float = 1.0
) -> dict[str, dict[str, float]]:
    """Return the share of each value with at least `least` records, among those with the field.

    The share is that among the other records, because two records that agree both have the value,
    however rare it is. A few records give a poor estimate, so it is shrunk towards the share in
    `start`, which has the weight of `fit_frequency_records` records. likely: the share of all pairs
    within one country, where values are more frequent.
    """
    weight = start.limits.get("fit_frequency_records", 0.0)
    found = {}
    for field in RARE_FIELDS:
        column = records[COLUMN_OF.get(field, field)]
        known = column.codes[column.codes >= 0]
        counts = np.bincount(known, minlength=len(column.values))
        expected = weight * _shares_before(field, column, start)
        found_shares = (np.maximum(counts - 1, 0) + expected) / max(len(known) - 1 + weight, 1)
        found_shares = np.minimum(found_shares / likely, 1.0)
        kept = counts >= least
        shares = zip(column.values[kept].tolist(), found_shares[kept].tolist(), strict=True)
        found[field] = dict(shares)
    return found


def _shares_before(field: str, column: Column, start: MatchModel) -> np.ndarray:
    """Return the share of each value before the records are counted."""
    known = start.frequencies.get(field)
    if not known:
        return np.full(len(column.values), start.levels[field, "exact"].u)
    unlisted = start.adjustments["unlisted_frequency"]
    return column.texts.numbers(f"shares of {field}", known, unlisted)


def list_common_values(model: MatchModel, records: Mapping[str, Column], size: int) -> MatchModel:
    """Return a fitted model without rare values, which may be personal, so it can be committed.

    size: number of records. Rare and unknown values are treated as the value of one record.
    """
    frequencies = value_frequencies(records, model, int(model.limits["fit_listed_records"]))
    frequencies |= _words(model, records)
    unlisted = {"unlisted_frequency": 1 / max(size, 1)}
    return replace(model, frequencies=frequencies, adjustments={**model.adjustments, **unlisted})


def _words(model: MatchModel, records: Mapping[str, Column]) -> dict[str, dict[str, float]]:
    names, written = records["full_name"], records["joined_name"]
    return {COMMON_WORDS: common_words(names, written, model.limits["common_word"])}


def common_words(names: Column, written: Column, least: float) -> dict[str, float]:
    """Return the words that at least a share `least` of all organisations have in their names.

    names: whole names of all records. written: names of organisations only.
    """
    codes = names.codes[(written.codes >= 0) & (names.codes >= 0)]
    counts = np.bincount(codes, minlength=len(names.values))
    kept = np.flatnonzero(counts)
    owners, places, words = distinct_words(names.values[kept], names.texts.arrow.take(kept))
    found = np.bincount(places, weights=counts[kept][owners], minlength=len(words))
    shares = dict(zip(words.to_pylist(), (found / max(len(codes), 1)).tolist(), strict=True))
    return {word: share for word, share in shares.items() if share >= least and share > 0}

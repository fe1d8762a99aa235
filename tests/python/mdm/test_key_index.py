"""The key index gives the same pairs as a comparison of all records."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.block.key_index import index_keys
from mdm.compare.columns import encode
from mdm.prune.equality_bits import EqualityBits

SIZE = 12
# The first bits determine the part in which a key is sorted, so keys differ in first and last bits.
KEYS = st.builds(lambda part, key: part << 60 | key, st.integers(0, 15), st.integers(0, 2))
ROWS = st.lists(st.tuples(KEYS, st.integers(0, SIZE - 1)), max_size=60)
VALUES = st.lists(st.sampled_from(["A", "B", "C", None]), min_size=4, max_size=4)


def indexed(rows, cap):
    hashes = np.array([key for key, _ in rows], dtype=np.uint64)
    records = np.array([record for _, record in rows], dtype=np.int32)
    return index_keys(hashes, records, SIZE, cap)


def records_by_key(rows):
    """The records of each key."""
    found = defaultdict(set)
    for key, record in rows:
        found[key].add(record)
    return found


@settings(max_examples=200)
@given(ROWS, st.integers(2, 5))
def test_records_pair_where_they_share_a_key_under_its_cap(rows, cap):
    index, capped = indexed(rows, cap)
    keys = records_by_key(rows)
    joined = [sorted(records) for records in keys.values() if len(records) <= cap]
    expected = sorted({pair for records in joined for pair in combinations(records, 2)})
    left, right = index.pairs_between(0, SIZE)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == expected
    assert index.predicted().sum() == sum(len(r) * (len(r) - 1) // 2 for r in joined)
    over = {key: (len(r), min(r)) for key, r in keys.items() if len(r) > cap}
    found = zip(capped.sizes.tolist(), capped.firsts.tolist(), strict=True)
    assert dict(zip(capped.hashes.tolist(), found, strict=True)) == over


@settings(max_examples=100)
@given(ROWS, st.integers(1, 30))
def test_ranges_of_records_give_every_pair_once_and_in_order(rows, most):
    index, _ = indexed(rows, cap=5)
    parts = [np.stack(index.pairs_between(*ends)) for ends in index.ranges(most)]
    whole = np.stack(index.pairs_between(0, SIZE))
    assert np.array_equal(np.concatenate(parts, axis=1), whole)
    chosen = np.arange(SIZE) % 2 == 0
    assert np.array_equal(np.stack(index.pairs_of(chosen)), whole[:, chosen[whole[0]]])
    labels = np.arange(SIZE) % 3
    within = [np.stack(index.pairs_within(labels, chosen, *ends)) for ends in index.ranges(most)]
    expected = whole[:, chosen[whole[0]] & (labels[whole[0]] == labels[whole[1]])]
    assert np.array_equal(np.concatenate(within, axis=1), expected)


@settings(max_examples=100)
@given(st.lists(VALUES, min_size=2, max_size=8))
def test_a_state_encodes_which_fields_are_equal(rows):
    frame = pd.DataFrame(rows, columns=list("wxyz"), dtype="string")
    marks = EqualityBits([encode(frame[name])[0] for name in frame])
    seen = []
    table = marks.table(list("wxyz"), lambda kinds: float(seen.append(dict(kinds)) or len(seen)))
    left, right = np.triu_indices(len(rows), 1)
    for state, one, other in zip(marks.states((left, right)), left, right, strict=True):
        expected = [
            0 if a is None or b is None else 1 if a == b else 2
            for a, b in zip(rows[one], rows[other], strict=True)
        ]
        assert list(seen[int(table[state]) - 1].values()) == expected

"""Long chains are cut at their weakest links, so a customer's records are few links apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.cluster.chains import cut_chains
from mdm.cluster.components import components

MOST = 3


def cut(size, edges, labels=None):
    """Cut the chains of edges (left, right, strength) and return the labels as a list."""
    table = np.array([edge[:2] for edge in edges], dtype=np.int64).reshape(-1, 2).T
    strengths = np.array([edge[2] for edge in edges], dtype=np.float64)
    ends = (table[0], table[1])
    labels = components(size, ends) if labels is None else np.array(labels)
    return cut_chains(labels, ends, strengths, MOST).tolist()


def path(*strengths):
    return [(place, place + 1, strength) for place, strength in enumerate(strengths)]


@pytest.mark.parametrize(
    ("size", "edges", "expected"),
    [
        (3, [], [0, 1, 2]),
        (4, path(0.93, 0.93, 0.93), [0, 0, 0, 0]),
        (5, path(0.99, 0.99, 0.93, 0.99), [0, 0, 0, 3, 3]),
        (5, path(0.99, 0.93, 0.99, 0.99), [0, 0, 2, 2, 2]),
        (5, [*path(0.99, 0.99, 0.93, 0.99), (0, 4, 0.93)], [0, 0, 0, 0, 0]),
        (5, path(0.99, 0.93, 2.0, 0.99), [0, 0, 0, 0, 0]),
        (7, path(0.93, 0.99, 0.99, 2.0, 0.99, 0.99), [0, 1, 1, 1, 1, 1, 6]),
        (6, [(0, place, 0.95) for place in range(1, 6)], [0, 0, 0, 0, 0, 0]),
        (3, [(0, 1, 0.95), (1, 2, 0.95)], [0, 0, 0]),
    ],
)
def test_a_long_chain_is_cut_at_its_weakest_link(size, edges, expected):
    assert cut(size, edges) == expected


def test_clusters_that_were_apart_stay_apart():
    assert cut(4, path(0.99, 0.99, 0.99), labels=[5, 5, 2, 2]) == [0, 0, 2, 2]


SIZE = 14
NODES = st.integers(0, SIZE - 1)
EDGES = st.lists(st.tuples(NODES, NODES, st.sampled_from([0.93, 0.95, 0.99, 2.0])), max_size=24)


def farthest(members, edges):
    """The most links between two members, not counting those of a steward; infinite if apart."""
    apart = {(a, b): 0 if a == b else float("inf") for a in members for b in members}
    for left, right, strength in edges:
        if left in members and right in members and left != right:
            for pair in ((left, right), (right, left)):
                apart[pair] = min(apart[pair], 0 if strength > 1 else 1)
    for middle in members:
        for a, b in apart:
            apart[a, b] = min(apart[a, b], apart[a, middle] + apart[middle, b])
    return max(apart.values())


@settings(max_examples=300)
@given(EDGES)
def test_no_two_records_of_a_cluster_are_too_many_links_apart(edges):
    labels = cut(SIZE, edges)
    before = components(SIZE, tuple(np.array([e[:2] for e in edges], int).reshape(-1, 2).T))
    for label in set(labels):
        members = [node for node in range(SIZE) if labels[node] == label]
        assert min(members) == label
        assert farthest(members, edges) <= MOST
    for whole in set(before.tolist()):
        members = np.flatnonzero(before == whole).tolist()
        if farthest(members, edges) <= MOST:
            assert len({labels[node] for node in members}) == 1
    for left, right, strength in edges:
        assert strength <= 1 or labels[left] == labels[right]


@settings(max_examples=200)
@given(EDGES, st.randoms(use_true_random=False))
def test_order_of_links_and_other_clusters_do_not_matter(edges, random):
    shuffled = [(right, left, strength) for left, right, strength in edges]
    random.shuffle(shuffled)
    elsewhere = [(SIZE + place, SIZE + place + 1, 0.97) for place in range(9)]
    assert cut(SIZE + 10, [*elsewhere, *shuffled])[:SIZE] == cut(SIZE, edges)

"""Clusters: connected by AUTO_MERGE pairs, never across a contradiction, in any order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.cluster.clusters import cluster


def clusters(size, edges, apart=()):
    """Cluster edges (left, right, strength) and return the labels as a list."""
    table = np.array([edge[:2] for edge in edges], dtype=np.int64).reshape(-1, 2).T
    strengths = np.array([edge[2] for edge in edges], dtype=np.float64)
    cannot = np.array(apart, dtype=np.int64).reshape(-1, 2).T
    return cluster(size, (table[0], table[1]), strengths, (cannot[0], cannot[1])).tolist()


@pytest.mark.parametrize(
    ("size", "edges", "apart", "expected"),
    [
        (3, [], [], [0, 1, 2]),
        (4, [(0, 1, 0.95), (1, 2, 0.95)], [], [0, 0, 0, 3]),
        (3, [(0, 1, 0.99), (1, 2, 0.95)], [(0, 2)], [0, 0, 2]),
        (3, [(0, 1, 0.95), (1, 2, 0.99)], [(0, 2)], [0, 1, 1]),
        (3, [(0, 1, 0.95), (1, 2, 0.95)], [(0, 2)], [0, 0, 2]),
        (4, [(0, 1, 0.99), (2, 3, 0.99), (1, 2, 0.95)], [(0, 3)], [0, 0, 2, 2]),
        (5, [(0, 1, 0.99), (3, 4, 0.99)], [(0, 3)], [0, 0, 2, 3, 3]),
    ],
)
def test_edges_connect_unless_members_contradict(size, edges, apart, expected):
    assert clusters(size, edges, apart) == expected


NODES = st.integers(0, 11)
EDGES = st.lists(st.tuples(NODES, NODES, st.sampled_from([0.93, 0.95, 0.99])), max_size=25)
APART = st.lists(st.tuples(NODES, NODES).filter(lambda pair: pair[0] != pair[1]), max_size=4)


@settings(max_examples=200)
@given(EDGES, APART, st.randoms(use_true_random=False))
def test_order_and_direction_of_edges_do_not_matter(edges, apart, random):
    shuffled = [(right, left, strength) for left, right, strength in edges]
    random.shuffle(shuffled)
    assert clusters(12, edges, apart) == clusters(12, shuffled, apart[::-1])


@settings(max_examples=200)
@given(EDGES, APART)
def test_cannot_link_pairs_never_share_a_cluster(edges, apart):
    labels = clusters(12, edges, apart)
    assert all(labels[left] != labels[right] for left, right in apart)


@settings(max_examples=100)
@given(EDGES)
def test_a_label_is_the_smallest_member(edges):
    labels = np.array(clusters(12, edges))
    for label in set(labels.tolist()):
        assert label == np.flatnonzero(labels == label).min()

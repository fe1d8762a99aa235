"""Clusters of records: what AUTO_MERGE edges connect, unless two members contradict each other."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Indices = NDArray[np.int64]
Edges = tuple[Indices, Indices]


def components(size: int, edges: Edges) -> Indices:
    """Return the component number of each of `size` nodes."""
    weights = np.ones(len(edges[0]), dtype=np.int8)
    graph = coo_array((weights, edges), shape=(size, size))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def cluster(size: int, edges: Edges, strengths: NDArray[np.float64], cannot_link: Edges) -> Indices:
    """Return a cluster label per node: the smallest node number of its cluster.

    Components without a cannot-link pair stay whole. In the others edges are taken strongest first
    (ties by node numbers) and skipped where they would bring a cannot-link pair together, so the
    result depends on the set of edges only, never on their order.
    """
    labels = components(size, edges)
    apart = labels[cannot_link[0]] == labels[cannot_link[1]]
    contested = np.isin(labels, np.unique(labels[cannot_link[0][apart]]))
    result = _smallest_member(labels)
    if contested.any():
        chosen = contested[edges[0]]
        merged = _merge_apart(
            np.flatnonzero(contested),
            (edges[0][chosen], edges[1][chosen]),
            strengths[chosen],
            zip(cannot_link[0][apart].tolist(), cannot_link[1][apart].tolist(), strict=True),
        )
        result[contested] = merged
    return result


def _smallest_member(labels: Indices) -> Indices:
    smallest = pd.Series(np.arange(len(labels))).groupby(labels).transform("min")
    return smallest.to_numpy(dtype=np.int64)


def _merge_apart(
    nodes: Indices, edges: Edges, strengths: NDArray[np.float64], cannot: Iterable[tuple[int, int]]
) -> Indices:
    root = {node: node for node in nodes.tolist()}
    members = {node: {node} for node in root}
    enemies: dict[int, set[int]] = {node: set() for node in root}
    for left, right in cannot:
        enemies[left].add(right)
        enemies[right].add(left)

    low, high = np.minimum(*edges), np.maximum(*edges)
    order = np.lexsort((high, low, -strengths))
    for left, right in zip(low[order].tolist(), high[order].tolist(), strict=True):
        keep, drop = sorted((root[left], root[right]))
        if keep == drop or enemies[keep] & members[drop]:
            continue
        for node in members[drop]:
            root[node] = keep
        members[keep] |= members.pop(drop)
        enemies[keep] |= enemies.pop(drop)
    return np.array([root[node] for node in nodes.tolist()], dtype=np.int64)

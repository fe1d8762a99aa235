"""Cuts long chains of near-duplicates, so that a customer's records are few links apart."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .components import Edges, Indices, components, smallest_member

Link = tuple[int, int]


def cut_chains(
    labels: Indices, edges: Edges, strengths: NDArray[np.float64], most_links: int
) -> Indices:
    """Return a label per node, the smallest node number of its part of the cluster.

    labels: the cluster of each node. edges: links between nodes, with their strengths. In the
    result no two nodes of a cluster are more than `most_links` links apart within it. Clusters in
    which this is already true stay whole. In the others, links are added strongest first (ties by
    node numbers) and skipped if they would join nodes that are further apart. So a chain breaks at
    its weakest links, regardless of the order of the edges. A link stronger than 1, which is a
    steward decision, is always kept and has length 0. Clusters do not affect each other.
    """
    inside = labels[edges[0]] == labels[edges[1]]
    left, right, strengths = edges[0][inside], edges[1][inside], strengths[inside]
    decided = strengths > 1
    same = components(len(labels), (left[decided], right[decided]))
    left, right, strengths = same[left[~decided]], same[right[~decided]], strengths[~decided]
    owners = np.empty(same.max(initial=-1) + 1, dtype=np.int64)
    owners[same] = labels
    long = _is_long(owners, (left, right), most_links)
    chosen = long[left] & (left != right)
    low, high = (ends(left[chosen], right[chosen]) for ends in (np.minimum, np.maximum))
    order = np.lexsort((high, low, -strengths[chosen]))
    links: dict[int, list[Link]] = defaultdict(list)
    for one, other in zip(low[order].tolist(), high[order].tolist(), strict=True):
        links[owners[one]].append((one, other))
    parts = np.where(long, np.arange(len(owners)), owners + len(owners))
    for found in links.values():
        for node, part in _short_parts(found, most_links).items():
            parts[node] = part
    return smallest_member(parts[same])


def _is_long(owners: Indices, links: Edges, most_links: int) -> NDArray[np.bool_]:
    """Return the nodes of clusters in which some nodes are more than `most_links` links apart."""
    sizes = np.bincount(owners, minlength=1)[owners]
    large = np.flatnonzero(sizes > most_links + 1)
    long = np.zeros(len(owners), dtype=bool)
    if len(large) == 0:
        return long
    place = np.full(len(owners), -1)
    place[large] = np.arange(len(large))
    chosen = place[links[0]] >= 0
    ends = place[links[0][chosen]], place[links[1][chosen]]
    own = np.arange(len(large))
    rows, columns = np.concatenate([*ends, own]), np.concatenate([*ends[::-1], own])
    near = csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)))
    reached = near
    for _ in range(most_links - 1):
        reached = reached @ near
        reached.data[:] = 1
    falls_short = np.diff(reached.indptr) < sizes[large]
    long[large] = np.isin(owners[large], owners[large][falls_short])
    return long


def _short_parts(links: Iterable[Link], most_links: int) -> dict[int, int]:
    """Return the part of each node: links are added in order, without those that reach too far."""
    near: dict[int, set[int]] = defaultdict(set)
    for left, right in links:
        near[left].add(right)
        near[right].add(left)
    part = {node: node for node in near}
    members = {node: {node} for node in near}
    refused: set[tuple[int, int, int, int]] = set()
    for left, right in links:
        keep, drop = sorted((part[left], part[right]))
        tried = (keep, drop, len(members[keep]), len(members[drop]))
        if keep == drop or tried in refused:
            continue
        if not _all_within(members[keep], members[drop], near, most_links):
            refused.add(tried)
            continue
        for node in members[drop]:
            part[node] = keep
        members[keep] |= members.pop(drop)
    return part


def _all_within(one: set[int], other: set[int], near: dict[int, set[int]], most_links: int) -> bool:
    """Whether every node of one set is near enough to every node of the other."""
    both = one | other
    fewer, more = sorted((one, other), key=len)
    for node in fewer:
        reached = newest = {node}
        for _ in range(most_links):
            newest = set().union(*(near[step] for step in newest)) & both - reached
            reached = reached | newest
        if not more <= reached:
            return False
    return True

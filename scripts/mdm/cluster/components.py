"""Graphs of records: what chains of links connect."""

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


def smallest_member(labels: Indices) -> Indices:
    """Return per node the smallest node number with the same label."""
    smallest = pd.Series(np.arange(len(labels))).groupby(labels).transform("min")
    return smallest.to_numpy(dtype=np.int64)


def connected_records(edges: pd.DataFrame, touched: pd.DataFrame) -> pd.DataFrame:
    """Return the touched records and all that any chain of links connects with them (record_id).

    edges: record_id_l, record_id_r of every link that ever existed. touched: record_id. The result
    is sorted, without repeats. Clustering these records alone gives the same as clustering all,
    because no link leaves the set.
    """
    ends = [edges["record_id_l"], edges["record_id_r"], touched["record_id"]]
    codes, ids = pd.factorize(pd.concat(ends, ignore_index=True).astype(object), sort=True)
    left, right, chosen = np.split(codes, np.cumsum([len(edges), len(edges)]))
    labels = components(len(ids), (left, right))
    reached = np.isin(labels, np.unique(labels[chosen]))
    return pd.DataFrame({"record_id": np.asarray(ids, dtype=object)[reached]})

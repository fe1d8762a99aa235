"""Connected components of records."""

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
    """Return per node the smallest node number with the same label. labels: numbers from 0 on."""
    smallest = np.empty(labels.max(initial=-1) + 1, dtype=np.int64)
    smallest[labels[::-1]] = np.arange(len(labels))[::-1]
    return smallest[labels]


def connected_records(edges: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """Return the changed records and all records connected with them by links (record_id).

    edges: record_id_l, record_id_r of every link that ever existed. changed: record_id. The result
    is sorted and without repeats. Clustering these records alone gives the same as clustering all,
    because no link leaves the set.
    """
    ends = [edges["record_id_l"], edges["record_id_r"], changed["record_id"]]
    codes, ids = pd.factorize(pd.concat(ends, ignore_index=True).astype(object), sort=True)
    left, right, chosen = np.split(codes, np.cumsum([len(edges), len(edges)]))
    labels = components(len(ids), (left, right))
    reached = np.isin(labels, np.unique(labels[chosen]))
    return pd.DataFrame({"record_id": np.asarray(ids, dtype=object)[reached]})

"""What a change touches: every record that a chain of links connects with a touched one."""

import numpy as np
import pandas as pd

from .cluster import components


def connected_records(edges: pd.DataFrame, touched: pd.DataFrame) -> pd.DataFrame:
    """Return the records (record_id) that are touched or linked to a touched one by any chain.

    edges: record_id_l, record_id_r of every link that ever held. touched: record_id. Sorted, each
    record once. Identity decided for them alone equals identity decided for all, because no link
    leaves the set.
    """
    ends = [edges["record_id_l"], edges["record_id_r"], touched["record_id"]]
    codes, ids = pd.factorize(pd.concat(ends, ignore_index=True).astype(object), sort=True)
    left, right, chosen = np.split(codes, np.cumsum([len(edges), len(edges)]))
    labels = components(len(ids), (left, right))
    reached = np.isin(labels, np.unique(labels[chosen]))
    return pd.DataFrame({"record_id": np.asarray(ids, dtype=object)[reached]})

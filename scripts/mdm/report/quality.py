"""Match quality measured against the truth."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..score.guards import AUTO


@dataclass(frozen=True)
class Quality:
    """Counts of pairs and the shares computed from them (0 to 1)."""

    true_pairs: int
    found_pairs: int
    correct_pairs: int

    @property
    def precision(self) -> float:
        """Share of the found pairs that are true; 1 if none was found."""
        return self.correct_pairs / self.found_pairs if self.found_pairs else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that were found; 1 if there are none."""
        return self.correct_pairs / self.true_pairs if self.true_pairs else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairs_within(labels: pd.Series) -> int:
    """Count the pairs of rows that share a label."""
    sizes = labels.value_counts().to_numpy(dtype=np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def pair_quality(pairs: pd.DataFrame, truth: pd.Series) -> Quality:
    """Compare pairs (uid_l, uid_r) with the truth, a cluster label indexed by uid."""
    correct = truth.reindex(pairs["uid_l"]).to_numpy() == truth.reindex(pairs["uid_r"]).to_numpy()
    return Quality(pairs_within(truth), len(pairs), int(correct.sum()))


def cluster_quality(clusters: pd.DataFrame, truth: pd.Series) -> Quality:
    """Compare clusters (uid, customer_uid) with the truth by the pairs that they contain."""
    labels = clusters.set_index("uid")["customer_uid"]
    both = pd.DataFrame({"found": labels, "true": truth.reindex(labels.index)})
    common = pairs_within(both["found"].astype(str) + "\0" + both["true"].astype(str))
    return Quality(pairs_within(truth), pairs_within(labels), common)


def evaluate(pairs: pd.DataFrame, clusters: pd.DataFrame, truth: pd.Series) -> dict[str, float]:
    """Return precision, recall and F1 of the AUTO pairs and of the clusters, and candidate recall.

    pairs: uid_l, uid_r, match_score, tier. clusters: uid, customer_uid. truth: label by uid.
    """
    auto = pair_quality(pairs[pairs["tier"] == AUTO], truth)
    whole = cluster_quality(clusters, truth)
    candidates = pair_quality(pairs, truth)
    return {
        "records": len(truth),
        "true_pairs": auto.true_pairs,
        "candidates_per_record": len(pairs) / max(len(truth), 1),
        "candidate_recall": candidates.recall,
        "precision": auto.precision,
        "recall": auto.recall,
        "f1": auto.f1,
        "cluster_precision": whole.precision,
        "cluster_recall": whole.recall,
        "cluster_f1": whole.f1,
    }


def worst_pairs(pairs: pd.DataFrame, truth: pd.Series, count: int) -> pd.DataFrame:
    """Return the false pairs with the highest scores and the true ones with the lowest."""
    same = truth.reindex(pairs["uid_l"]).to_numpy() == truth.reindex(pairs["uid_r"]).to_numpy()
    judged = pairs.assign(is_true=same)[
        ["uid_l", "uid_r", "is_true", "match_score", "tier", "reasons"]
    ]
    false = judged[~same].nlargest(count, "match_score")
    true = judged[same].nsmallest(count, "match_score")
    return pd.concat([false, true], ignore_index=True)

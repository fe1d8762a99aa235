"""The summary of a match in lines: tiers, pairs held back by guards, values not understood."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from ..match.slices import EDGE_COLUMNS, Ready, decides_clusters
from ..match_model import MatchModel
from ..report.words import counted
from ..score.guards import AUTO


@dataclass
class Tally:
    """Counts scored pairs by tier, and by the guard that keeps them from AUTO_MERGE."""

    model: MatchModel
    tiers: Counter[str] = field(default_factory=Counter)
    guards: Counter[str] = field(default_factory=Counter)
    edges: list[pd.DataFrame] = field(default_factory=list)

    def add(self, pairs: pd.DataFrame) -> None:
        """Count a slice of scored pairs, and keep those that clustering needs."""
        self.tiers.update(pairs["tier"].value_counts().to_dict())
        merging = pairs[pairs["match_score"] >= self.model.thresholds[AUTO]]
        self.guards.update(merging["guard_code"].value_counts().to_dict())
        self.edges.append(pairs.loc[decides_clusters(pairs), EDGE_COLUMNS])

    def kept(self) -> pd.DataFrame:
        """The pairs that clustering needs."""
        return pd.concat(self.edges)


def summary(tally: Tally, clusters: pd.DataFrame, ready: Ready) -> Iterator[str]:
    """Yield the lines of a match's summary."""
    customers = clusters["customer_uid"].nunique()
    yield f"{counted(len(clusters), 'record')}, {counted(customers, 'customer')}"
    tiers = tally.tiers
    pairs = counted(tiers.total(), "pair")
    yield f"{pairs}: {_counts(tiers)}" if tiers else pairs
    if tally.guards:
        pairs = counted(tally.guards.total(), "pair")
        yield f"{pairs} held back by guards: {_counts(tally.guards)}"
    for name, noun, more in (
        ("unread", "value", " not understood"),
        ("placeholders", "placeholder", ""),
    ):
        found = ready.blocked.unread.set_index("field")[name]
        found = Counter(found[found > 0].to_dict())
        if found:
            yield f"{counted(found.total(), noun)}{more}: {_counts(found)}"
    if not ready.in_full:
        yield "More candidate pairs than pairs_in_full: those that cannot reach REVIEW are skipped"
    if len(ready.blocked.capped_keys):
        capped = counted(len(ready.blocked.capped_keys), "block key")
        yield f"{capped} over the cap formed no pairs"


def _counts(counter: Counter[str]) -> str:
    ordered = sorted(counter.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{count} {name}" for name, count in ordered)

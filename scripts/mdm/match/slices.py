"""All steps for any number of records: candidate pairs range by range, with constant memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ..block.candidates import Blocked, block
from ..compare.columns import Columns, encode_records
from ..compare.measures import Exact
from ..compare.pairs import compare_pairs
from ..compare.similarity import Backend
from ..identify.identities import assign_with_model
from ..learn.fit import draw_pairs, first_guess, fit_candidates
from ..match_model import MatchModel
from ..prune.pruner import Pruner
from ..score.guards import AUTO, keeps_apart
from ..score.pairs import score_columns
from ..tables import Rows
from .records import DAY

LAST_DAY = "9999-12-31"
PAIRS_AT_ONCE = 500_000
THREADS = 2
FIT_MARGIN = 10.0
EDGE_COLUMNS = ["uid_l", "uid_r", "match_score", "tier", "guard_code"]
"""Columns of scored pairs that clustering needs."""
VERIFIED = ("national_id", "birth_date")
"""Columns of records that clustering needs."""


@dataclass(frozen=True)
class Ready:
    """Blocked records (only the columns VERIFIED), all columns encoded, and the model."""

    blocked: Blocked
    columns: Columns
    model: MatchModel

    @property
    def in_full(self) -> bool:
        """Whether all candidate pairs are scored, and not only those that can reach REVIEW."""
        return self.blocked.predicted_pairs <= self.model.limits["pairs_in_full"]

    def when_scored(self) -> "Ready":
        """Return a copy without the encoded columns, to free their memory after scoring."""
        return replace(self, columns={})


def make_ready(
    records: pd.DataFrame,
    reference: Mapping[str, pd.DataFrame],
    model: MatchModel,
    backend: Backend,
    generator: np.random.Generator | None,
    say: Callable[[str], None] = lambda step: None,
    day_order: str | None = None,
) -> Ready:
    """Standardise, block and encode records; fit the model if a generator is given.

    say: is called with the name of each step when it starts. day_order: see `standardise`.
    """
    say("standardising and blocking")
    blocked = block(records, reference, model.version, int(model.limits["block_cap"]), day_order)
    del records  # Frees the memory unless the caller keeps a reference.
    columns = encode_records(blocked.records)
    blocked = replace(blocked, records=blocked.records.select(list(VERIFIED)))
    say(f"about {blocked.predicted_pairs:,} candidate pairs")
    if generator is not None:
        say("fitting the model")
        model = _fitted(blocked, columns, model, backend, generator)
    return Ready(blocked, columns, model)


def scored_slices(ready: Ready, backend: Backend) -> Iterator[pd.DataFrame]:
    """Yield scored pairs in slices: uid_l, uid_r and the score columns, sorted by uids.

    Up to the limit `pairs_in_full` all candidate pairs are scored, otherwise only those that can
    reach REVIEW. The first slice is always empty.
    """
    pruner = None if ready.in_full else Pruner(ready.columns, ready.model)

    def of_records(first: int, last: int) -> list[pd.DataFrame]:
        parts = _parts(ready.blocked.pairs_between(first, last))
        if pruner is not None:
            parts = _parts(_joined([_chosen(part, pruner.possible(part)) for part in parts]))
        return [_scored(part, ready, backend) for part in parts]

    yield _scored(_NO_ROWS, ready, backend)
    with ThreadPoolExecutor(THREADS) as pool:
        for found in _in_order(pool, of_records, ready.blocked.ranges()):
            yield from found


def _in_order(
    pool: ThreadPoolExecutor,
    work: Callable[[int, int], list[pd.DataFrame]],
    ranges: Iterable[tuple[int, int]],
) -> Iterator[list[pd.DataFrame]]:
    """Yield the results in the order of the ranges, computing only a few ahead."""
    waiting: deque[Future[list[pd.DataFrame]]] = deque()
    for first, last in ranges:
        waiting.append(pool.submit(work, first, last))
        if len(waiting) > THREADS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def cluster_records(ready: Ready, scored: pd.DataFrame, backend: Backend) -> pd.DataFrame:
    """Return uid and customer_uid of every record, from the pairs that `decides_clusters` chooses.

    scored: EDGE_COLUMNS, and more.
    """
    known = {"known_from": np.datetime64(DAY, "s"), "known_to": np.datetime64(LAST_DAY, "s")}
    ids = {"uid_l": "record_id_l", "uid_r": "record_id_r"}
    edges = scored.loc[decides_clusters(scored), EDGE_COLUMNS]
    facts = ready.blocked.records.to_pandas()
    facts = facts.assign(record_id=ready.blocked.uids, **known)
    edges = edges.rename(columns=ids).assign(**known)
    assigned = assign_with_model(edges, facts, ready.model, backend)
    return assigned[["record_id", "customer_uid"]].rename(columns={"record_id": "uid"})


def decides_clusters(scored: pd.DataFrame) -> pd.Series:
    """Return which scored pairs join records or keep them apart."""
    return (scored["tier"] == AUTO) | keeps_apart(scored)


_NO_ROWS = np.array([], dtype=np.int32), np.array([], dtype=np.int32)


def _fitted(
    blocked: Blocked,
    columns: Columns,
    model: MatchModel,
    backend: Backend,
    generator: np.random.Generator,
) -> MatchModel:
    """Fit to the candidate pairs, or to a sample if there are more than `fit_pairs`.

    A sample excludes pairs that stay at least FIT_MARGIN bits below REVIEW.
    """
    share = min(1.0, model.limits["fit_pairs"] / max(blocked.predicted_pairs, 1))
    rows, size = blocked.sample(share), len(blocked.uids)
    if len(rows[0]) == 0:
        return model
    if share < 1:
        likely = draw_pairs(columns, size, model, np.random.default_rng(size))[1]
        guess = first_guess(model, columns, size, likely)
        with ThreadPoolExecutor(THREADS) as pool:
            rows = _reaching(rows, Pruner(columns, guess, FIT_MARGIN), pool)
    compared = compare_pairs(columns, rows, model, Exact(backend))
    return fit_candidates(compared, size, model, backend, generator, share)


def _reaching(rows: Rows, pruner: Pruner, pool: ThreadPoolExecutor) -> Rows:
    return _joined(list(pool.map(lambda part: _chosen(part, pruner.possible(part)), _parts(rows))))


def _joined(parts: list[Rows]) -> Rows:
    return tuple(np.concatenate(sides) for sides in zip(*[_NO_ROWS, *parts], strict=True))


def _scored(rows: Rows, ready: Ready, backend: Backend) -> pd.DataFrame:
    compared = compare_pairs(ready.columns, rows, ready.model, Exact(backend))
    uids = {f"uid_{side}": ready.blocked.uids[row] for side, row in zip("lr", rows, strict=True)}
    return pd.DataFrame(uids | score_columns(compared, ready.model, backend))


def _parts(rows: Rows) -> list[Rows]:
    starts = range(0, len(rows[0]), PAIRS_AT_ONCE)
    return [tuple(side[start : start + PAIRS_AT_ONCE] for side in rows) for start in starts]


def _chosen(rows: Rows, places: np.ndarray) -> Rows:
    return rows[0][places], rows[1][places]

"""Deliveries planned on arrays are the same as those planned on a list of changes."""

from itertools import groupby
from operator import itemgetter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from feeds.feed import Change
from feeds.spool import Spool
from feeds.streams import Stream
from feeds.times import BATCHES
from feeds.transmission import (
    CORRECTED,
    RESENT,
    each_once,
    in_order,
    ordinals,
    with_late_rows,
    with_malformed_rows,
    with_resent_rows,
)

CELL = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=5)
BATCH_AND_TIME = st.lists(
    st.tuples(st.integers(1, BATCHES), st.integers(0, 4)), min_size=1, max_size=5
)


@st.composite
def changes(draw):
    """Changes of some keys, in time order for each key, with few distinct times."""
    keys = draw(st.lists(st.text("aäzß0", min_size=1, max_size=3), unique=True, min_size=3))
    return [
        Change(batch, moment, key, ((key, draw(CELL)),) * draw(st.integers(1, 3)))
        for key in keys
        for batch, moment in sorted(draw(BATCH_AND_TIME), key=itemgetter(1))
    ]


@given(changes())
def test_spooled_changes_are_read_back_unchanged(drawn):
    spool = Spool(iter(drawn))
    assert len(spool) == len(drawn)
    for place, one in enumerate(drawn):
        assert spool.key(place) == one.key
        assert spool.rows(place) == list(one.rows)
    assert spool.batch.tolist() == [one.batch for one in drawn]
    assert spool.moment.tolist() == [one.moment for one in drawn]
    assert [len(list(group)) for _, group in groupby(spool.run.tolist())] == [
        len(list(group)) for _, group in groupby(one.key for one in drawn)
    ]


@given(changes(), st.integers(0, 99))
def test_transmissions_are_ordered_by_batch_time_key_and_rank(drawn, seed):
    spool, stream = Spool(drawn), Stream(seed, "plan")
    sent = with_resent_rows(stream, each_once(spool.batch, spool.moment, spool.run))
    order = in_order(sent, spool.key)
    rows = [
        (int(sent.batch[at]), drawn[sent.change[at]].moment, drawn[sent.change[at]].key)
        + (int(sent.rank[at]),)
        for at in order
    ]
    assert sorted(order.tolist()) == list(range(len(sent.change)))
    assert rows == sorted(rows)
    counted = {}
    for (batch, _, key, _), ordinal in zip(rows, ordinals(sent, order), strict=True):
        assert ordinal == counted.get((batch, key), 0)
        counted[batch, key] = ordinal + 1


@given(changes(), st.integers(0, 99))
def test_late_rows_arrive_after_the_next_version_of_their_key(drawn, seed):
    spool = Spool(drawn)
    plan = each_once(spool.batch, spool.moment, spool.run)
    late = with_late_rows(Stream(seed, "plan"), plan)
    for place in np.flatnonzero(late.batch != plan.batch):
        assert drawn[place].key == drawn[place + 1].key
        assert late.batch[place] > plan.batch[place + 1]


@given(changes(), st.integers(0, 99))
def test_resent_and_corrected_rows_arrive_later(drawn, seed):
    spool, stream = Spool(drawn), Stream(seed, "plan")
    once = each_once(spool.batch, spool.moment, spool.run)
    sent, malformed = with_malformed_rows(stream, ("a", "b", "c"), with_resent_rows(stream, once))
    assert 1 <= len(malformed) <= len(sent.change)
    for place in np.flatnonzero(sent.rank == RESENT):
        assert sent.batch[place] > once.batch[sent.change[place]]
    first_good = {}
    for place, change in enumerate(sent.change.tolist()):
        if place not in malformed:
            first_good.setdefault(drawn[change].key, place)
    assert set(first_good) == {one.key for one in drawn}, "a key would be lost"
    corrected = np.flatnonzero(sent.rank == CORRECTED)
    bad = {}
    for place in malformed:
        change, batch = int(sent.change[place]), int(sent.batch[place])
        bad[change] = min(batch, bad.get(change, batch))
    assert all(sent.batch[place] >= bad[int(sent.change[place])] for place in corrected)

"""The rows with which models are tested at the limits of the contracts are accepted."""

from __future__ import annotations

import pytest
from landing_macros import outcomes

from accepted_rows import FEEDS, KINDS
from contracts.feed import Feed


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_every_value_is_accepted(feed: Feed) -> None:
    rows = [row for kind in KINDS for row in kind.rows(feed)]
    for column in feed.own_columns:
        values = sorted({value for row in rows if (value := row[column.name]) is not None})
        refused = [
            (value, reason)
            for value, (reason, _) in zip(
                values, outcomes(f"{feed.name}.{column.name}", values), strict=True
            )
            if reason
        ]
        assert refused == [], column.name

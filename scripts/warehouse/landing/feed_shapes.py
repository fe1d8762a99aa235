"""The facts about a feed that the check of its files needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.feed import Feed


@dataclass(frozen=True, slots=True)
class FeedShape:
    """The columns of a feed in order, those that every file must have, and those with numbers.

    is_utc: whether its times are in UTC. is_optional: whether a landing folder may lack the feed.
    is_decided_at_desk: whether the desk of the application adds to it.
    future: two load times; rows from the first to before the second are refused, because they lie
    in the future, and even later ones are quarantined.
    """

    name: str
    columns: tuple[str, ...]
    required: frozenset[str]
    numbers: frozenset[str] = frozenset()
    is_utc: bool = True
    is_optional: bool = False
    is_decided_at_desk: bool = False
    future: tuple[str, str] = ("", "")


def shape_of(feed: Feed, future: tuple[str, str] = ("", "")) -> FeedShape:
    """The shape of the files of a feed; `future` as in FeedShape."""
    return FeedShape(
        name=feed.name,
        columns=tuple(column.name for column in feed.columns),
        required=frozenset(column.name for column in feed.columns if column.is_required),
        numbers=frozenset(
            column.name for column in feed.columns if column.kind in ("integer", "number")
        ),
        is_utc=feed.time_zone == "UTC",
        is_optional=feed.is_optional,
        is_decided_at_desk=feed.is_decided_at_desk,
        future=future,
    )


def shapes_of(feeds: Iterable[Feed], future: tuple[str, str] = ("", "")) -> dict[str, FeedShape]:
    """Feed name -> its shape; `future` as in FeedShape."""
    return {feed.name: shape_of(feed, future) for feed in feeds}

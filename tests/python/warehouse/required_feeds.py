"""The feeds that a landing must have."""

from __future__ import annotations

from contracts.read import read_feeds
from warehouse.cli import ROOT
from warehouse.landing.feed_shapes import FeedShape, shapes_of


def required_feeds() -> list[FeedShape]:
    """The shapes of the feeds that are not optional."""
    shapes = shapes_of(read_feeds(ROOT / "contracts")).values()
    return [shape for shape in shapes if not shape.is_optional]

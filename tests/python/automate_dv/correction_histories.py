"""Histories of events that later deliveries correct, and the rows that they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from load_histories import changes, day, in_any_order, timeline, unlike
from memory_vault import MakeVault


def differences_of_corrections(
    make: MakeVault, seed: int, events: int
) -> Iterator[tuple[str, object]]:
    """Events without exactly one row for each delivery that changed them."""
    random = Random(seed)
    deliveries = [replace(it, changed_at=day(0)) for it in changes(random, events)]
    vault = make("nh_corrected")
    vault.deliver("change", [it.row() for it in in_any_order(random, deliveries, 3)])
    vault.load()
    rows = vault.rows("select thing_id, loaded_at, one, two from nh_corrected")
    expected = {(it.key, it.loaded_at, *it.payload) for it in timeline(deliveries)}
    assert len(expected) < len(set(deliveries)), "each delivery changes its event"
    yield from unlike("nh_corrected", rows, expected)

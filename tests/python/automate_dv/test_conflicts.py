"""Two payloads for one key and load time: one wins, and the other is reported."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from load_histories import day
from memory_vault import MakeVault, MemoryVault

KEY, LATER = "k1", "k2"


def hashdiff(one: str) -> bytes:
    """The hashdiff of the payload (one, null)."""
    return hashlib.sha256(f"T{len(one)}:{one}N".encode()).digest()


def row(load: int, key: str, one: str, loaded_at: dt.datetime) -> tuple[object, ...]:
    """A row of the landing table."""
    return (load, key, None, loaded_at, loaded_at, one, None, "feed")


@pytest.fixture(scope="module")
def vault(replay_safe: MakeVault) -> MemoryVault:
    vault = replay_safe("sat_thing", "conflicts")
    rows = [row(1, KEY, one, day(1)) for one in ("a", "b", "c")]
    rows += [row(1, LATER, "a", day(1)), row(2, LATER, "b", day(1))]
    rows += [row(2, KEY, one, day(1)) for one in ("c", "b", "a")]
    vault.deliver("change", rows)
    vault.load()
    vault.load()
    return vault


def test_in_one_load_the_smallest_hashdiff_wins(vault: MemoryVault) -> None:
    winner = min("abc", key=hashdiff)
    assert vault.rows(f"select one from sat_thing where thing_id = '{KEY}'") == [(winner,)]


def test_a_stored_payload_is_kept_when_another_arrives_later(vault: MemoryVault) -> None:
    assert vault.rows(f"select one from sat_thing where thing_id = '{LATER}'") == [("a",)]


def test_discarded_payloads_are_reported(vault: MemoryVault) -> None:
    losers = {(KEY, one) for one in "abc"} - {(KEY, min("abc", key=hashdiff))} | {(LATER, "b")}
    assert set(vault.rows("select thing_id, one from conflicts")) == losers

"""If several sources deliver a key in one load, the earliest delivery is stored."""

from __future__ import annotations

from load_histories import day
from memory_vault import MakeVault


def test_the_earliest_load_time_wins_over_the_first_source_by_name(replay_safe: MakeVault) -> None:
    vault = replay_safe("hub_first_seen")
    late, early = (1, "k1", None, day(3), day(3)), (1, "k1", None, day(2), day(2))
    vault.deliver("change", [(*late, "a", None, "alpha"), (*late, "a", None, "beta")])
    vault.deliver("other", [(*early, "a", None, "omega")])
    vault.load()
    query = "select thing_id, loaded_at, record_source from hub_first_seen"
    assert vault.rows(query) == [("k1", day(2), "omega")]


def test_a_record_source_may_be_several_columns(default: MakeVault) -> None:
    vault = default("hub_of_sources")
    rows = [(number, "k1", None, day(2), day(2), f"file{number}", None, "a") for number in (1, 2)]
    vault.deliver("change", rows)
    vault.load()
    vault.load()
    assert vault.rows("select record_source, one from hub_of_sources") == [("a", "file1")]


def test_the_first_source_by_name_wins_among_equal_load_times(replay_safe: MakeVault) -> None:
    vault = replay_safe("hub_first_seen")
    row = (1, "k1", None, day(2), day(2), "a", None)
    vault.deliver("change", [(*row, "beta"), (*row, "gamma")])
    vault.deliver("other", [(*row, "alpha")])
    vault.load()
    assert vault.rows("select record_source from hub_first_seen") == [("alpha",)]


def test_the_order_of_deliveries_does_not_decide_which_spelling_of_a_key_stays(
    replay_safe: MakeVault,
) -> None:
    for spellings in (("k1", "K1"), ("K1", "k1")):
        vault = replay_safe("hub_keeps_earliest")
        for number, spelling in enumerate(spellings, start=1):
            vault.deliver("change", [(number, spelling, None, day(2), day(2), "a", None, "alpha")])
            vault.load()
        assert vault.rows("select thing_id from hub_keeps_earliest") == [("K1",)]

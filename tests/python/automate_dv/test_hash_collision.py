"""Two business keys with the same hash key fail a build; a hub alone would hide the second."""

from __future__ import annotations

from memory_vault import LoadedByDbt, MakeVault, MemoryVault


def collisions(vault: MemoryVault) -> list[tuple[object, ...]]:
    """The rows of the test no_hash_collision, compiled for these models."""
    return vault.rows(vault.compiled.later["no_hash_collision"])


def test_keys_that_share_a_hash_are_reported(default: MakeVault) -> None:
    vault = default("hub_collision")
    vault.load()
    assert vault.count("hub_collision") == 1
    assert [row[1] for row in collisions(vault)] == [2]


def test_spellings_of_one_key_do_not_collide(replay_safe: MakeVault) -> None:
    vault = replay_safe("hub_collision")
    vault.load()
    assert vault.count("hub_collision") == 2
    assert collisions(vault) == []


def test_dbt_runs_the_test_as_declared(loaded_by_dbt: LoadedByDbt) -> None:
    results = loaded_by_dbt.project.dbt("test", "--no-write-json").results
    tests = [run for run in results if run.node.resource_type == "test"]
    assert [(run.node.name, str(run.status)) for run in tests] == [("no_hash_collision", "pass")]

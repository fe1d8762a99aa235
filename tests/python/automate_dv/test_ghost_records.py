"""The ghost record: exactly one row of zeros in each satellite, which readers ignore."""

from __future__ import annotations

import datetime as dt

import pytest
from load_histories import day
from memory_vault import LoadedByDbt, MakeVault, MemoryVault, compiled_models
from vault_models import TABLES
from vault_project import DEFAULT, REPLAY_SAFE, MakeProject, Vars

MODELS = ["stg_change", "sat_thing", "sat_thing_timeline", "ghost"]


@pytest.mark.parametrize("mode", [DEFAULT, REPLAY_SAFE], ids=["default", "replay-safe"])
def test_a_satellite_gets_one_ghost_record(
    new_project: MakeProject, loaded_by_dbt: LoadedByDbt, mode: Vars
) -> None:
    switches = {**mode, "enable_ghost_records": True, "system_record_value": "NO'BODY"}
    project = loaded_by_dbt.project
    first = new_project("ghost").compile("--select", *MODELS, variables=switches)
    later = project.compile("--select", *MODELS, variables=switches)
    vault = MemoryVault(compiled_models(project, first, later), MODELS, TABLES)
    vault.deliver("change", [
        (load, "k", None, day(load), day(load), "x", str(load), "feed") for load in (1, 2)
    ])  # fmt: skip
    zeros = bytes(16 if mode == DEFAULT else 32)
    beginning = dt.datetime(1900, 1, 1)
    ghost = (zeros, zeros, None, None, None, beginning, beginning, "NO'BODY")
    for rows in (2, 3):
        vault.load()
        assert vault.count("sat_thing") == rows
    for table in ("sat_thing", "sat_thing_timeline", "ghost"):
        assert vault.rows(f"select * from {table} where record_source = 'NO''BODY'") == [ghost]
    assert vault.count("sat_thing_timeline") == 3


def test_without_the_var_there_is_no_ghost_record(replay_safe: MakeVault) -> None:
    vault = replay_safe("sat_thing")
    vault.deliver("change", [(1, "k", None, day(1), day(1), "x", "1", "feed")])
    vault.load()
    assert vault.rows("select record_source from sat_thing") == [("feed",)]

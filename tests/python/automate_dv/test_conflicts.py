"""Two payloads for one key and load date: one winner, and the other is told."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from load_histories import LANDING, day
from loaded_vault import CORRECTED, HASHES, MODELS
from vault_project import VaultProject, make_project, staging

KEY, LATER = "k1", "k2"
CONFLICT = {
    "stg_all": f"select *, {HASHES} from change",
    "conflicts": "{{ automate_dv.sat_conflicts('thing_hk', 'hashdiff', 'loaded_at', 'stg_all',"
    " 'sat_thing') }}",
    "stg_change": staging("change", HASHES),
    "sat_thing": MODELS["sat_thing"],
}


def hashdiff(one: str) -> bytes:
    """The hashdiff of the payload (one, null)."""
    return hashlib.sha256(f"T{len(one)}:{one}N".encode()).digest()


def row(load: int, key: str, one: str, loaded_at: dt.datetime) -> tuple[object, ...]:
    """A row of the landing table."""
    return (load, key, None, loaded_at, loaded_at, one, None, "feed")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    path: Path = tmp_path_factory.mktemp("conflicts") / "project"
    made = make_project(path, CONFLICT, CORRECTED)
    rows = [row(1, KEY, one, day(1)) for one in ("a", "b", "c")]
    rows += [row(1, LATER, "a", day(1)), row(2, LATER, "b", day(1))]
    rows += [row(2, KEY, one, day(1)) for one in ("c", "b", "a")]
    made.create("change", LANDING, rows)
    made.load()
    made.load()
    return made


def test_in_one_load_the_smallest_hashdiff_wins(project: VaultProject) -> None:
    winner = min("abc", key=hashdiff)
    query = "select one from sat_thing where thing_id = '%s'"
    assert project.rows(query % KEY) == [(winner,)]


def test_what_is_stored_stays_when_another_payload_comes_later(project: VaultProject) -> None:
    assert project.rows(f"select one from sat_thing where thing_id = '{LATER}'") == [("a",)]


def test_the_losers_are_reported(project: VaultProject) -> None:
    losers = {(KEY, one) for one in "abc"} - {(KEY, min("abc", key=hashdiff))} | {(LATER, "b")}
    assert set(project.rows("select thing_id, one from conflicts")) == losers

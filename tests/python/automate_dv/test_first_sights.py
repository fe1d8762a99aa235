"""Of several sources that bring a key in one load, the earliest delivery is the first sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from load_histories import LANDING, day
from loaded_vault import CORRECTED, HASHES
from vault_project import VaultProject, incremental, make_project, staging

MODELS = {
    "stg_change": staging("change", HASHES),
    "stg_other": staging("other", HASHES),
    "hub_thing": incremental(
        "hub(src_pk='thing_hk', src_nk='thing_id', src_ldts='loaded_at',"
        " src_source='record_source', source_model=['stg_change', 'stg_other'])"
    ),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    path: Path = tmp_path_factory.mktemp("first_sights") / "project"
    made = make_project(path, MODELS, CORRECTED)
    late, early = (1, "k1", None, day(3), day(3)), (1, "k1", None, day(2), day(2))
    made.create("change", LANDING, [(*late, "a", None, "alpha"), (*late, "a", None, "beta")])
    made.create("other", LANDING, [(*early, "a", None, "omega")])
    made.load()
    return made


def test_the_earliest_load_date_counts_and_not_the_first_source_by_name(
    project: VaultProject,
) -> None:
    query = "select thing_id, loaded_at, record_source from hub_thing"
    assert project.rows(query) == [("k1", day(2), "omega")]

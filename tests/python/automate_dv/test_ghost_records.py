"""The ghost record: one row of zeros in each satellite, once, that breaks no reader."""

from __future__ import annotations

import datetime as dt

import pytest
from load_histories import LANDING, day
from loaded_vault import CORRECTED, FIXED, HASHES, MODELS
from vault_project import make_project, staging

CREATED = (
    "{{ automate_dv.create_ghost_record(src_pk='thing_hk', src_hashdiff='hashdiff',"
    " src_payload=['thing_id', 'one', 'two'], src_eff='effective_from',"
    f" {FIXED}, source_model='stg_change') }}}}"
)


@pytest.mark.parametrize("switches", [{}, CORRECTED], ids=["default", "corrected"])
def test_a_satellite_gets_one_ghost_record(tmp_path, switches) -> None:
    models = {"stg_change": staging("change", HASHES), "created": CREATED}
    models |= {name: MODELS[name] for name in ("sat_thing", "sat_thing_timeline")}
    variables = switches | {"enable_ghost_records": True, "system_record_value": "NOBODY"}
    project = make_project(tmp_path / "project", models, variables)
    project.create("change", LANDING, [
        (load, "k", None, day(load), day(load), "x", str(load), "feed") for load in (1, 2)
    ])  # fmt: skip
    zeros = bytes(32 if switches else 16)
    beginning = dt.datetime(1900, 1, 1)
    ghost = (zeros, zeros, None, None, None, beginning, beginning, "NOBODY")
    for rows in (2, 3):
        project.load()
        assert project.count("sat_thing") == rows
    query = "select * from {} where record_source = 'NOBODY'"
    for table in ("sat_thing", "sat_thing_timeline", "created"):
        assert project.rows(query.format(table)) == [ghost]
    assert project.count("sat_thing_timeline") == 3


def test_without_the_var_there_is_none(tmp_path) -> None:
    models = {"stg_change": staging("change", HASHES), "sat_thing": MODELS["sat_thing"]}
    project = make_project(tmp_path / "project", models, CORRECTED)
    project.create("change", LANDING, [(1, "k", None, day(1), day(1), "x", "1", "feed")])
    project.load()
    assert project.rows("select record_source from sat_thing") == [("feed",)]

"""Every table and reader, rendered for Snowflake with no account, is SQL that Snowflake has.

Rendered as a first and as a later load, with the package's defaults and with its switches on;
parsed in Snowflake's dialect; and held against the lists of what Snowflake has and what only DuckDB
has that the root project's own test keeps.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import sqlglot
from loaded_vault import CORRECTED, FIXED, MODELS, snapshot_models
from test_pit_and_bridge import MODELS as PIT_AND_BRIDGE
from vault_project import PACKAGE, incremental, make_project

OF_PROJECT = Path(__file__).parents[1] / "project"
STAGE = """
{{ automate_dv.stage(source_model='stg_change',
    derived_columns={'source': '!SRC', 'label': ['thing_id', 'one'], 'day_from': 'loaded_at'},
    null_columns={'required': ['one'], 'optional': ['two']},
    hashed_columns={'whole_hk': ['thing_id', 'one'],
        'all_hashdiff': {'is_hashdiff': true, 'columns': ['one', 'two']}},
    ranked_columns={'place': {'partition_by': 'thing_id', 'order_by': 'loaded_at'}},
) }}
"""
EFF_SAT = (
    "eff_sat(src_pk='thing_member_hk', src_dfk='thing_hk', src_sfk='member_hk',"
    " src_start_date='effective_from', src_end_date='ended_at', src_eff='effective_from',"
    f" {FIXED}, source_model='stg_member')"
)
OTHERS = {
    "staged": STAGE,
    "eff_sat": incremental(EFF_SAT),
    "eff_sat_ended": incremental(EFF_SAT).replace(
        "'incremental'", "'incremental', meta={'is_auto_end_dating': true}"
    ),
    "eff_sat_timeline": (
        "{{ automate_dv.eff_sat_timeline(satellite='eff_sat', src_pk='thing_member_hk',"
        " src_dfk='thing_hk', src_sfk='member_hk', src_start_date='effective_from',"
        " src_end_date='ended_at', src_ldts='loaded_at') }}"
    ),
    "xts": incremental(
        "xts(src_pk='thing_hk', src_satellite={'one': {'sat_name': {'name': 'one'},"
        f" 'hashdiff': {{'hashdiff': 'hashdiff'}}}}}}, {FIXED}, source_model='stg_change')"
    ),
    "nh_link": incremental(
        "nh_link(src_pk='thing_member_hk', src_fk=['thing_hk', 'member_hk'], src_payload='one',"
        f" src_eff='effective_from', {FIXED}, source_model='stg_member')"
    ),
    "t_link": incremental(
        "t_link(src_pk='thing_member_hk', src_fk=['thing_hk', 'member_hk'],"
        f" src_eff='effective_from', {FIXED}, source_model='stg_member')"
    ),
    "ref_table": incremental(
        "ref_table(src_pk='one', src_extra_columns='two', source_model='stg_change')"
    ),
    "conflicts": (
        "{{ automate_dv.sat_conflicts('thing_hk', 'hashdiff', 'loaded_at', 'stg_change',"
        " 'sat_thing') }}"
    ),
    "ghost": (
        "{{ automate_dv.create_ghost_record(src_pk='thing_hk', src_hashdiff='hashdiff',"
        f" src_payload=['one'], src_eff='effective_from', {FIXED}, source_model='stg_change') }}}}"
    ),
    "hashed_times": (
        "select {{ automate_dv.hash(['loaded_at'], 'loaded_hk', timestamps=['loaded_at']) }}"
        " from {{ ref('stg_change') }}"
    ),
}
ALL = PIT_AND_BRIDGE | MODELS | snapshot_models(0) | OTHERS


def of_project(name: str) -> ModuleType:
    """A module of the root project's tests."""
    spec = importlib.util.spec_from_file_location(f"of_project_{name}", OF_PROJECT / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ENGINES = of_project("test_engines")


@dataclass(frozen=True)
class Rendered:
    """Model -> its SQL for Snowflake, when its table is yet to be made or when it exists."""

    load: str
    models: dict[str, str]


@pytest.fixture(scope="module", params=["first corrected", "later corrected", "later default"])
def rendered(request, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Each table macro and reader for Snowflake."""
    load, switches = request.param.split()
    path = tmp_path_factory.mktemp("snowflake") / "project"
    make_project(path, ALL, CORRECTED if switches == "corrected" else {})
    target = path / "target"
    folders = {name: str(path) for name in ("DBT_PROJECT_DIR", "DBT_PROFILES_DIR")}
    compiled = subprocess.run(
        [sys.executable, str(OF_PROJECT / "render_offline.py"), load, str(target)],
        cwd=path,
        env={**os.environ, **folders, "DBT_SEND_ANONYMOUS_USAGE_STATS": "False"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert compiled.returncode == 0, compiled.stdout
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    return Rendered(load, {node["name"]: node["compiled_code"] for node in nodes})


def test_each_statement_parses_and_calls_what_snowflake_has(rendered: Rendered) -> None:
    known = ENGINES.SNOWFLAKE_FUNCTIONS | ENGINES.WORDS
    for name, sql in rendered.models.items():
        sqlglot.parse_one(sql, read="snowflake")
        assert set(ENGINES.functions_called(sql)) <= known, name
        forms = [form for form, pattern in ENGINES.DUCKDB_FORMS.items() if pattern.search(sql)]
        assert forms == [], name


def test_a_later_load_reads_what_is_stored_and_a_first_does_not(rendered: Rendered) -> None:
    for name, text in ALL.items():
        if "incremental'" in text:
            reads_itself = bool(re.search(rf"vault\.main\.{name}\b", rendered.models[name]))
            assert reads_itself == (rendered.load == "later"), name


@pytest.mark.parametrize("folder", ["tables", "readers"])
def test_every_macro_that_projects_call_is_rendered(folder: str) -> None:
    """The others say of their example: see the macro that calls them."""
    public = {
        path.stem
        for path in (PACKAGE / "macros" / folder).glob("*.sql")
        if "\n        see " not in path.read_text(encoding="utf-8").split("#}")[0]
    }
    calls = " ".join(ALL.values())
    assert {name for name in public if f"automate_dv.{name}(" not in calls} == set()

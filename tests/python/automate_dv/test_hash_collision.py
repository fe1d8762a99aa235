"""Two business keys under one hash key fail a build, where a hub alone would hide the second."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from loaded_vault import CORRECTED, FIXED
from vault_project import VaultProject, incremental, make_project

KEYS = ("('a||b', 'c')", "('a', 'b||c'), (' A', 'b||C ')")
"""The keys of two staging models: neither has two of one hash."""
STAGING = """
    select
        *,
        {{{{ automate_dv.hash(columns=['one', 'two'], alias='thing_hk') }}}}
    from (
        select *, timestamp '2026-01-01' as loaded_at, 'feed' as record_source
        from (values {keys}) as landed(one, two)
    )
"""
MODELS = {
    "stg_first": STAGING.format(keys=KEYS[0]),
    "stg_second": STAGING.format(keys=KEYS[1]),
    "hub_thing": "-- depends_on: {{ ref('keyless') }}\n"
    + incremental(
        f"hub(src_pk='thing_hk', src_nk=['one', 'two'], {FIXED}, "
        "source_model=['stg_first', 'stg_second'])"
    ),
    "keyless": "select 1 as one",
}
TEST = {
    "automate_dv.no_hash_collision": {
        "arguments": {
            "hash_key": "thing_hk",
            "business_key": ["one", "two"],
        }
    }
}


def built(path: Path, variables: dict[str, Any]) -> VaultProject:
    """The hub, built, with the test declared."""
    project = make_project(path / "project", MODELS, variables)
    declared = {"models": [{"name": "hub_thing", "data_tests": [TEST]}]}
    (project.path / "models" / "hub.yml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    project.load()
    return project


def statuses(project: VaultProject) -> list[str]:
    """How the declared tests ended."""
    runs = project.try_dbt("test").result.results
    return [str(run.status) for run in runs if run.node.resource_type == "test"]


def test_keys_that_share_a_hash_are_noticed(tmp_path: Path) -> None:
    project = built(tmp_path, {})
    assert project.count("hub_thing") == 1
    assert [project.count(name) for name in ("stg_first", "stg_second")] == [1, 2]
    assert statuses(project) == ["fail"]


def test_spellings_of_one_key_are_none(tmp_path: Path) -> None:
    project = built(tmp_path, CORRECTED)
    assert project.count("hub_thing") == 2
    assert statuses(project) == ["pass"]

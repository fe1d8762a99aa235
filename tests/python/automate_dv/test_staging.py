"""The staging macro: what each of its parts adds, and in what order they see each other."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from vault_project import VaultProject, make_project

MODELS = {
    "raw": """
        select 1 as id, 'Ann' as name, null::varchar as rep, null::varchar as team,
            date '2026-01-01' as told_on
        union all
        select 2, 'Bob', 'R1', 'T1', date '2026-01-02'
        union all
        select 2, 'Bo', 'R1', 'T1', date '2026-01-03'
    """,
    "staged": """
        {{ automate_dv.stage(
            source_model='raw',
            derived_columns={
                'record_source': '!IT\\'S',
                'NAME': "upper(name) || '!'",
                'label': ['id', 'name', '!x'],
                'quoted': {'source_column': 'id', 'escape': true},
            },
            null_columns={'required': 'rep', 'optional': ['team']},
            hashed_columns={
                'id_hk': 'id',
                'name_rep_hk': ['name', 'rep'],
                'hashdiff': {
                    'is_hashdiff': true, 'exclude_columns': true,
                    'columns': ['id', 'told_on', 'team'],
                },
            },
            ranked_columns={
                'place': {'partition_by': 'id_hk', 'order_by': {'told_on': 'DESC'}},
                'dense': {'partition_by': ['id'], 'order_by': ['name', 'told_on'],
                    'dense_rank': true},
            },
        ) }}
    """,
    "made_only": """
        {{ automate_dv.stage(include_source_columns=false, source_model='raw',
            derived_columns={'record_source': '!SRC'}, hashed_columns={'id_hk': 'id'}) }}
    """,
    "source_only": "{{ automate_dv.stage(source_model='raw') }}",
    "derived_only": """
        select {{ automate_dv.derive_columns(source_relation=ref('raw'),
            columns={'rep': "'none'"}) }}
        from {{ ref('raw') }}
    """,
    "all_but": """
        {{ config(materialized='incremental') }}
        {{ automate_dv.sat(src_pk='id_hk', src_hashdiff={'source_column': 'hashdiff',
            'alias': 'raw_hashdiff'}, src_payload={'exclude_columns': true, 'columns': ['label',
            'quoted', 'place', 'dense', 'rep_original', 'team_original', 'name_rep_hk', 'id']},
            src_ldts='told_on', src_source='record_source', source_model='staged') }}
    """,
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> VaultProject:
    built = make_project(tmp_path_factory.mktemp("staging") / "project", MODELS, {})
    built.load()
    return built


def md5(text: str) -> bytes:
    """The hash of a text."""
    return hashlib.md5(text.encode()).digest()


def names(project: VaultProject, table: str) -> list[str]:
    """The columns of a table."""
    return [row[0].lower() for row in project.rows(f"describe {table}")]


def test_columns_stand_in_the_order_of_the_steps(project: VaultProject) -> None:
    assert names(project, "staged") == [
        *("id", "told_on", "record_source", "name", "label", "quoted"),
        *("rep_original", "rep", "team_original", "team"),
        *("id_hk", "name_rep_hk", "hashdiff", "place", "dense"),
    ]


def test_each_step_sees_those_before(project: VaultProject) -> None:
    found = project.rows(
        "select record_source, name, label, quoted, rep_original, rep, team, id_hk, name_rep_hk,"
        " hashdiff, place, dense from staged order by told_on"
    )
    assert found == [
        ("IT'S", "ANN!", "1||Ann||x", 1, None, "-1", "-2", md5("1"), md5("ANN!||-1"),
         md5("ANN!||-1"), 1, 1),
        ("IT'S", "BOB!", "2||Bob||x", 2, "R1", "R1", "T1", md5("2"), md5("BOB!||R1"),
         md5("BOB!||R1"), 2, 2),
        ("IT'S", "BO!", "2||Bo||x", 2, "R1", "R1", "T1", md5("2"), md5("BO!||R1"),
         md5("BO!||R1"), 1, 1),
    ]  # fmt: skip


def test_only_what_was_made_is_kept_if_asked(project: VaultProject) -> None:
    assert names(project, "made_only") == ["record_source", "id_hk"]


def test_a_stage_of_nothing_is_its_source(project: VaultProject) -> None:
    assert names(project, "source_only") == names(project, "raw")


def test_a_derived_column_takes_the_place_of_the_sources(project: VaultProject) -> None:
    assert sorted(names(project, "derived_only")) == sorted(names(project, "raw"))
    assert project.rows("select distinct rep from derived_only") == [("none",)]


def test_a_payload_may_be_all_columns_but_some(project: VaultProject) -> None:
    assert names(project, "all_but") == [
        *("id_hk", "raw_hashdiff", "name", "rep", "team", "told_on", "record_source")
    ]
    days = project.rows("select told_on from all_but order by 1")
    assert days == [(dt.date(2026, 1, number),) for number in (1, 2, 3)]

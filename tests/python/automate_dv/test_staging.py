"""The staging macro: what each step adds, and which columns it can use."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from vault_project import DEFAULT, MakeProject, VaultProject


@pytest.fixture(scope="module")
def project(new_project: MakeProject) -> VaultProject:
    project = new_project("staging")
    project.run("--select", "path:models/staging", variables=DEFAULT)
    return project


def md5(text: str) -> bytes:
    """The hash of a string."""
    return hashlib.md5(text.encode()).digest()


def names(project: VaultProject, table: str) -> list[str]:
    """The columns of a table."""
    return [row[0].lower() for row in project.rows(f"describe {table}")]


def test_columns_are_in_the_order_of_the_steps(project: VaultProject) -> None:
    assert names(project, "staged") == [
        *("id", "delivered_on", "record_source", "name", "label", "quoted"),
        *("rep", "rep_original", "team", "team_original"),
        *("id_hk", "name_rep_hk", "hashdiff", "place", "dense"),
    ]


def test_each_step_uses_the_columns_of_earlier_steps(project: VaultProject) -> None:
    found = project.rows(
        "select record_source, name, label, quoted, rep_original, rep, team, id_hk, name_rep_hk,"
        " hashdiff, place, dense from staged order by delivered_on"
    )
    assert found == [
        ("IT'S", "ANN!", "1||Ann||x", 1, None, "-1", "-2", md5("1"), md5("ANN!||-1"),
         md5("ANN!||-1"), 1, 1),
        ("IT'S", "BOB!", "2||Bob||x", 2, "R1", "R1", "T1", md5("2"), md5("BOB!||R1"),
         md5("BOB!||R1"), 2, 2),
        ("IT'S", "BO!", "2||Bo||x", 2, "R1", "R1", "T1", md5("2"), md5("BO!||R1"),
         md5("BO!||R1"), 1, 1),
    ]  # fmt: skip


def test_source_columns_may_need_quotes(project: VaultProject) -> None:
    assert names(project, "special_names") == [
        *("order", "full name", "label"),
        *("rep id", "rep id_original", "id_original", "id", "code", "order_hk"),
    ]
    found = project.rows('select label, "rep id_original", "rep id", order_hk from special_names')
    assert found == [("x||1||Ann", None, "-1", md5("1||ANN"))]


def test_a_hash_replaces_the_column_of_its_name(project: VaultProject) -> None:
    assert project.rows("select id, id_original, code from special_names") == [
        (md5("7"), 7, md5("8"))
    ]


def test_source_columns_can_be_excluded(project: VaultProject) -> None:
    assert names(project, "added_only") == ["record_source", "id_hk"]


def test_a_stage_without_steps_is_its_source(project: VaultProject) -> None:
    assert names(project, "source_only") == names(project, "raw")


def test_a_derived_column_replaces_the_source_column(project: VaultProject) -> None:
    assert sorted(names(project, "derived_only")) == sorted(names(project, "raw"))
    assert project.rows("select distinct rep from derived_only") == [("none",)]


def test_a_payload_can_be_all_other_columns(project: VaultProject) -> None:
    assert names(project, "all_others") == [
        *("order_hk", "code", "order", "full name", "rep id", "rep id_original", "id"),
        *("id_original", "label"),
    ]


def test_a_ghost_record_has_the_types_of_staging(project: VaultProject) -> None:
    described = project.rows("select lower(column_name), column_type from (describe ghost_types)")
    assert described == [
        ("id_hk", "BLOB"), ("rep", "VARCHAR"), ("hashdiff", "BLOB"), ("name", "VARCHAR"),
        ("place", "BIGINT"), ("delivered_on", "DATE"), ("record_source", "VARCHAR"),
    ]  # fmt: skip
    zeros, first_day = bytes(16), dt.date(1900, 1, 1)
    assert project.rows("select * from ghost_types") == [
        (zeros, None, zeros, None, None, first_day, "AUTOMATE_DV_SYSTEM")
    ]


def test_as_of_dates_may_come_from_a_source(project: VaultProject) -> None:
    assert names(project, "as_of_landed") == [
        *("id_hk", "as_of_date", "all_but_pk", "all_but_ldts")
    ]


def test_a_payload_can_be_all_columns_except_some(project: VaultProject) -> None:
    assert names(project, "all_but") == [
        *("id_hk", "raw_hashdiff", "name", "rep", "team", "delivered_on", "record_source")
    ]
    days = project.rows("select delivered_on from all_but order by 1")
    assert days == [(dt.date(2026, 1, number),) for number in (1, 2, 3)]


def test_an_excluded_column_that_does_not_exist_is_a_warning(project: VaultProject) -> None:
    result = project.invoke("--warn-error", "compile", "-s", "all_but")
    assert "src_payload.columns names columns of staged, which has no dropped in all_but" in str(
        result.exception or [run.message for run in result.result.results]
    )

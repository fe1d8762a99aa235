"""A run that would hash the keys of an existing vault differently is refused before it loads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dbt_in_process import DATABASE, Project
from small_warehouse import SmallBuild


@pytest.mark.parametrize(
    ("dbt_vars", "is_refused"),
    [({"hash": "MD5"}, True), ({"null_placeholder_string": "^"}, False), ({}, False)],
    ids=str,
)
def test_vars_that_change_hash_keys_are_refused(
    small_build: SmallBuild,
    project: Project,
    tmp_path: Path,
    dbt_vars: dict[str, str],
    *,
    is_refused: bool,
) -> None:
    database = tmp_path / DATABASE
    shutil.copy(small_build.built, database)
    outcome = project.attempt(database, "run", "--select", "dim_date", dbt_vars=dbt_vars)
    assert outcome.success is not is_refused
    assert ("hash keys differently from the vault" in outcome.errors) is is_refused

"""Broken variants of macros are caught by random histories; `python -m mutants` lists them."""

from __future__ import annotations

import pytest
from mutant_list import MUTANTS, Mutant
from mutants import Projects, caught_after, projects_in
from vault_project import VaultProject


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    return projects_in(tmp_path_factory.mktemp("mutants"))


def test_the_list_has_40_mutants_that_differ() -> None:
    assert len({(it.macro, it.before, it.after, it.proof) for it in MUTANTS}) == len(MUTANTS) >= 40


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda it: f"{it.macro} {it.rule}")
def test_a_mutant_changes_one_place_of_its_macro(parsed: VaultProject, mutant: Mutant) -> None:
    assert parsed.manifest
    source = parsed.manifest.macros[f"macro.automate_dv.{mutant.macro}"].macro_sql
    assert mutant.applied(source) != source


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda it: f"{it.macro} {it.rule}")
def test_a_mutant_is_caught_within_1000_histories(projects: Projects, mutant: Mutant) -> None:
    assert caught_after(projects, mutant)

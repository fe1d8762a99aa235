"""The package has each macro, argument, materialization, var and setting of upstream."""

from __future__ import annotations

import pytest
import yaml
from macro_files import MACROS as PACKAGE_MACROS
from upstream_interface import (
    MACROS,
    MATERIALIZATIONS,
    NOT_PROVIDED,
    PLACEHOLDERS,
    SETTINGS,
    VARS,
)
from vault_project import PACKAGE

BY_NAME = {macro.name: macro for macro in PACKAGE_MACROS}
CODE = "\n".join(macro.code for macro in PACKAGE_MACROS)


@pytest.mark.parametrize("name", MACROS)
def test_a_macro_has_the_arguments_of_upstream(name: str) -> None:
    assert BY_NAME[name].kind == "macro"
    assert set(MACROS[name]) <= set(BY_NAME[name].arguments)


@pytest.mark.parametrize("name", MATERIALIZATIONS)
def test_a_materialization_has_its_name(name: str) -> None:
    assert BY_NAME[name].kind == "materialization"


def test_vars_have_the_defaults_of_upstream() -> None:
    project = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    declared = project["vars"]["automate_dv"]
    assert {name: declared.get(name) for name in VARS} == VARS


@pytest.mark.parametrize("key", [*SETTINGS, *PLACEHOLDERS])
def test_a_setting_is_read(key: str) -> None:
    assert f"'{key}'" in CODE


def test_macros_that_are_not_provided_are_absent() -> None:
    assert set(NOT_PROVIDED) & set(BY_NAME) == set()

"""Macros sorted once per build equal those that dbt sorts for each node."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from dbt.clients.jinja import MacroGenerator, MacroStack
from dbt.context.macros import MacroNamespaceBuilder
from dbt.exceptions import PackageNotFoundForMacroError

from warehouse.faster_dbt import macro_lists
from warehouse.faster_dbt.macro_lists import Layouts, build_namespace, sort_once

# Each package has macros of its own and `shared`, which all of them have.
PACKAGES = ("root_project", "package", "dbt", "dbt_duckdb")


def macros_by_package(*more: str) -> dict[str, dict[str, Any]]:
    """Macros by package and name; `more` are names that only the root project has."""
    return {
        package: {
            name: SimpleNamespace(name=name, package_name=package, unique_id=f"{package}.{name}")
            for name in (
                "shared",
                f"of_{package}",
                # The name of a package, which hides the package.
                *(["package"] if package == "dbt_duckdb" else []),
                *(more if package == "root_project" else []),
            )
        }
        for package in PACKAGES
    }


def builder(search_package: str, node: object = None) -> MacroNamespaceBuilder:
    """dbt's builder for a node of a package."""
    return MacroNamespaceBuilder(
        "root_project", search_package, MacroStack(), ["dbt_duckdb", "dbt"], node
    )


def described(found: Any) -> Any:
    """A macro, or a mapping of macros, as text."""
    if isinstance(found, MacroGenerator):
        return found.macro.unique_id
    return {name: described(value) for name, value in found.items()}


@pytest.mark.parametrize("search_package", PACKAGES)
def test_every_name_gives_the_same_macro_as_in_dbt(search_package: str) -> None:
    macros = macros_by_package()
    theirs = build_namespace(builder(search_package), macros, {})
    layouts = Layouts()
    for _ in range(2):
        ours = layouts.namespace(builder(search_package), macros, {})
        assert described(ours) == described(dict(theirs))
        for package in (None, *macros):
            for name in ("shared", "of_root_project", "of_dbt", "unknown"):
                if package == "dbt_duckdb":
                    for namespace in (ours, theirs):
                        with pytest.raises(PackageNotFoundForMacroError):
                            namespace.get_from_package(package, name)
                    continue
                got, expected = (n.get_from_package(package, name) for n in (ours, theirs))
                assert (got and described(got)) == (expected and described(expected))


def test_a_macro_runs_in_the_context_of_its_node() -> None:
    macros, layouts = macros_by_package(), Layouts()
    for number in range(2):
        build, context = builder("package", node=number), {"number": number}
        macro = layouts.namespace(build, macros, context)["shared"]
        expected = build_namespace(builder("package", node=number), macros, context)["shared"]
        assert vars(macro) == vars(expected) | {"stack": build.thread_ctx}
        assert macro.context is context


def test_macros_added_while_dbt_parses_are_found() -> None:
    layouts, macros = Layouts(), macros_by_package()
    assert "added" not in layouts.namespace(builder("package"), macros, {})
    macros["root_project"] = macros_by_package("added")["root_project"]
    assert "added" in layouts.namespace(builder("package"), macros, {})
    assert "other" in layouts.namespace(builder("package"), macros_by_package("other"), {})


@pytest.fixture
def restored() -> Iterator[None]:
    """Undo what the test does to dbt."""
    before = MacroNamespaceBuilder.build_namespace
    MacroNamespaceBuilder.build_namespace = build_namespace
    yield
    MacroNamespaceBuilder.build_namespace = before


def test_the_installed_version_of_dbt_is_known(restored: None) -> None:
    assert sort_once()
    assert MacroNamespaceBuilder.build_namespace is not build_namespace


def test_an_unknown_version_of_dbt_is_left_as_it_is(
    restored: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(macro_lists, "KNOWN", "another")
    assert not sort_once()
    assert MacroNamespaceBuilder.build_namespace is build_namespace

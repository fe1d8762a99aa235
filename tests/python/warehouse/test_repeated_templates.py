"""Templates compiled once render the same text as templates that dbt compiles each time."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest
from dbt_common.clients.jinja import MacroFuzzEnvironment, get_template
from jinja2 import Environment

from warehouse.faster_dbt import repeated_templates
from warehouse.faster_dbt.repeated_templates import LONGEST, compile_once

HOOK = "{{ mark(name, is_hook=true) }}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The templates that are compiled while a test runs, starting with none known."""
    sources: list[str] = []

    def compile_and_note(environment: Environment, source: str, **options: object) -> object:
        sources.append(source)
        return Environment.compile(environment, source, **options)

    monkeypatch.setattr(repeated_templates, "compile_template", compile_and_note)
    with mock.patch.object(MacroFuzzEnvironment, "compile"):
        assert compile_once()
        yield sources


def rendered(text: str, name: str, *, native: bool = False) -> object:
    context = {"name": name, "mark": lambda given, is_hook: f"{given} {is_hook}"}
    return get_template(text, context, native=native).render(context)


def test_a_template_is_compiled_once_and_rendered_for_each_node(compiled: list[str]) -> None:
    assert [rendered(HOOK, name) for name in ("a", "b", "a")] == ["a True", "b True", "a True"]
    assert compiled == [HOOK]


def test_native_values_and_strings_are_compiled_separately(compiled: list[str]) -> None:
    number = "{{ '2' | as_number }}"
    assert rendered(number, "a") == "2"
    assert rendered(number, "a", native=True) == 2
    assert rendered(number, "a") == "2"
    assert len(compiled) == 2


def test_models_are_not_kept(compiled: list[str]) -> None:
    model = "select '{{ name }}'" + " " * LONGEST
    assert [rendered(model, name).strip() for name in "ab"] == ["select 'a'", "select 'b'"]
    assert compiled == [model, model]


def test_an_unknown_version_compiles_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_templates, "KNOWN", "of another version")
    before = MacroFuzzEnvironment.compile
    assert not compile_once()
    assert MacroFuzzEnvironment.compile is before

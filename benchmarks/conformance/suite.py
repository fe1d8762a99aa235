"""Reads scenarios (Gherkin) and the metadata that their tags `@fixture.NAME` refer to."""

from __future__ import annotations

import importlib.util
import inspect
import sys
import types
from collections.abc import Iterable
from pathlib import Path

from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from .scenarios import PERSONA, Scenario, Step, skip_reason


def read_scenarios(suite: Path) -> list[Scenario]:
    """All scenarios of the suite's folder `test`."""
    features, scenarios = suite / "features", list[Scenario]()
    for path in sorted(features.rglob("*.feature")):
        document = Parser().parse(path.read_text(encoding="utf-8"))
        document["uri"] = path.name
        for pickle in Compiler().compile(document):
            tags = [tag["name"].lstrip("@") for tag in pickle["tags"]]
            steps = [_step(step) for step in pickle["steps"]]
            file = path.relative_to(features)
            scenarios.append(
                Scenario(
                    f"s{len(scenarios):04d}",
                    pickle["name"],
                    file.parts[0],
                    str(file),
                    tags,
                    steps,
                    skip_reason({tag.lower() for tag in tags}, steps),
                )
            )
    return scenarios


def _step(pickle_step) -> Step:
    table = pickle_step.get("argument", {}).get("dataTable", {}).get("rows", [])
    rows = [[cell["value"] for cell in row["cells"]] for row in table]
    return Step(pickle_step["text"].strip(), rows[0] if rows else [], rows[1:])


class Fixtures:
    """The suite's functions, by name, that set the metadata of a `@fixture.NAME`."""

    def __init__(self, suite: Path) -> None:
        # They import behave's decorator and a module of the suite; neither package is installed.
        behave = types.ModuleType("behave")
        behave.fixture = lambda function: function  # type: ignore[attr-defined]
        sys.modules["behave"] = behave
        sys.modules["test.fixture_helpers"] = _module(suite / "fixture_helpers.py")
        self._functions = {}
        for path in sorted((suite / "features").rglob("*fixtures*.py")):
            self._functions.update(inspect.getmembers(_module(path), inspect.isfunction))

    def context(self, tags: Iterable[str]) -> types.SimpleNamespace:
        """The attributes that the fixtures of these tags set."""
        context = types.SimpleNamespace(seed_config={}, vault_structure_columns={})
        for tag in tags:
            name = tag.removeprefix("fixture.")
            if name == tag:
                continue
            function = self._functions.get(f"{name}_{PERSONA}") or self._functions.get(name)
            if function is None:
                raise KeyError(f"no fixture function for @{tag}")
            function(context)
        return context


def _module(path: Path) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(f"suite_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""An invalid call raises an error with the names of macro and argument, and the value."""

from __future__ import annotations

import pytest
from macro_calls import BETWEEN_CALLS, RENDERED, WRONG
from vault_project import MakeProject


@pytest.fixture(scope="module")
def errors(new_project: MakeProject) -> dict[str, str]:
    """dbt's message for each invalid call."""
    command = ["run", "--no-write-json", "--select", "path:models/wrong"]
    results = new_project("wrong").invoke(*command).result.results
    messages = {run.node.name: f"{run.status}: {run.message}" for run in results}
    return {call: messages[f"wrong_{number}"] for number, call in enumerate(WRONG)}


@pytest.fixture(scope="module")
def rendered(new_project: MakeProject) -> dict[str, str]:
    """The text that each valid call renders."""
    compiled = new_project("rendered").compile("--select", "rendered")["rendered"]
    strings = [text.strip() for text in compiled.split(BETWEEN_CALLS)]
    return dict(zip(RENDERED, strings, strict=True))


@pytest.mark.parametrize(("call", "message"), WRONG.items())
def test_a_wrong_call_is_refused(errors: dict[str, str], call: str, message: str) -> None:
    assert errors[call].startswith("error")
    assert message in errors[call]


@pytest.mark.parametrize(("call", "expected"), RENDERED.items())
def test_helpers_render(rendered: dict[str, str], call: str, expected: str) -> None:
    assert rendered[call] == expected

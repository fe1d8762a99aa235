"""An invalid call raises an error with the names of macro and argument, and the value."""

from __future__ import annotations

import pytest
from macro_calls import BETWEEN_CALLS, RENDERED, WRONG
from misuses import MISUSES, VALID, WRONG_SETTINGS, Misuse, WrongSetting
from overridden_macros import CALLS, OWN_MACROS, RESULTS
from vault_project import DEFAULT, MakeProject, parsed_project


@pytest.fixture(scope="module")
def messages(new_project: MakeProject) -> dict[str, str]:
    """dbt's message for each model of an invalid call."""
    command = ["run", "--no-write-json", "--select"]
    command += ["+decided", "as_of_days", "path:models/wrong"]
    results = new_project("wrong").invoke(*command, variables=DEFAULT).result.results
    return {run.node.name: f"{run.status}: {run.message}" for run in results}


@pytest.fixture(scope="module")
def errors(messages: dict[str, str]) -> dict[str, str]:
    """dbt's message for each invalid call."""
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


@pytest.mark.parametrize(
    ("number", "misuse"), list(enumerate(MISUSES, len(WRONG))), ids=[it.call for it in MISUSES]
)
def test_a_misuse_fails_with_macro_argument_value_and_model(
    messages: dict[str, str], number: int, misuse: Misuse
) -> None:
    message = messages[f"wrong_{number}"]
    assert message.startswith("error: Compilation Error")
    for part in (*misuse.error, f"wrong_{number}"):
        assert part in message


@pytest.mark.parametrize(
    ("number", "wrong"), list(enumerate(WRONG_SETTINGS)), ids=[str(it) for it in WRONG_SETTINGS]
)
def test_a_wrong_setting_fails_with_macro_setting_value_and_model(
    messages: dict[str, str], number: int, wrong: WrongSetting
) -> None:
    message = messages[f"setting_{number}"]
    assert message.startswith("error: Compilation Error")
    assert wrong.error in message and f"setting_{number}" in message


def test_a_switch_that_is_not_true_or_false_is_refused(new_project: MakeProject) -> None:
    """The string 'false' would count as true."""
    variables = {**DEFAULT, "replay_safe_loading": "false"}
    result = new_project("switch").invoke("compile", "-s", "stg_change", variables=variables)
    assert not result.success
    message = str(result.exception or [run.message for run in result.result.results])
    expected = "automate_dv.hash: the var replay_safe_loading must be true or false; it is 'false'"
    assert expected in message


def test_the_table_has_100_misuses_that_differ() -> None:
    assert len({misuse.call for misuse in MISUSES}) == len(MISUSES) >= 100
    assert {misuse.macro for misuse in MISUSES} == set(VALID)


@pytest.mark.parametrize("macro", ["pit", "bridge"])
def test_plain_incremental_is_refused(messages: dict[str, str], macro: str) -> None:
    message = messages[f"plain_{macro}"]
    assert f"automate_dv.{macro}: the config materialized of plain_{macro} must be" in message


def test_a_project_can_override_a_table_macro(new_project: MakeProject) -> None:
    variables = {**DEFAULT, "overrides_link": True}
    compiled = new_project("override").compile("--select", "link_thing_member", variables=variables)
    assert compiled["link_thing_member"].strip() == "select 1 as overridden"


@pytest.fixture(scope="module")
def overridden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of a call of each helper in a project with its own version of all of them."""
    models = {"calls": BETWEEN_CALLS.join("{{ automate_dv." + it + " }}" for it in CALLS.values())}
    project = parsed_project(
        tmp_path_factory.mktemp("overridden"), models, {"version": 2}, DEFAULT, OWN_MACROS
    )
    outputs = project.compile("--select", "calls")["calls"].split(BETWEEN_CALLS)
    return dict(zip(CALLS, outputs, strict=True))


@pytest.mark.parametrize("name", RESULTS)
def test_a_project_can_override_what_upstream_dispatches(
    overridden: dict[str, str], name: str
) -> None:
    assert RESULTS[name] in overridden[name]


@pytest.mark.parametrize(("call", "expected"), RENDERED.items())
def test_a_valid_call_renders_the_expected_text(
    rendered: dict[str, str], call: str, expected: str
) -> None:
    assert rendered[call] == expected

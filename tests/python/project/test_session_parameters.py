"""A run on Snowflake stops if a session parameter would change the results of statements."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

DEFAULTS = {
    "DATE_INPUT_FORMAT": "AUTO",
    "TIMESTAMP_INPUT_FORMAT": "AUTO",
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "DEFAULT_DDL_COLLATION": "",
    "TIMEZONE": "America/Los_Angeles",
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
}


def refuse(message: str) -> None:
    raise ValueError(message)


def check(root: Path, parameters: dict[str, str | None], engine: str = "snowflake") -> None:
    """Run the check in a session with these parameters."""
    text = (root / "macros" / "checks" / "check_session.sql").read_text(encoding="utf-8")
    rows = [{"key": name, "value": value} for name, value in parameters.items()]
    adapter = SimpleNamespace()
    given: dict[str, Any] = {
        "adapter": adapter,
        "execute": True,
        "flags": SimpleNamespace(WHICH="build"),
        "target": SimpleNamespace(user="TRANSFORMER_USER"),
        "exceptions": SimpleNamespace(raise_compiler_error=refuse),
        "run_query": lambda sql: SimpleNamespace(rows=rows),
        "text_literal": lambda text: f"'{text}'",
    }
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    module = environment.from_string(text, globals=given).module
    adapter.dispatch = lambda name: (
        getattr(module, f"{engine}__{name}", None) or getattr(module, f"default__{name}")
    )
    module.check_session()


def test_a_session_with_the_defaults_of_an_account_is_accepted(root: Path) -> None:
    check(root, DEFAULTS)
    check(root, DEFAULTS | {"DEFAULT_DDL_COLLATION": None})  # as dbt reads an empty value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATE_INPUT_FORMAT", "DD.MM.YYYY"),
        ("TIMESTAMP_INPUT_FORMAT", "DD.MM.YYYY HH24:MI"),
        ("TIMESTAMP_TYPE_MAPPING", "TIMESTAMP_LTZ"),
        ("DEFAULT_DDL_COLLATION", "en-ci"),
    ],
)
def test_a_parameter_that_changes_the_meaning_of_statements_is_refused(
    root: Path, name: str, value: str
) -> None:
    statement = f"alter user TRANSFORMER_USER set {name} = '{DEFAULTS[name]}'"
    with pytest.raises(ValueError, match=f"{name} is {value} .*{statement}"):
        check(root, DEFAULTS | {name: value})


def test_output_formats_of_times_are_not_checked(root: Path) -> None:
    check(root, DEFAULTS | {"DATE_OUTPUT_FORMAT": "DD.MM.YYYY"})


def test_no_parameters_are_checked_on_duckdb(root: Path) -> None:
    check(root, {"DATE_INPUT_FORMAT": "DD.MM.YYYY"}, "duckdb")

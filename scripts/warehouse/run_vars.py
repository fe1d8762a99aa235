"""The vars of a run: those declared in dbt_project.yml and those requested."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from warehouse.problems import Problem

# The same rules as in macros/checks/check_vars.sql.
LAST_DAY = "2199-12-31"
# Var -> its first and its last value.
DATE_VARS = {
    "load_until": ("2000-01-01", LAST_DAY),
    "as_of_date": ("2000-01-01", LAST_DAY),
    "calendar_from": ("1930-01-01", "1950-01-01"),
    "calendar_until": ("2001-01-01", LAST_DAY),
}
MAY_BE_EMPTY = ("load_until", "as_of_date", "landing", "now", "reader_role", "python_warehouse")
SWITCHES = (
    "rebuild_from_landing",
    "protect_personal_data",
    "injective_hashing",
    "enable_ghost_records",
    "embed_messages",
)
# Var -> its values, in upper case.
CHOICES = {
    "hash": ("MD5", "SHA", "SHA1"),
    "hash_content_casing": ("UPPER", "DISABLED"),
    # The quotes around names of DuckDB and Snowflake.
    "escape_char_left": ('"',),
    "escape_char_right": ('"',),
}
STRING_VARS = (
    "match_model_version",
    "reader_role",
    "python_warehouse",
    "concat_string",
    "null_placeholder_string",
    "null_key_required",
    "null_key_optional",
    "system_record_value",
)
SIMPLE_TEXT = re.compile(r"[A-Za-z0-9 _.:|^+-]{1,100}")
ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3])(:[0-5]\d){2}([.]\d{1,6})?", re.ASCII)
EXAMPLE = "VARS='{load_until: 2026-01-05}'"
ISO_DATE = re.compile(r"[1-9]\d{3}-\d{2}-\d{2}", re.ASCII)


class VarsError(Exception):
    """Vars that are not valid YAML or are given twice; the message is a sentence."""


class _TextDates(yaml.SafeLoader):
    """YAML loader that keeps dates as text, so that 2026-02-30 gives an error and no traceback."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def declared_vars(project_files: Iterable[Path]) -> set[str]:
    """Names under `vars:` in the given dbt_project.yml files, including package blocks."""
    projects = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in project_files if path.is_file()
    ]
    names = {project["name"] for project in projects}
    declared: set[str] = set()
    for project in projects:
        for name, value in (project.get("vars") or {}).items():
            declared |= set(value) if name in names else {name}
    return declared


def requested_vars(text: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The vars given as YAML `text` plus those given individually (empty: not given).

    Raises VarsError if the text is not a YAML mapping or a var has two different values.
    """
    try:
        requested = yaml.load(text or "{}", _TextDates)
        node = yaml.compose(text or "{}", _TextDates)
    except yaml.YAMLError as error:
        raise VarsError(f"cannot be read as YAML; write them like {EXAMPLE}") from error
    if not isinstance(requested, dict):
        raise VarsError(f"must be a mapping, like {EXAMPLE}")
    names = [key.value for key, _ in node.value]
    if twice := [name for name in names if names.count(name) > 1]:
        raise VarsError(f"{twice[0]} is set twice; set it once")
    for name, value in given.items():
        if not value:
            continue
        if str(requested.get(name, value)) != value:
            raise VarsError(f"{name} is set to both {requested[name]} and {value}; set it once")
        requested[name] = value
    return requested


def check_vars(requested: Mapping[str, Any], declared: Iterable[str]) -> list[Problem]:
    """Problems of undeclared vars and of vars with a value of another type."""
    known = sorted(declared)
    problems = []
    for name in requested:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            problems.append(Problem(f"var {name}", f"dbt_project.yml declares no such var; {hint}"))
        elif expected := expected_value(name, requested[name]):
            problem = f"must be {expected}, not '{requested[name]}'"
            problems.append(Problem(f"var {name}", problem))
    return problems


def expected_value(name: str, value: object) -> str:
    """The expected value of a var; empty if its value is valid."""
    text = str(value)
    is_plain = isinstance(value, (str, int)) and not isinstance(value, bool)
    if name in SWITCHES:
        return "" if isinstance(value, bool) else "true or false"
    if name == "replay_safe_loading":
        return "" if value is True else "true, as deliveries come late and more than once"
    if name in MAY_BE_EMPTY and value in (None, ""):
        return ""
    if name in DATE_VARS:
        return expected_day(text, *DATE_VARS[name])
    if name in CHOICES:
        *others, last = CHOICES[name]
        return "" if text.upper() in CHOICES[name] else f"{', '.join(others)} or {last}"
    if name == "now":
        return "" if is_time(text) else "a time like 2026-01-05 06:30:00"
    if name == "max_datetime":
        is_far = is_time(text) and text[:10] > LAST_DAY
        return "" if is_far else "a time after 2199 like 9999-12-31 23:59:59.999999"
    if name == "landing":
        return "" if isinstance(value, str) else "a folder, or on Snowflake a schema"
    is_simple = is_plain and SIMPLE_TEXT.fullmatch(text)
    return "" if is_simple else "a string of letters, digits and simple punctuation"


def expected_day(text: str, first: str, last: str) -> str:
    """The expected range of a day; empty if it is within the range."""
    if not is_iso_date(text):
        return "a date like 2026-01-05"
    return "" if first <= text <= last else f"a date from {first} to {last}"


def is_time(text: str) -> bool:
    """Whether a string is a valid time, as 2026-01-05 06:30:00."""
    found = ISO_TIME.fullmatch(text)
    return found is not None and is_iso_date(found[1])


def check_model_version(requested: Mapping[str, Any], parameters: Path) -> list[Problem]:
    """The problem of a match model version that the CSV file of parameters lacks."""
    version = requested.get("match_model_version")
    if version is None or not parameters.is_file():
        return []
    with parameters.open(encoding="utf-8", newline="") as file:
        versions = sorted({row["model_version"] for row in csv.DictReader(file)})
    if str(version) in versions:
        return []
    problem = f"must be a version of {parameters.name}: {', '.join(versions)}, not '{version}'"
    return [Problem("var match_model_version", problem)]


def is_iso_date(text: str) -> bool:
    """Whether a string is a valid date in the format YYYY-MM-DD."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

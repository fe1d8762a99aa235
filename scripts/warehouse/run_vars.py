"""The vars of a run: those declared in dbt_project.yml and those requested."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from warehouse.problems import Problem

DATE_VARS = ("load_until", "as_of_date")
EXAMPLE = "VARS='{load_until: 2026-01-05}'"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class VarsError(Exception):
    """Vars that are not valid YAML or are given twice; the message is a sentence."""


class _TextDates(yaml.SafeLoader):
    """YAML loader that keeps dates as text, so that 2026-02-30 gives an error and no traceback."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def declared_vars(project_files: Iterable[Path]) -> set[str]:
    """Names under `vars:` in the given dbt_project.yml files, including those of package blocks."""
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
    except yaml.YAMLError as error:
        raise VarsError(f"cannot be read as YAML; write them like {EXAMPLE}") from error
    if not isinstance(requested, dict):
        raise VarsError(f"must be names with values, like {EXAMPLE}")
    for name, value in given.items():
        if not value:
            continue
        if str(requested.get(name, value)) != value:
            raise VarsError(f"give {name} two values, {requested[name]} and {value}; give one")
        requested[name] = value
    return requested


def check_vars(requested: Mapping[str, Any], declared: Iterable[str]) -> list[Problem]:
    """Problems of undeclared vars and of date vars without a valid date."""
    known = sorted(declared)
    problems = []
    for name in requested:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            problems.append(Problem(f"var {name}", f"dbt_project.yml declares no such var; {hint}"))
    for name in DATE_VARS:
        value = requested.get(name)
        if value not in (None, "") and not is_iso_date(str(value)):
            problem = f"must be a date like 2026-01-05, not '{value}'"
            problems.append(Problem(f"var {name}", problem))
    return problems


def is_iso_date(text: str) -> bool:
    """Whether a text is a valid date in the format YYYY-MM-DD."""
    if not ISO_DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

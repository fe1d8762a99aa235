"""The package describes itself correctly: macros, arguments, vars."""

from __future__ import annotations

import re

import pytest
import yaml
from vault_project import PACKAGE

FILES = sorted((PACKAGE / "macros").glob("*/*.sql"))
SIGNATURE = re.compile(r"{% (?:macro|materialization) (\w+)\s*(?:\((.*?)\))?[^(]*?%}", re.S)


def texts() -> dict[str, str]:
    """Name of a macro file -> its text."""
    return {path.stem: path.read_text(encoding="utf-8") for path in FILES}


def described() -> dict[str, list[str]]:
    """Macro -> its arguments in the YAML files."""
    found = {}
    for path in (PACKAGE / "macros").glob("*/_macros.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]:
            names = [argument["name"] for argument in entry.get("arguments", [])]
            found[f"{path.parent.name}/{entry['name']}"] = names
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_the_macro_it_is_named_after_with_a_header(path) -> None:
    text = path.read_text(encoding="utf-8")
    first = SIGNATURE.search(text)
    assert first and first[1] == path.stem
    assert text.startswith("{#")
    assert re.search(r"Example:|Another name of", text.split("#}")[0])
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_formatted(path) -> None:
    """Four spaces per level, no tabs, no trailing spaces, one newline at the end."""
    text = path.read_text(encoding="utf-8")
    code = text.split("#}", 1)[1].splitlines()
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert [line for line in text.splitlines() if "\t" in line or line != line.rstrip()] == []
    assert [line for line in code if (len(line) - len(line.lstrip(" "))) % 4] == []


def test_a_file_has_at_most_80_lines_and_a_helper_40() -> None:
    """A table or reader can be read top to bottom, and shared helpers are short."""
    long_files = [path.stem for path in FILES if len(path.read_text().splitlines()) > 80]
    assert long_files == []
    longest = {}
    for path in FILES:
        if path.parent.name not in ("tables", "readers", "staging"):
            text = path.read_text(encoding="utf-8")
            for body in re.findall(r"{% macro .*?{%-? endmacro %}", text, re.S):
                longest[path.stem] = max(longest.get(path.stem, 0), len(body.splitlines()))
    assert {name: lines for name, lines in longest.items() if lines > 40} == {}


def test_every_macro_that_projects_call_is_described_with_its_arguments() -> None:
    """The others refer to the macro that calls them for an example."""
    expected = {}
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        signature = SIGNATURE.search(text)
        if "\n        see " in text.split("#}")[0] or "{% materialization" in text:
            continue
        assert signature
        parts = re.sub(r"\[\]|'[^']*'", "", signature[2] or "").split(",")
        names = [part.split("=")[0].strip() for part in parts]
        expected[f"{path.parent.name}/{path.stem}"] = sorted(name for name in names if name)
    assert {name: sorted(names) for name, names in described().items()} == expected


def test_the_readme_names_every_var_with_its_default() -> None:
    project = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    table = (PACKAGE / "README.md").read_text(encoding="utf-8").split("## Vars")[1].split("##")[0]
    for name, default in project["vars"]["automate_dv"].items():
        row = next(line for line in table.splitlines() if f"`{name}`" in line)
        shown = str(default).lower() if isinstance(default, bool) else default
        assert f"`{shown}`" in row.replace("\\|", "|"), row


def test_no_macro_reads_a_var_that_is_not_declared() -> None:
    project = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    read = {name for text in texts().values() for name in re.findall(r"\bvar\('(\w+)'", text)}
    assert read == set(project["vars"]["automate_dv"])

"""The package's documentation of macros, arguments and vars is correct, and macros are short."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from examples_page import PAGE, page
from macro_files import FILES, MACROS
from vault_project import PACKAGE, VaultProject

# Folders whose files are named after the macro that projects call. In the others a file has the
# macros of one concern.
NAMED_AFTER_MACRO = ("tables", "readers", "staging", "hashing", "materializations")
LONGEST_MACRO, LONGEST_HELPER, LONGEST_FILE = 80, 40, 100
TABLES = ["hub", "link", "nh_link", "t_link", "ref_table", "sat", "ma_sat", "eff_sat", "status_sat"]
TABLES += ["snapshot_log", "xts", "pit", "bridge"]
# They render nothing.
CHECKS = [
    f"macros/supporting/{name}.sql"
    for name in (
        "checks",
        "column_checks",
        "argument_checks",
        "known_columns",
        "require_arguments",
    )  # fmt: skip
]
MOST_MACROS, MOST_FILES = 17, 11
# One of its four queries is read at a time: loads in order, change feed, snapshots, ghost record.
MOST_OF_SAT = (31, 14)


def described() -> dict[str, list[str]]:
    """Macro -> its arguments in the YAML files."""
    found = {}
    for path in (PACKAGE / "macros").glob("*/_macros.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]:
            names = [argument["name"] for argument in entry.get("arguments", [])]
            found[f"{path.parent.name}/{entry['name']}"] = names
    return found


def lines_of_code(text: str) -> list[str]:
    """The lines without comments and blank lines."""
    return [line for line in re.sub(r"{#.*?#}", "", text, flags=re.S).splitlines() if line.strip()]


def test_every_macro_in_the_files_is_found_with_a_unique_name() -> None:
    """The pattern for macros matches all of them, and no two have the same name."""
    openings = sum(
        len(re.findall(r"{%-? *(?:macro|materialization) ", path.read_text(encoding="utf-8")))
        for path in FILES
    )
    assert len({macro.name for macro in MACROS}) == len(MACROS) == openings


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_the_macro_it_is_named_after_with_a_header(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = next(macro for macro in MACROS if macro.path == path)
    assert first.name == path.stem or path.parent.name not in NAMED_AFTER_MACRO
    assert text.startswith("{#")
    assert re.search(r"Example:|Another name of", text.split("#}")[0])
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_formatted(path: Path) -> None:
    """Four spaces per level, no tabs, no trailing spaces, one newline at the end."""
    text = path.read_text(encoding="utf-8")
    code = text.split("#}", 1)[1].splitlines()
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert [line for line in text.splitlines() if "\t" in line or line != line.rstrip()] == []
    assert [line for line in code if (len(line) - len(line.lstrip(" "))) % 4] == []


def test_a_macro_has_at_most_80_lines_and_a_helper_40() -> None:
    """A table or reader can be read top to bottom, and shared helpers are short."""
    too_long = {}
    for macro in MACROS:
        is_read_alone = macro.folder in ("tables", "readers", "staging")
        lines = len(macro.code.splitlines())
        if lines > (LONGEST_MACRO if is_read_alone else LONGEST_HELPER):
            too_long[macro.name] = lines
    assert too_long == {}


def test_a_file_has_at_most_100_lines_of_code() -> None:
    counts = {path.stem: len(lines_of_code(path.read_text(encoding="utf-8"))) for path in FILES}
    assert {name: count for name, count in counts.items() if count > LONGEST_FILE} == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_macro_calls_few_macros_in_few_files(parsed: VaultProject, table: str) -> None:
    """Counts the macros and files that a reader of a table macro must know, by dbt's call graph."""
    assert parsed.manifest
    of_package = {
        key: macro
        for key, macro in parsed.manifest.macros.items()
        if macro.package_name == "automate_dv"
    }

    def path_of(key: str) -> str:
        return of_package[key].original_file_path

    to_read, seen = [f"macro.automate_dv.{table}"], set()
    while to_read:
        key = to_read.pop()
        if key in of_package and key not in seen and path_of(key) not in CHECKS:
            seen.add(key)
            to_read.extend(of_package[key].depends_on.macros)
    others = {of_package[key].name for key in seen if "__" not in key} - {table}
    files = {path_of(key) for key in seen}
    most_macros, most_files = MOST_OF_SAT if table == "sat" else (MOST_MACROS, MOST_FILES)
    assert len(others) <= most_macros, sorted(others)
    assert len(files) <= most_files, sorted(files)


def test_every_macro_that_projects_call_is_described_with_its_arguments() -> None:
    """The others refer to the macro that calls them for an example."""
    expected = {
        f"{macro.folder}/{macro.name}": macro.arguments
        for macro in MACROS
        if macro.is_public and macro.kind == "macro"
    }
    assert {name: sorted(names) for name, names in described().items()} == {
        name: sorted(names) for name, names in expected.items()
    }


def test_the_page_of_examples_has_every_macro_that_projects_call() -> None:
    """`python -m examples_page` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_readme_names_every_var_with_its_default() -> None:
    project = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    table = (PACKAGE / "README.md").read_text(encoding="utf-8").split("## Vars")[1].split("##")[0]
    for name, default in project["vars"]["automate_dv"].items():
        row = next(line for line in table.splitlines() if f"`{name}`" in line)
        shown = str(default).lower() if isinstance(default, bool) else default
        assert f"`{shown}`" in row.replace("\\|", "|"), row


def test_the_readme_names_existing_files() -> None:
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    section = text.split("## Files")[1].split("\n## ")[0]
    known = {macro.name for macro in MACROS} | {macro.folder for macro in MACROS}
    known |= {path.name for path in FILES}
    known |= {path.relative_to(PACKAGE / "macros").as_posix() for path in FILES}
    named = set(re.findall(r"`([\w./]+)`", section))
    assert named
    assert named - known == set()


def test_no_macro_reads_a_var_that_is_not_declared() -> None:
    project = yaml.safe_load((PACKAGE / "dbt_project.yml").read_text(encoding="utf-8"))
    read = {name for macro in MACROS for name in re.findall(r"\bvar\('(\w+)'", macro.code)}
    assert read == set(project["vars"]["automate_dv"])

"""Macros follow the style of models: sqlfluff sees a macro only where it is called.

`make lint` runs this file. Each rule is a function from the text of a file to a list of violations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "packages" / "automate_dv"
FOLDERS = (ROOT / "macros", PACKAGE / "macros")
GENERIC_TESTS = (ROOT / "tests" / "generic", PACKAGE / "tests" / "generic")
FILES = sorted(path for folder in FOLDERS + GENERIC_TESTS for path in folder.rglob("*.sql"))
# Generated from the contracts or from public data; they are data, and as long as it is.
GENERATED = {
    ROOT / "macros" / "landing" / "feed_declarations.sql",
    ROOT / "macros" / "identity" / "folding_table.sql",
    ROOT / "macros" / "snowflake" / "personal_column_names.sql",
}
LONGEST_LINE, LONGEST_MACRO, INDENT = 100, 80, 4

MACRO = re.compile(
    r"(?P<header>{#(?:(?!#}).)*#}\s*)?"
    r"{%-? *(?P<kind>macro|test|materialization) +(?P<name>\w+)(?P<signature>.*?)-?%}"
    r"(?P<body>.*?){%-? *end(?P=kind) *-?%}",
    re.S,
)
COMMENTS = r"{#.*?#}|--[^\n]*"
QUOTED = r"'[^'\n]*'|\"[^\"\n]*\""
KEYWORDS = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|LEFT|INNER|FULL|OUTER|CROSS|ON|GROUP|ORDER|BY|HAVING|QUALIFY|UNION|"
    r"ALL|CASE|WHEN|THEN|ELSE|END|AND|OR|NOT|NULL|IS|IN|AS|OVER|PARTITION|WITH|CAST|DISTINCT)\b"
)


@dataclass(frozen=True)
class Macro:
    """A macro in a file: its header comment, arguments and number of lines."""

    name: str
    kind: str
    header: str
    arguments: list[str]
    line_count: int

    @property
    def is_dispatched(self) -> bool:
        """Whether it is an engine's version of a macro, which has the header."""
        return "__" in self.name


def macros_of(text: str) -> Iterator[Macro]:
    """Yield the macros of a file in order."""
    for found in MACRO.finditer(text):
        signature = re.sub(r"'[^']*'|\[[^]]*\]|{[^}]*}", "", found["signature"])
        inside = signature[signature.find("(") + 1 : signature.rfind(")")]
        names = [part.split("=")[0].strip() for part in inside.split(",")]
        if found["kind"] == "materialization":
            names = []
        elif found["kind"] == "test":  # dbt sets these
            names = [name for name in names if name not in ("model", "column_name")]
        macro = found[0][len(found["header"] or "") :]
        yield Macro(
            found["name"],
            found["kind"],
            found["header"] or "",
            [name for name in names if name],
            len(macro.splitlines()),
        )


def without(pattern: str, text: str, filler: str = " ") -> str:
    """The text with each character that matches a pattern replaced; line breaks are kept."""
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", filler, found[0]), text, flags=re.S)


def code_only(text: str) -> str:
    """The text without comments, and with `q` for each quoted character."""
    return without(QUOTED, without(COMMENTS, text), "q")


def long_lines(text: str) -> list[str]:
    """Lines that are too long, end in spaces or have tabs."""
    return [
        f"line {number}: longer than {LONGEST_LINE}, with a tab, or with trailing spaces"
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LONGEST_LINE or "\t" in line or line != line.rstrip()
    ]


def misindented_lines(text: str) -> list[str]:
    """Lines of code whose indentation is not a multiple of four spaces."""
    return [
        f"line {number}: indented by {len(line) - len(line.lstrip())} spaces"
        for number, line in enumerate(without(COMMENTS, text).splitlines(), 1)
        if line.strip() and (len(line) - len(line.lstrip())) % INDENT
    ]


def uppercase_keywords(text: str) -> list[str]:
    """Keywords in upper case."""
    return [f"{word} in upper case" for word in KEYWORDS.findall(code_only(text))]


def leading_commas(text: str) -> list[str]:
    """Lines that begin with a comma."""
    return [
        f"line {number}: begins with a comma"
        for number, line in enumerate(code_only(text).splitlines(), 1)
        if line.lstrip().startswith(",")
    ]


def long_macros(text: str) -> list[str]:
    """Macros that do not fit on a screen."""
    return [
        f"{macro.name}: {macro.line_count} lines, more than {LONGEST_MACRO}"
        for macro in macros_of(text)
        if macro.line_count > LONGEST_MACRO
    ]


def incomplete_headers(text: str) -> list[str]:
    """Macros without a comment above them, or whose comment lists different arguments.

    The first macro of a file has an example; for the others a sentence about the result is enough.
    """
    wrong = []
    for number, macro in enumerate(macros_of(text)):
        if macro.is_dispatched and not macro.header:
            continue
        if not macro.header:
            wrong.append(f"{macro.name}: no comment above it")
        if number == 0 and not re.search("Example:|Another name of", macro.header):
            wrong.append(f"{macro.name}: no Example: above it")
        listed = macro.header.partition("Arguments:")[2].partition("Example:")[0]
        lines = re.findall(r"^ {8}(\w[\w, ]*?)(?: {2,}|$)", listed, re.M)
        documented = [name.strip() for line in lines for name in line.split(",")]
        refers = re.match(r"\s*(see|those of) ", listed)
        if "Arguments:" in macro.header and not refers and documented != macro.arguments:
            wrong.append(
                f"{macro.name}: comment has arguments {documented}, macro {macro.arguments}"
            )
    return wrong


RULES: list[Callable[[str], list[str]]] = [
    long_lines,
    misindented_lines,
    uppercase_keywords,
    leading_commas,
    long_macros,
    incomplete_headers,
]


def test_all_macros_of_the_project_and_its_package_are_checked() -> None:
    begin = re.compile(r"^{%-? *(macro|test|materialization) ", re.M)
    with_macros = {
        path
        for folder in ("analyses", "macros", "models", "packages", "snapshots", "tests")
        for path in (ROOT / folder).rglob("*.sql")
        if begin.search(path.read_text(encoding="utf-8"))
    }
    assert with_macros and with_macros <= set(FILES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_macro_files_follow_the_rule(rule: Callable[[str], list[str]]) -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in FILES
        if not (path in GENERATED and rule is long_macros)
        and (found := rule(path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


def described(folder: Path) -> dict[str, list[str] | None]:
    """Macro -> the arguments that its entry lists, if any, of all _macros.yml of a folder."""
    found = {}
    for path in folder.rglob("_macros.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["macros"]:
            assert entry["description"], entry["name"]
            listed = entry.get("arguments")
            found[entry["name"]] = listed and [argument["name"] for argument in listed]
    return found


def test_every_macro_that_another_file_calls_is_described_with_its_arguments() -> None:
    entries = described(FOLDERS[0])
    sources = {
        path: path.read_text(encoding="utf-8")
        for folder in ("macros", "models", "tests", "analyses", "snapshots")
        for path in [*(ROOT / folder).rglob("*.sql"), *(ROOT / folder).rglob("*.yml")]
        if path.name != "_macros.yml"
    }
    sources[ROOT] = (ROOT / "dbt_project.yml").read_text(encoding="utf-8")
    declared = {
        macro.name: (path, macro)
        for path in FILES
        if path.is_relative_to(FOLDERS[0])
        for macro in macros_of(sources[path])
        if macro.kind == "macro" and not macro.is_dispatched
    }
    calls = {path: set(re.findall(r"\b(\w+)\(", text)) for path, text in sources.items()}
    missing = {
        name
        for name, (own, _) in declared.items()
        if name not in entries
        and any(name in called for path, called in calls.items() if path != own)
    }
    assert missing == set()
    assert entries.keys() - declared.keys() == set()
    wrong = {
        name: (listed, declared[name][1].arguments)
        for name, listed in entries.items()
        if listed is not None and listed != declared[name][1].arguments
    }
    assert wrong == {}


GOOD = """{#
    What it gives.

    Arguments:
        column  a text expression

    Example:
        {{ tidy('name') }}
#}
{% macro tidy(column) -%}
    trim({{ column }})
{%- endmacro %}
"""


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (long_lines, "trim", "trim" + " " * 100),
        (long_lines, "    trim({{ column }})", "    trim({{ column }}) "),
        (misindented_lines, "    trim", "   trim"),
        (uppercase_keywords, "trim({{ column }})", "CASE when true then 1 end"),
        (leading_commas, "    trim({{ column }})", "    1\n    , 2"),
        (long_macros, "    trim({{ column }})", "    1\n" * 79),
        (
            incomplete_headers,
            "        column  a text expression",
            "        columns  a text expression",
        ),
        (incomplete_headers, "    Example:", "    Sample:"),
        (incomplete_headers, GOOD[: GOOD.index("{% macro")], ""),
    ],
)
def test_each_rule_detects_a_violation(rule, good: str, bad: str) -> None:
    assert rule(GOOD) == []
    assert rule(GOOD.replace(good, bad)) != []

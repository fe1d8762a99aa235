"""External values become part of a statement only through `text_literal`.

A file name such as `O'Brien B010.csv` would otherwise break a statement, or be executed. External
values are vars, environment variables, file names and rows that a query returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

# The package puts vars into hashes; check_vars allows only simple punctuation in a var.
FOLDERS = ("macros", "models", "tests", "analyses", "snapshots")
COMMENT = re.compile(r"{#.*?#}", re.S)
OUTSIDE = re.compile(
    r"\b(?:var|env_var|run_query)\(|\.rows\b|\.columns\[|\b(?:files?|group|batch|paths?|"
    r"landing|model_version|load_until|as_of_date)\b"
)
BINDING = re.compile(
    r"{%-?\s*(?:set\s+(?P<set>[\w, ]+?)\s*=|for\s+(?P<for>[\w, ]+?)\s+in\b)(?P<value>.*?)-?%}", re.S
)
BLOCK = re.compile(r"{%-?\s*set\s+(?P<set>\w+)\s*-?%}(?P<value>.*?){%-?\s*endset", re.S)
# An expression between quotes, in SQL or between two strings of Jinja.
SPLICES = (
    re.compile(r"'[^'\n{}]*{{-?(?P<value>[^{}]*?)-?}}[^'\n{}]*'"),
    re.compile(r"'\"\s*~(?P<value>[^{}%]*?)~\s*\"'"),
    re.compile(r"\\''\s*~(?P<value>[^{}%]*?)~\s*'\\'"),
)
# Strings about a value, which are not statements, and choices between two literals of the code.
MESSAGE = re.compile(r"raise_compiler_error\((?:[^()]|\([^()]*\))*\)", re.S)
CHOICE = re.compile(r"^\s*'[^']*' if .* else '[^']*'\s*$", re.S)


def tainted_names(text: str) -> set[str]:
    """The names in a file that have an external value."""
    names: set[str] = set()
    bindings = [*BINDING.finditer(text), *BLOCK.finditer(text)]
    for _ in bindings:
        before = len(names)
        for binding in bindings:
            groups = binding.groupdict()
            value = strip_literals(groups["value"])
            if OUTSIDE.search(value) or names & set(re.findall(r"\w+", value)):
                bound = groups.get("set") or groups.get("for") or ""
                names |= set(re.findall(r"\w+", bound))
        if len(names) == before:
            return names
    return names


def strip_literals(value: str) -> str:
    """An expression without conditions and without the calls that make it a literal."""
    value = re.sub(r"\btext_literal\((?:[^()]|\([^()]*\))*\)", "", value)
    return re.sub(r"\bif\b.*", "", value, flags=re.S)


def splices(text: str) -> Iterator[str]:
    """Expressions with external values that a file splices between quotes."""
    text = MESSAGE.sub("", COMMENT.sub("", text))
    names = tainted_names(text)
    for pattern in SPLICES:
        for found in pattern.finditer(text):
            value = strip_literals(found["value"])
            if CHOICE.match(found["value"]):
                continue
            if OUTSIDE.search(value) or names & set(re.findall(r"\w+", value)):
                yield found["value"].strip()


def test_no_file_splices_an_external_value_into_sql(root: Path) -> None:
    found = {
        str(path.relative_to(root)): values
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*.sql"))
        if path.name != "text_literal.sql" and (values := list(splices(path.read_text("utf-8"))))
    }
    assert found == {}, "pass the value through text_literal"


@pytest.mark.parametrize(
    "text",
    [
        "where day <= cast('{{ var('calendar_until') }}' as date)",
        "{{ \"cast('\" ~ var('as_of_date') ~ \"' as date)\" }}",
        "{%- set limit = var('load_until') -%} select ' until {{ limit }}'",
        "{%- for path in run_query(listed).columns[0].values() -%} '{{ path }}' {%- endfor -%}",
        "{%- set rows = run_query(x).rows -%}{%- for row in rows -%} '{{ row }}' {%- endfor -%}",
        '{%- do parts.append("select \'" ~ path ~ "\' as path") -%}',
        "{%- do quoted.append('\\'' ~ path ~ '\\'') -%}",
        "{%- set sql -%} '{{ env_var('HOME') }}' {%- endset -%}",
    ],
)
def test_an_external_value_spliced_into_sql_is_found(text: str) -> None:
    assert list(splices(text))


@pytest.mark.parametrize(
    "text",
    [
        "where day <= cast({{ text_literal(var('calendar_until')) }} as date)",
        "'{{ feed }}' as feed, '{{ model.name }}' as consumer",
        "compression = '{{ 'gzip' if path.endswith('.gz') else 'none' }}'",
        "{%- do exceptions.raise_compiler_error(\"it is '\" ~ var('hash') ~ \"'\") -%}",
    ],
)
def test_literals_and_names_of_the_code_are_not_splices(text: str) -> None:
    assert list(splices(text)) == []

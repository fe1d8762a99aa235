"""Every reader of files takes rows only from the content of a file.

By default, DuckDB reads a folder `KEY=value` anywhere in a path as a column, which replaces the
column of the same name in the file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDERS = ("macros", "models", "tests", "analyses", "snapshots", "scripts", "benchmarks")
READER = re.compile(r"(?<![\w.])read_(?:csv|parquet|json|ndjson)\w*\(")
OPTION = "hive_partitioning = false"
# The emulator of Snowflake reads its own stage.
EXCLUDED = Path("tests/snowflake/emulator")


def strings(source: str) -> Iterator[str]:
    """The strings of Python code, with the expressions of an f-string as `{}`."""

    class Strings(ast.NodeVisitor):
        """Collects them; the parts of an f-string belong together."""

        def __init__(self) -> None:
            self.found: list[str] = []

        def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
            parts = [
                one.value if isinstance(one, ast.Constant) else f"{{{ast.unparse(one)}}}"
                for one in node.values
            ]
            self.found.append("".join(map(str, parts)))

        def visit_Constant(self, node: ast.Constant) -> None:
            if isinstance(node.value, str):
                self.found.append(node.value)

    visitor = Strings()
    visitor.visit(ast.parse(source))
    yield from visitor.found


def arguments(text: str, start: int) -> str:
    """The text from a place after an open parenthesis to the one that closes it."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return text[start:place]
    return text[start:]


def guessing(statements: Iterator[str]) -> list[str]:
    """The calls of readers in SQL that look for columns in the path."""
    return [
        text[found.start() : found.end() + 60]
        for text in statements
        for found in READER.finditer(text)
        if OPTION not in arguments(text, found.end())
    ]


def statements_of(path: Path) -> Iterator[str]:
    """The SQL of a file: all of it, or the strings of Python code."""
    text = path.read_text(encoding="utf-8")
    yield from strings(text) if path.suffix == ".py" else [text]


def test_no_reader_takes_columns_from_the_path(root: Path) -> None:
    files = [
        path
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in (".sql", ".py")
        and path.name != Path(__file__).name
        and EXCLUDED not in path.relative_to(root).parents
    ]
    found = {
        str(path.relative_to(root)): calls
        for path in files
        if (calls := guessing(statements_of(path)))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("execute(\"select * from read_csv('x')\")", 1),
        ("execute(f\"select * from read_json_objects('{x}')\")", 1),
        ("execute(f\"select * from read_parquet('{x}', hive_partitioning = false)\")", 0),
        ("read_csv(lines)", 0),
    ],
)
def test_a_reader_that_takes_columns_from_the_path_is_found(source: str, count: int) -> None:
    assert len(guessing(strings(source))) == count

"""The items: scripts of statements, each with the answer of its last one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from snowflake_account.scripts import statements

FOLDER = Path(__file__).resolve().parents[2] / "snowflake" / "proof"
HEADER = re.compile(r"^-- ?(?P<text>.*)$")
EXPECTED = re.compile(r"^expect(?P<error> error)?: (?P<answer>.+)$")


@dataclass(frozen=True)
class Item:
    """What one script proves.

    name: file name. title: the sentence that it proves. statements: in order. rows: the expected
    rows of the last statement, as strings. error: pattern of the expected error instead of rows.
    """

    name: str
    title: str
    statements: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    error: str = ""


def read_item(path: Path) -> Item:
    """Read a script; raises ValueError if it has no title or no expected answer."""
    text = path.read_text(encoding="utf-8")
    comments = []
    for line in text.splitlines():
        found = HEADER.match(line)
        if not found:
            break
        comments.append(found["text"])
    expected = [found for comment in comments if (found := EXPECTED.match(comment))]
    if len(expected) != 1 or not comments[0]:
        raise ValueError(f"{path}: starts with a title and one line `-- expect: [[...]]`")
    queries, answer = tuple(statements(text)), expected[0]["answer"]
    if expected[0]["error"]:
        return Item(path.stem, comments[0], queries, error=answer)
    rows = tuple(tuple(str(value) for value in row) for row in json.loads(answer))
    return Item(path.stem, comments[0], queries, rows=rows)


def read_items(folder: Path = FOLDER) -> list[Item]:
    """All items of a folder in order."""
    return [read_item(path) for path in sorted(folder.glob("[0-9]*.sql"))]

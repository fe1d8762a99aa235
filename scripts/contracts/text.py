"""Parts of generated files."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable

MARK = "Generated from contracts/ by `make contracts`; do not edit."
WIDTH = 100


def wrapped(items: Iterable[str], indent: int) -> list[str]:
    """Items separated by commas, in lines of at most WIDTH; an item is never split."""
    lines: list[str] = []
    for item in items:
        if lines and len(lines[-1]) + len(item) + 2 <= WIDTH:
            lines[-1] += f" {item},"
        else:
            lines.append(" " * indent + f"{item},")
    return lines


def text_entry(key: str, text: str, indent: int) -> list[str]:
    """A YAML entry with a string, folded into lines if it is too long."""
    start = " " * indent
    line = f"{start}{key}: {json.dumps(text, ensure_ascii=False)}"
    if len(line) <= WIDTH:
        return [line]
    inside = start + "  "
    lines = textwrap.wrap(text, WIDTH, initial_indent=inside, subsequent_indent=inside)
    return [f"{start}{key}: >-", *lines]

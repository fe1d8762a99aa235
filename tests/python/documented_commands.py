"""The make commands that CONTRIBUTING.md mentions."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

# A command with its options, in a code block or in a sentence.
COMMAND = re.compile(r"^    (make [^\n]*?)(?:  +.*)?$|`(make [^`]+)`", re.M)
# Placeholders that a person replaces.
PLACEHOLDER = re.compile(r"<\w+>")


def commands(root: Path) -> list[list[str]]:
    """The make commands, each as its words."""
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = (block or inline for block, inline in COMMAND.findall(text))
    return [shlex.split(PLACEHOLDER.sub("x", one)) for one in dict.fromkeys(found)]


def options_of(words: list[str]) -> dict[str, str]:
    """The options of a command."""
    return dict(word.split("=", 1) for word in words if "=" in word)

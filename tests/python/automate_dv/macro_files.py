"""The macros in the files of the package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vault_project import PACKAGE

FILES = sorted((PACKAGE / "macros").glob("*/*.sql"))
MACRO = re.compile(
    r"(?P<header>{#(?:(?!#}).)*#}\s*)?"
    r"(?P<code>{% (?P<kind>macro|materialization) (?P<name>\w+)"
    r"\s*(?:\((?P<arguments>.*?)\))?[^(]*?%}.*?{%-? end(?P=kind) -?%})",
    re.S,
)


@dataclass(frozen=True)
class Macro:
    """A macro or materialization of the package, with the comment above it."""

    path: Path
    kind: str
    name: str
    arguments: list[str]
    header: str
    code: str

    @property
    def folder(self) -> str:
        """Name of the folder of its file."""
        return self.path.parent.name

    @property
    def is_public(self) -> bool:
        """Whether projects call it. The comment of another macro refers to its caller's example."""
        return bool(re.search(r"Example:\n(?! {8}see )|Another name of", self.header))


def macros() -> Iterator[Macro]:
    """Yield the macros of all files in order."""
    for path in FILES:
        for found in MACRO.finditer(path.read_text(encoding="utf-8")):
            parts = re.sub(r"\[\]|'[^']*'", "", found["arguments"] or "").split(",")
            names = [part.split("=")[0].strip() for part in parts]
            is_macro = found["kind"] == "macro"
            yield Macro(
                path,
                found["kind"],
                found["name"],
                [name for name in names if name and is_macro],
                found["header"] or "",
                found["code"],
            )


MACROS = list(macros())

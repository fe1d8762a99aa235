"""The page with an example of every macro, from the comments above them.

    PYTHONPATH=scripts:tests/python:tests/python/automate_dv python -m examples_page

writes packages/automate_dv/EXAMPLES.md.
"""

from __future__ import annotations

import textwrap

from macro_files import MACROS, Macro
from vault_project import PACKAGE

PAGE = PACKAGE / "EXAMPLES.md"
TITLES = {
    "tables": "Tables",
    "readers": "Readers",
    "staging": "Staging",
    "hashing": "Hashing",
    "materializations": "Materializations",
    "supporting": "Helpers",
}
INTRODUCTION = """# An example of every macro

`python -m examples_page` writes this page from the comments in the macros; the arguments are
described there and in the `_macros.yml` of each folder.
"""


def summary(macro: Macro) -> str:
    """The first paragraph of the comment above a macro."""
    paragraph = macro.header.removeprefix("{#").strip().split("\n\n")[0]
    return " ".join(paragraph.split())


def example(macro: Macro) -> str:
    """The example in the comment above a macro; empty if it is another name of a macro."""
    if "Example:" not in macro.header:
        return ""
    text = macro.header.split("Example:\n")[1].split("#}")[0]
    return textwrap.dedent(text).strip()


def page() -> str:
    """The text of the page."""
    parts = [INTRODUCTION]
    for folder, title in TITLES.items():
        parts.append(f"## {title}\n")
        for macro in sorted(MACROS, key=lambda it: it.name):
            if macro.folder == folder and macro.is_public:
                parts.append(f"### {macro.name}\n\n{summary(macro)}\n")
                if example(macro):
                    parts.append(textwrap.indent(example(macro), "    ") + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

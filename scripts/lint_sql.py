"""Runs sqlfluff in half the time: `python scripts/lint_sql.py lint FILES`.

sqlfluff analyses the layout of a file again for each of its four layout rules, and collects garbage
very often. Here the analysis is kept until the next file, and the shortcuts of a build apply:
garbage is collected rarely. The option --processes of sqlfluff would use neither. Deeply nested
SQL needs more recursion than Python allows by default.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

from sqlfluff.cli.commands import cli
from sqlfluff.utils.reflow.sequence import ReflowSequence

from warehouse.dbt_shortcuts import take_shortcuts

# Nested calls, and bytes of the stack that they need.
RECURSION, STACK = 50_000, 512 * 1024**2
_analyse = ReflowSequence.from_root.__func__
_last: list[Any] = [None, None]


def layout_of(cls: type[ReflowSequence], root_segment: Any, config: Any) -> ReflowSequence:
    """The layout of a parsed file; no rule changes it, and a fix makes another file."""
    if _last[0] is not root_segment:
        _last[:] = root_segment, _analyse(cls, root_segment, config)
    return _last[1]


def run_sqlfluff(exits: list[SystemExit]) -> None:
    """Run the command line of sqlfluff, and keep how it exits."""
    try:
        cli()
    except SystemExit as error:
        exits.append(error)


def main() -> None:
    """Run the command line of sqlfluff in a thread with a large stack."""
    take_shortcuts()
    ReflowSequence.from_root = classmethod(layout_of)
    sys.setrecursionlimit(RECURSION)
    threading.stack_size(STACK)
    exits: list[SystemExit] = []
    thread = threading.Thread(target=run_sqlfluff, args=(exits,))
    thread.start()
    thread.join()
    sys.exit(exits[0].code if exits else 1)


if __name__ == "__main__":
    main()

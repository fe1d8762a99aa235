"""Runs sqlfluff in a third of the time: `python scripts/lint_sql.py lint FILES`.

sqlfluff repeats work: it analyses the layout of a file for each of its four layout rules and a
SELECT for each rule about names, computes the ancestors of each token at each level, and runs the
garbage collector very often. Here analyses are cached until the next file, tokens share ancestors,
and garbage is collected rarely. sqlfluff's option --processes would use none of this. Deeply nested
SQL needs more recursion than Python allows by default.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import Any

from sqlfluff.cli.commands import cli
from sqlfluff.core.parser.segments.base import BaseSegment, PathStep
from sqlfluff.utils.analysis import select
from sqlfluff.utils.reflow.depthmap import DepthInfo, DepthMap, StackPosition
from sqlfluff.utils.reflow.sequence import ReflowSequence

from warehouse.faster_dbt.dbt_shortcuts import take_shortcuts

# Most nested calls, and size of the stack in bytes that they need.
RECURSION, STACK = 50_000, 512 * 1024**2
_analyse = ReflowSequence.from_root.__func__
_last: list[Any] = [None, None]
_analyse_select = select.get_select_statement_info
_selects: dict[tuple[int, bool], tuple[BaseSegment, Any]] = {}


def layout_of(cls: type[ReflowSequence], root_segment: Any, config: Any) -> ReflowSequence:
    """The layout of a parsed file; no rule changes it, and after a fix the file is parsed again."""
    if _last[0] is not root_segment:
        _last[:] = root_segment, _analyse(cls, root_segment, config)
        _selects.clear()
    return _last[1]


def names_of_select(segment: BaseSegment, dialect: Any, early_exit: bool = True) -> Any:
    """The names in a SELECT, as copies that the caller may change."""
    key = (id(segment), early_exit)
    if key not in _selects:
        _selects[key] = segment, _analyse_select(segment, dialect, early_exit)
    _, found = _selects[key]
    return found and type(found)(*(list(it) if isinstance(it, list) else it for it in found))


def depth_map(cls: type[DepthMap], root: BaseSegment) -> DepthMap:
    """The ancestors of each token of a segment, as DepthMap.from_parent finds them."""
    found = cls([])

    def visit(
        parent: BaseSegment,
        hashes: tuple[int, ...],
        types: tuple[frozenset[str], ...],
        positions: dict[int, StackPosition],
    ) -> None:
        hashes, types = (*hashes, hash(parent)), (*types, parent.class_types)
        hash_set = frozenset(hashes)
        for place, child in enumerate(parent.segments):
            step = PathStep(parent, place, len(parent.segments), parent._code_indices)
            here = positions | {hashes[-1]: StackPosition.from_path_step(step)}
            if child.is_type("raw"):
                found.depth_info[child.uuid] = DepthInfo(len(hashes), hashes, hash_set, types, here)
            else:
                visit(child, hashes, types, here)

    visit(root, (), (), {})
    return found


def run_sqlfluff(exits: list[SystemExit]) -> None:
    """Run the command line of sqlfluff, and keep how it exits."""
    try:
        cli()
    except SystemExit as error:
        exits.append(error)


def main() -> int:
    """Run the command line of sqlfluff in a thread with a large stack; returns its exit code."""
    take_shortcuts()
    ReflowSequence.from_root = classmethod(layout_of)
    DepthMap.from_parent = classmethod(depth_map)
    # Replaced here, because the rules import the function only when they run.
    select.get_select_statement_info = names_of_select
    sys.setrecursionlimit(RECURSION)
    threading.stack_size(STACK)
    exits: list[SystemExit] = []
    thread = threading.Thread(target=run_sqlfluff, args=(exits,))
    thread.start()
    thread.join()
    code = exits[0].code if exits else 1
    return code if isinstance(code, int) else int(code is not None)


def end(code: int) -> None:
    """End the process after its exit handlers. When Python ends by itself, DuckDB lists the objects
    that sqlfluff still holds as leaked."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    end(main())

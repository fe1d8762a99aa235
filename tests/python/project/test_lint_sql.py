"""The faster sqlfluff finds and fixes the same as the original."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter
from sqlfluff.utils.reflow.sequence import ReflowSequence

from lint_sql import layout_of

BADLY_LAID_OUT = f"""select a,b ,   c from t where a=1 and {"b" * 50} = {"c" * 50}
    union all
      select a
  ,b,c from u
where x in (select y from z) and
 y = 2
"""


def test_the_faster_linter_finds_and_fixes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = Linter(FluffConfig(overrides={"dialect": "duckdb"}))

    def findings() -> list[tuple]:
        strings = [BADLY_LAID_OUT, BADLY_LAID_OUT.replace("union all", "intersect")]
        linted = [linter.lint_string(text, fix=True) for text in strings]
        return [(file.check_tuples(), file.fix_string()) for file in linted]

    expected = findings()
    assert {"LT01", "LT02", "LT05"} <= {name for name, *_ in expected[0][0]}
    monkeypatch.setattr(ReflowSequence, "from_root", classmethod(layout_of))
    assert findings() == expected


def test_the_linter_exits_with_its_code_before_python_cleans_up(root: Path) -> None:
    lines = (
        "import atexit, lint_sql",
        "held = type('Held', (), {'__del__': lambda self: print('leaked')})()",
        "atexit.register(print, 'found')",
        "lint_sql.end(3)",
    )
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=root / "scripts",
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (3, "found\n")

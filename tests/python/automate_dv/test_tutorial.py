"""The package's tutorial works as written: its files, commands, queries and results."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from vault_project import PACKAGE

from dbt_in_process import UNLOGGED

TUTORIAL = PACKAGE / "TUTORIAL.md"
STEP = re.compile(
    r"(?:^`(?P<new>[\w./]+)`\n\n|(?P<added>Add to) `(?P<file>[\w./]+)`:\n\n)?"
    r"^```(?P<kind>\w+)\n(?P<body>.*?)^```\n(?:\n(?P<result>(?:^\|[^\n]*\n)+))?",
    re.M | re.S,
)


def steps() -> Iterator[re.Match[str]]:
    """Each block of the tutorial, with the file that it is for, or the result below it."""
    yield from STEP.finditer(TUTORIAL.read_text(encoding="utf-8"))


def run(command: str, project: Path) -> None:
    """Run a dbt command of the tutorial in this process."""
    name, *arguments = command.split()
    assert name == "dbt"
    folders = ["--project-dir", str(project), "--profiles-dir", str(project)]
    try:
        result = dbtRunner().invoke([*UNLOGGED, *arguments, *folders])
    finally:
        DuckDBConnectionManager.close_all_connections()
    assert result.success, (command, result.exception, result.result)


def table(database: Path, query: str) -> list[str]:
    """The result of a query as the rows of a table in Markdown."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(query)
        names = [column[0] for column in found.description]
        rows = [[str(value) for value in row] for row in found.fetchall()]
    return [f"| {' | '.join(row)} |" for row in [names, *rows]]


def test_the_tutorial_gives_the_results_that_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "shop"
    project.mkdir()
    shutil.copytree(PACKAGE, tmp_path / "automate_dv")
    monkeypatch.chdir(project)
    monkeypatch.delenv("DBT_PROJECT_DIR", raising=False)
    done = []
    for step in steps():
        if step["kind"] == "bash":
            for command in step["body"].splitlines():
                run(command, project)
        elif step["result"]:
            heading, _, *rows = step["result"].splitlines()
            assert table(project / "shop.duckdb", step["body"]) == [heading, *rows]
        else:
            file = project / (step["new"] or step["file"])
            file.parent.mkdir(exist_ok=True)
            with file.open("a" if step["added"] else "w", encoding="utf-8") as opened:
                opened.write(step["body"])
        done.append("result" if step["result"] else step["kind"])
    assert {kind: done.count(kind) for kind in set(done)} == {
        "yaml": 3, "csv": 2, "sql": 6, "bash": 2, "result": 3,
    }  # fmt: skip

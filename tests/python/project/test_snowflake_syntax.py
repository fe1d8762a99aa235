"""Every statement that dbt sends to Snowflake parses in two independent grammars of its dialect.

sqlglot reads all statements. sqlfluff, which is stricter and a hundred times slower, reads a choice
of them that has every construct; the long form reads all, of builds of the whole project.
"""

from __future__ import annotations

import heapq
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from offline_project import Offline, offline_project
from sqlfluff.core import FluffConfig, Linter
from sqlglot import exp
from sqlglot.tokens import TokenType

from snowflake_account.scripts import filled
from snowflake_account.settings import read_settings

# Statements that sqlglot keeps as text; sqlfluff parses them.
KEPT_AS_TEXT = re.compile(
    r"show |alter schema |put |undrop |alter table \S+ (alter|modify column \S+ set tag)"
    r"|grant \w+ on all "
)
# Properties of a table that sqlglot does not know.
UNKNOWN_PROPERTIES = re.compile(r"(?i)\bcopy tags\b|\bwith row access policy \S+ on \([^)]*\)")
# Binary constants, which sqlfluff does not know.
BINARY = re.compile(r"(?i)\bx('[0-9a-f]*')")
RECURSION, STACK = 50_000, 512 * 1024**2
Construct = tuple[str, str]


def unique(statements: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each statement once, with the name of its first use."""
    found: dict[str, str] = {}
    for name, sql in statements:
        found.setdefault(sql, name)
    return {name: sql for sql, name in found.items()}


def syntax_error(sql: str) -> str:
    """What sqlglot does not understand; empty if it understands all."""
    try:
        trees = sqlglot.parse(UNKNOWN_PROPERTIES.sub("", sql), read="snowflake")
    except sqlglot.errors.SqlglotError as error:
        return str(error).splitlines()[0]
    unknown = [tree for tree in trees if isinstance(tree, exp.Command)]
    kept = [" ".join(f"{tree.this} {tree.expression}".lower().split()) for tree in unknown]
    return ", ".join(statement for statement in kept if not KEPT_AS_TEXT.match(statement))


def constructs(sql: str) -> set[Construct]:
    """What a statement consists of: its first word, and which kinds of expressions are in which."""
    known = UNKNOWN_PROPERTIES.sub("", sql)
    trees = [tree for tree in sqlglot.parse(known, read="snowflake") if tree]
    found = {
        (type(node.parent).__name__, type(node).__name__) for tree in trees for node in tree.walk()
    }
    # Of what sqlglot keeps as text only sqlfluff sees more than the first words.
    words = 2 if any(isinstance(tree, exp.Command) for tree in trees) else 1
    return found | {(" ".join(sql.lower().split()[:words]), "")}


def choice(statements: dict[str, str]) -> dict[str, str]:
    """Statements that have every construct of all of them, chosen for little text to parse."""
    found = {name: constructs(sql) for name, sql in statements.items()}
    missing, chosen = set().union(*found.values()), {}

    def cost(name: str) -> float:
        """Characters to parse per construct that is still missing."""
        new = len(found[name] & missing)
        return len(statements[name]) / new if new else float("inf")

    # The cost of a statement only rises, so one that is still the cheapest is the next.
    queue = [(cost(name), name) for name in found]
    heapq.heapify(queue)
    while missing:
        _, name = heapq.heappop(queue)
        if queue and (now := cost(name)) > queue[0][0]:
            heapq.heappush(queue, (now, name))
            continue
        missing -= found[name]
        chosen[name] = statements[name]
    return chosen


def position_with_comma(sql: str) -> str:
    """A statement with POSITION(a, b) for POSITION(a IN b).

    Snowflake's page of POSITION has both forms for any expression; sqlfluff knows the second one
    for names and strings only.
    """
    tokens = sqlglot.tokenize(sql, read="snowflake")
    depth = 0
    awaited: dict[int, bool] = {}  # parenthesis of POSITION, by depth -> its IN follows
    changed = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.token_type == TokenType.L_PAREN:
            depth += 1
            if before and before.text.lower() == "position":
                awaited[depth] = True
        elif token.token_type == TokenType.R_PAREN:
            awaited.pop(depth, None)
            depth -= 1
        elif token.token_type == TokenType.IN and awaited.get(depth):
            changed.append((token.start, token.end + 1))
            awaited[depth] = False
    for start, end in reversed(changed):
        sql = f"{sql[:start]},{sql[end:]}"
    return sql


def with_large_stack(function: Callable[[], Any]) -> Any:
    """The result of a function that needs more nested calls than Python allows."""
    results: list[Any] = []
    limit, size = sys.getrecursionlimit(), threading.stack_size(STACK)
    sys.setrecursionlimit(RECURSION)
    try:
        thread = threading.Thread(target=lambda: results.append(function()))
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    return results[0]


def unparsable(statements: dict[str, str]) -> Iterator[str]:
    """What sqlfluff cannot parse, with the names of the statements."""
    options = {"dialect": "snowflake", "templater": "raw", "max_parse_depth": 0,
               "max_parse_nodes": 0}  # fmt: skip
    linter = Linter(config=FluffConfig(overrides={**options, "large_file_skip_byte_limit": 0}))
    for name, sql in statements.items():
        known = BINARY.sub(r"\1", position_with_comma(sql))
        for problem in linter.parse_string(known).violations:
            yield f"{name}: {problem}"


def problems_of_sqlfluff(statements: dict[str, str]) -> list[str]:
    """What sqlfluff cannot parse in all of the statements."""
    return with_large_stack(lambda: list(unparsable(statements)))


@pytest.fixture(scope="module")
def statements(offline: Offline) -> dict[str, str]:
    """Everything that is rendered for Snowflake, each statement once."""
    found = unique([*offline.statements(), *offline.statements_sent()])
    assert len(found) > 1500
    return found


def test_sqlglot_parses_every_statement(statements: dict[str, str]) -> None:
    assert {name: error for name, sql in statements.items() if (error := syntax_error(sql))} == {}


@pytest.mark.long
def test_sqlfluff_parses_every_construct(statements: dict[str, str]) -> None:
    chosen = choice(statements)
    assert 20 < len(chosen) < len(statements) / 5
    assert problems_of_sqlfluff(chosen) == []


def test_each_kind_of_statement_is_rendered(offline: Offline) -> None:
    names = [name for name, _ in offline.statements_sent()]
    for kind in ("model.", "test.", "unit_test.", "snapshot.", "operation.", "publish", "upgrade_"):
        assert any(name.startswith(kind) for name in names), kind
    sent = " ".join(" ".join(sql.lower().split()) for _, sql in offline.statements_sent())
    for part in ("create or replace view", "create or replace table", "create or replace transient",
                 "create or replace temporary", "merge into", "delete from", "alter table",
                 "comment on"):  # fmt: skip
        assert part in sent, part


# What sqlfluff does not know, although the pages of these statements have it.
UNKNOWN_TO_SQLFLUFF = {
    "30_alerts.sql": ["type = email"],
}


def test_the_scripts_of_operations_parse(root: Path) -> None:
    values = read_settings({"C360_ALERT_ADDRESS": "people@example.com"})
    scripts = {
        path.name: filled(path.read_text(encoding="utf-8"), values)
        for path in sorted((root / "snowflake" / "operations").glob("*.sql"))
    }
    assert len(scripts) == 4
    problems = problems_of_sqlfluff(scripts)
    expected = [(name, part) for name, parts in UNKNOWN_TO_SQLFLUFF.items() for part in parts]
    assert len(problems) == len(expected)
    for problem, (name, part) in zip(problems, expected, strict=True):
        assert problem.startswith(f"{name}: ") and part in problem


@pytest.mark.long
def test_both_parse_every_statement_of_whole_builds(statements: dict[str, str]) -> None:
    whole = unique([*statements.items(), *offline_project("whole").statements_sent()])
    assert len(whole) > 3000
    assert {name: error for name, sql in whole.items() if (error := syntax_error(sql))} == {}
    assert problems_of_sqlfluff(whole) == []


@pytest.mark.parametrize(
    "sql",
    [
        "select from where",
        "select a from t group by",
        "create or replace tabel t as select 1 as one",
        "insert into t () values ()",
        "merge into t using u on t.a = u.a when matched then",
        "select case when a then 1 from t",
        "alter schema a swap with",
    ],
)
def test_broken_statements_are_detected(sql: str) -> None:
    assert syntax_error(sql) or problems_of_sqlfluff({"broken": sql})


def test_the_choice_has_every_construct_once() -> None:
    statements = {
        "short": "select a from t",
        "same": "select b from another_table",
        "window": "select c, sum(c) over (partition by d) from v where e = 1",
        "delete": "delete from t where e = 1",
    }
    assert set(choice(statements)) == {"short", "window", "delete"}


def test_nested_positions_get_their_own_comma() -> None:
    sql = "select position(substr(a, position('x' in a)) in b) from t where c in (1, 2)"
    expected = "select position(substr(a, position('x' , a)) , b) from t where c in (1, 2)"
    assert position_with_comma(sql) == expected

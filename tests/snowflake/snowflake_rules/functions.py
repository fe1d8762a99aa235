"""Functions that Snowflake lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

LIST = Path(__file__).with_name("functions.txt")
# Words that can precede a parenthesis and are not functions.
WORDS = set(
    """
    all and any array as asc at before between binary by case char check cluster cross date
    decimal desc distinct double else end escape except exclude exists float from full group
    having ilike in include inner int integer intersect into is join key lateral left like limit
    map minus not null number numeric object offset on or order outer over overwrite partition
    pivot primary qualify range recursive references right rlike rows sample select set string
    table tablesample tag text then time timestamp timestamp_ltz timestamp_ntz timestamp_tz union
    unique unpivot using values varbinary varchar vector when where with within
    """.split()
)
# Keywords in other places.
FUNCTIONS_TOO = {"left", "right", "date", "insert"}
NOT_FUNCTIONS = (TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER)
QUERIES = (exp.Query, exp.DML, exp.Values)


@cache
def documented_functions() -> frozenset[str]:
    """The functions in functions.txt, in lower case."""
    lines = (line.partition("#")[0] for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(word.lower() for line in lines for word in line.split())


def functions_called(sql: str) -> Iterator[str]:
    """The lower-case names directly before a parenthesis, without keywords."""
    tokens = sqlglot.tokenize(sql, read="snowflake")
    if len(tokens) > 1 and tokens[1].token_type == TokenType.L_PAREN:
        # A pair before the first token makes the loop see it as well.
        tokens = [tokens[1], *tokens]
    for before, name, parenthesis in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if parenthesis.token_type == TokenType.L_PAREN and is_function_name(before, name):
            yield name.text.lower()


def is_function_name(before: Token, name: Token) -> bool:
    """Whether a token before a parenthesis is a function: an unquoted word, no CTE and no alias."""
    if name.token_type in NOT_FUNCTIONS:
        return False
    word = name.text.lower()
    if not re.fullmatch(r"[a-z_]\w*", word):
        return False
    if word in FUNCTIONS_TOO:
        return before.text.lower() != "when" and before.text.lower() != "then"
    return word not in WORDS and before.text.lower() not in ("as", "into", "table", "view", ".")


def unknown_functions(tree: exp.Expression, sql: str) -> Iterator[str]:
    """The functions of a statement that are not documented, in lower case.

    sql: the text of the tree.
    """
    names = None
    for name in functions_called(sql):
        if name in documented_functions():
            continue
        names = names_with_columns(tree) if names is None else names
        if name not in names:
            yield name


def names_with_columns(tree: exp.Expression) -> set[str]:
    """The lower-case names of tables and aliases that a list of columns can follow."""
    found = {table.name.lower() for table in tree.find_all(exp.Table)}
    found |= {alias.name.lower() for alias in tree.find_all(exp.TableAlias) if alias.columns}
    return found

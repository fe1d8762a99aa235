"""Reserved words that name something without quotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import TokenError
from sqlglot.tokens import Token, TokenType

from contracts.names import SNOWFLAKE

# Words that are reserved only in SHOW commands.
# https://docs.snowflake.com/en/sql-reference/reserved-keywords
FOR_SHOW = set("ACCOUNT CONNECTION DATABASE GSCLUSTER ISSUE ORGANIZATION SCHEMA VIEW".split())
RESERVED = SNOWFLAKE - FOR_SHOW
# Statements that name objects and that sqlglot may not parse. One with a query is parsed.
COMMAND = re.compile(
    r"\s*(?:create|alter|drop|undrop|grant|revoke|use|call|put|get|remove|list|comment|copy|execute"
    r"|truncate|describe|desc|show)\b",
    re.I,
)
QUERY = re.compile(r"\bas\s*\(?\s*(?:--[^\n]*\s*)*(?:select|with|begin)\b|\$\$|->", re.I)
# A name follows these words, after IF [NOT] EXISTS.
BEFORE_A_NAME = set(
    "SCHEMA TABLE VIEW STAGE DATABASE ROLE USER WAREHOUSE TASK TAG POLICY PIPE STREAM ALERT MONITOR"
    " INTEGRATION FORMAT SEQUENCE CALL CLONE COLUMN USE INTO".split()
)
# Reserved words that go on with a statement after these words.
AFTER_THEM = set(
    "ALTER AND AS BY CREATE FOR FROM GRANT IN INSERT LIKE NOT OF ON OR SELECT SET TO UPDATE DELETE"
    " USING VALUES WHERE WITH START".split()
)


def reserved_names(tree: exp.Expression, words: Collection[str] = RESERVED) -> Iterator[str]:
    """The names of a parsed statement that are reserved words, in lower case."""
    for node in tree.find_all(exp.Identifier, exp.ColumnDef):
        if isinstance(node, exp.Identifier):
            is_reserved = not node.args.get("quoted") and node.name.upper() in words
            name = node.name
        else:
            # A word such as LOCALTIME is read as the function.
            is_reserved = not isinstance(node.this, (exp.Identifier, exp.Column, exp.Dot))
            name = node.this.key if node.this else ""
        if is_reserved:
            yield name.lower()


def reserved_names_in_commands(sql: str, words: Collection[str] = RESERVED) -> Iterator[str]:
    """The names of a statement about objects that are reserved words, in lower case.

    Part of a name with periods, or after a word such as SCHEMA. sql: one statement.
    """
    if not COMMAND.match(sql):
        return
    query = QUERY.search(sql)
    # sqlglot reads all that follows a word such as CALL as one string.
    first, _, rest = (sql[: query.start()] if query else sql).strip().partition(" ")
    try:
        following = sqlglot.tokenize(rest, read="snowflake")
    except TokenError:
        return
    tokens = [Token(TokenType.VAR, first), *following]
    for number, token in enumerate(tokens):
        if token.token_type in (TokenType.IDENTIFIER, TokenType.STRING):
            continue
        word = token.text.upper()
        if word in words and (has_period(tokens, number) or is_object(tokens, number)):
            yield word.lower()


def has_period(tokens: list[Token], number: int) -> bool:
    """Whether a token is a part of a name such as `a.b`."""
    return any(
        tokens[neighbour].token_type == TokenType.DOT
        for neighbour in (number - 1, number + 1)
        if 0 <= neighbour < len(tokens)
    )


def is_object(tokens: list[Token], number: int) -> bool:
    """Whether a token names the object of a statement."""
    word, before = tokens[number].text.upper(), [one.text.upper() for one in tokens[:number]]
    if before[-2:-1] == ["SWAP"] and before[-1:] == ["WITH"]:
        return True
    if word in AFTER_THEM or (word == "EXISTS" and before[-1:] in (["IF"], ["NOT"])):
        return False
    if before[-1:] == ["EXISTS"]:
        before = before[:-3] if before[-2:-1] == ["NOT"] else before[:-2]
    return before[-1:] != [] and before[-1] in BEFORE_A_NAME

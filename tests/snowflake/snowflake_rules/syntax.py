"""Clauses and types that only DuckDB has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.tokens import Token, TokenType

TYPES = set("BLOB HUGEINT UHUGEINT UBIGINT UINTEGER USMALLINT UTINYINT BIT".split())
BOOLEANS = (exp.Predicate, exp.Connector, exp.Boolean, exp.Not)
# Each kind of node, and what Snowflake calls it.
NODES: dict[type[exp.Expression], str] = {
    exp.Filter: "FILTER (WHERE ...)",
    exp.Returning: "RETURNING",
    exp.OnConflict: "ON CONFLICT",
}
DESCRIBED = re.compile(r"\s*desc(?:ribe)?\s+\(*\s*(?:select|with|from)\b", re.I)
# The text is only searched for what it may have.
MAYBE = re.compile(r"\bfrom\b|\bsample\b|::|\bcast\b|\binterval\b|%|\bdistinct\b|==|\*\*", re.I)


def duckdb_syntax(tree: exp.Expression, sql: str) -> Iterator[str]:
    """The clauses and types of a statement that Snowflake lacks. sql: the text of the tree."""
    selects = 0
    for node in tree.walk():
        if type(node) in NODES:
            yield NODES[type(node)]
        elif isinstance(node, exp.Select):
            selects += 1
        elif isinstance(node, exp.Join):
            yield from joins(node)
        elif isinstance(node, exp.Distinct) and node.args.get("on") is not None:
            yield "DISTINCT ON"
        elif isinstance(node, exp.Limit) and has_percent(node):
            yield "LIMIT with a percentage"
        elif isinstance(node, (exp.Sum, exp.Avg)) and isinstance(node.this, BOOLEANS):
            yield f"{node.key.upper()} of a BOOLEAN"
    if MAYBE.search(sql):
        yield from in_tokens(sqlglot.tokenize(sql, read="snowflake"), selects)


def describes_query(sql: str) -> bool:
    """Whether a statement describes a query. fakesnow itself sends such statements to DuckDB."""
    return DESCRIBED.match(sql) is not None


def joins(node: exp.Join) -> Iterator[str]:
    """Kinds of joins."""
    for kind in (node.kind, node.side, node.method):
        if kind in ("SEMI", "ANTI", "POSITIONAL"):
            yield f"{kind} JOIN"
    if node.method == "ASOF" and node.args.get("match_condition") is None:
        yield "ASOF JOIN without MATCH_CONDITION"


def has_percent(node: exp.Limit) -> bool:
    """Whether LIMIT has a percentage."""
    options = node.args.get("limit_options")
    return options is not None and bool(options.args.get("percent"))


def in_tokens(tokens: list[Token], selects: int) -> Iterator[str]:
    """What the tree does not show. selects: the number of queries in the tree."""
    words = ["" if token.token_type == TokenType.STRING else token.text.upper() for token in tokens]
    if selects > words.count("SELECT"):
        yield "FROM without SELECT"
    following = [*words[1:], ""]
    for number, (text, after) in enumerate(zip(words, following, strict=True)):
        is_type = text == "::" or (text == "AS" and words[number + 2 : number + 3] == [")"])
        if is_type and after in TYPES:
            yield f"the type {after}"
        elif text == "USING" and after == "SAMPLE":
            yield "USING SAMPLE"
        elif text == "INTERVAL" and re.fullmatch(r"\d+(\.\d+)?", after):
            yield "INTERVAL without quotes"
        elif text in ("**", "==") or (text == "=" == after and is_adjacent(tokens, number)):
            yield "the operator ** or =="


def is_adjacent(tokens: list[Token], number: int) -> bool:
    """Whether nothing is between a token and the next one."""
    return tokens[number].end + 1 == tokens[number + 1].start

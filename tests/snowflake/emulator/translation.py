"""Rules for Snowflake's syntax tree that fakesnow and sqlglot lack, applied before theirs."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from emulator.macros import SCHEMA

Type = exp.DataType.Type
TEXT = (Type.VARCHAR, Type.TEXT, Type.CHAR)
BYTES = (Type.BINARY, Type.VARBINARY)
COUNT_STAR = "count_star"
FLOAT_TYPES = (Type.FLOAT, Type.DOUBLE)
# Functions whose result is a FLOAT.
FLOATS = (exp.Exp, exp.Ln, exp.Log, exp.Pow, exp.Sqrt, exp.Stddev, exp.StddevSamp, exp.Variance)
# Their casts to text are as in DuckDB, or are translated by fakesnow.
UNCHANGED = (exp.Literal, exp.JSONExtract, exp.Bracket)
QUOTED = re.compile(r'"([^"]*)"')
CONTEXT = {
    "CurrentRole": "current_role",
    "CurrentWarehouse": "current_warehouse",
    "CurrentAccount": "current_account",
    "CurrentRegion": "current_region",
    "IsRoleInSession": "is_role_in_session",
}


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A call of a function of DuckDB, which fakesnow leaves as it is."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


def emulated(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A call of one of the emulator's macros."""
    made = call(f"{SCHEMA}.{name}", *arguments)
    for count in list(made.find_all(exp.Count)):
        if isinstance(count.this, exp.Star):
            # A macro has no argument with a star.
            count.replace(call(COUNT_STAR))
    return made


def aggregates(node: exp.Expression) -> bool:
    """Whether a node has an aggregate that is not a window function."""
    return any(
        not isinstance(found.parent, (exp.Window, exp.WithinGroup, exp.IgnoreNulls))
        for found in node.find_all(exp.AggFunc, exp.Anonymous)
        if isinstance(found, exp.AggFunc) or found.name == COUNT_STAR
    )


def text(node: exp.Expression) -> exp.Expression:
    """A value as text, by the formats of the session."""
    return exp.cast(node.copy(), "varchar") if aggregates(node) else emulated("to_text", node)


def to_bytes(node: exp.Expression) -> exp.Expression:
    """Bytes, or text with hexadecimal digits, as bytes."""
    return emulated("aggregate_to_bytes" if aggregates(node) else "to_bytes", node)


def trim(node: exp.Trim) -> exp.Expression:
    """TRIM removes the characters given, otherwise spaces and no other whitespace."""
    side = {"LEADING": "ltrim", "TRAILING": "rtrim"}
    name = side.get(str(node.args.get("position") or "").upper(), "trim")
    characters = node.args.get("expression") or exp.Literal.string(" ")
    return call(name, text(node.this), characters)


def cast(node: exp.Cast) -> exp.Expression:
    """Casts to VARCHAR and BINARY, whose results differ from DuckDB's."""
    if node.to.this in BYTES:
        return to_bytes(node.this)
    if node.to.this in TEXT and not isinstance(node.this, UNCHANGED):
        value = text(node.this)
        return exp.Cast(this=value, to=node.to.copy()) if node.to.expressions else value
    return node


def is_float(node: exp.Expression) -> bool:
    """Whether a node is a FLOAT, as far as its text tells."""
    return bool(node.find(*FLOATS)) or any(
        cast.to.this in FLOAT_TYPES for cast in node.find_all(exp.Cast)
    )


def divide(node: exp.Div) -> exp.Expression:
    """Division of numbers is exact, and by zero an error."""
    dividend, divisor = node.this, node.expression
    if not aggregates(node):
        return emulated("divide", dividend, divisor)
    quotient = exp.Div(this=exp.paren(dividend.copy()), expression=emulated("not_zero", divisor))
    return exp.paren(quotient) if is_float(node) else exp.cast(quotient, "decimal(38, 12)")


def hash_of(arguments: list[exp.Expression]) -> exp.Expression:
    """HASH, of which a star stands for all columns."""
    return call("hash", *(
        exp.Columns(this=argument.copy(), unpack=True)
        if isinstance(argument, exp.Star) or isinstance(argument.this, exp.Star) else argument
        for argument in arguments
    ))  # fmt: skip


def hashes(node: exp.Anonymous) -> exp.Expression:
    """HASH, and HASH_AGG, which does not depend on the order of the rows."""
    name = node.name.upper()
    if name == "HASH":
        return hash_of(node.expressions)
    return exp.Sum(this=hash_of(node.expressions)) if name == "HASH_AGG" else node


def hash_agg(node: exp.Expression) -> exp.Expression:
    """HASH_AGG, if it is parsed as a function that sqlglot knows."""
    return exp.Sum(this=hash_of([node.this, *node.expressions]))


def truncate(node: exp.DateTrunc) -> exp.Expression:
    """DATE_TRUNC of a date is a date. Weeks start on Monday, as in DuckDB."""
    if aggregates(node):
        return node
    unit = exp.Literal.string(node.args["unit"].name.lower())
    return emulated("truncate", unit, node.this)


def ratio_to_report(node: exp.Window) -> exp.Expression:
    """RATIO_TO_REPORT is a value divided by the sum of its window."""
    if not (isinstance(node.this, exp.Anonymous) and node.this.name.upper() == "RATIO_TO_REPORT"):
        return node
    value = node.this.expressions[0]
    total = node.copy()
    total.set("this", exp.Sum(this=value.copy()))
    return emulated("divide", value, total)


def to_char(node: exp.ToChar) -> exp.Expression:
    """TO_CHAR and TO_VARCHAR of one argument, and of bytes as hexadecimal digits."""
    form = node.args.get("format")
    if form is None:
        return text(node.this)
    return exp.Hex(this=node.this) if form.name.upper() == "HEX" else node


def to_binary(node: exp.ToBinary) -> exp.Expression:
    """TO_BINARY reads hexadecimal digits unless a format says otherwise."""
    form = node.args.get("format")
    hexadecimal = form is None or form.name.upper() == "HEX"
    return to_bytes(node.this) if hexadecimal else node


def format_mask(node: exp.Expression) -> exp.Expression:
    """Text in double quotes in a format stands for itself."""
    form = node.args.get("format")
    if isinstance(form, exp.Literal) and '"' in form.name:
        form.set("this", QUOTED.sub(r"\1", form.name))
    return node


def array_to_string(node: exp.ArrayToString) -> exp.Expression:
    """Joined parts of a split text, sorted or not, are text in DuckDB, not JSON."""
    parts, is_sorted = node.this, isinstance(node.this, exp.SortArray)
    if is_sorted:
        parts = parts.this
    if not isinstance(parts, exp.Split):
        return node
    values = call("string_split", parts.this, parts.expression)
    return call(
        "array_to_string", call("list_sort", values) if is_sorted else values, node.expression
    )


def split_to_table(text: exp.Expression, separator: exp.Expression) -> exp.Subquery:
    """A query with the rows of SPLIT_TO_TABLE, a table function that DuckDB lacks."""
    parts = call("string_split", text, separator)
    position = call("generate_subscripts", parts, exp.Literal.number(1))
    columns = {"SEQ": exp.Literal.number(1), "INDEX": position, "VALUE": call("unnest", parts)}
    return exp.select(*(exp.alias_(column, name) for name, column in columns.items())).subquery()


def lateral(node: exp.Lateral) -> exp.Expression:
    """`lateral split_to_table(...)`."""
    if isinstance(node.this, exp.SplitToTable):
        node.set("this", split_to_table(node.this.this, node.this.expression))
    return node


def table_function(node: exp.TableFromRows) -> exp.Expression:
    """`table(split_to_table(...))`."""
    if isinstance(node.this, exp.SplitToTable):
        query = split_to_table(node.this.this, node.this.expression)
        query.set("alias", node.args.get("alias"))
        return query
    return node


def bytes_type(node: exp.DataType) -> exp.Expression:
    """BINARY(16) has no length in DuckDB."""
    if node.this in BYTES:
        node.set("expressions", None)
    return node


def positional(node: exp.Parameter) -> exp.Expression:
    """`$1` is the first column of VALUES; in COPY it is that of a file, which fakesnow knows."""
    if not node.name.isdigit() or node.find_ancestor(exp.Copy):
        return node
    return exp.column(f"COLUMN{node.name}")


def similarity(node: exp.Expression) -> exp.Expression:
    """JAROWINKLER_SIMILARITY is a whole number."""
    return call("jarowinkler", node.this, node.expression)


def merge(node: exp.Merge) -> exp.Expression:
    """In `insert ... values` of a MERGE, a name without a table is one of the source."""
    source = node.args["using"].alias_or_name
    for when in node.args["whens"].expressions:
        insert = when.args.get("then")
        if isinstance(insert, exp.Insert) and insert.expression is not None:
            for column in insert.expression.find_all(exp.Column):
                if not column.table:
                    column.set("table", exp.to_identifier(source))
    return node


RULES: dict[str, Callable[..., exp.Expression]] = {
    "Trim": trim,
    "Cast": cast,
    "Div": divide,
    "Anonymous": hashes,
    "HashAgg": hash_agg,
    "DateTrunc": truncate,
    "TimestampTrunc": truncate,
    "Window": ratio_to_report,
    "ToChar": to_char,
    "ToBinary": to_binary,
    "StrToTime": format_mask,
    "StrToDate": format_mask,
    "StrToUnix": format_mask,
    "TsOrDsToDate": format_mask,
    "ArrayToString": array_to_string,
    "Lateral": lateral,
    "TableFromRows": table_function,
    "DataType": bytes_type,
    "Parameter": positional,
    "JarowinklerSimilarity": similarity,
    "Merge": merge,
} | {name: lambda node, macro=macro: emulated(macro, *node.expressions)
     for name, macro in CONTEXT.items()}  # fmt: skip


def translate(tree: exp.Expression) -> exp.Expression:
    """The tree with all rules applied, the innermost nodes first. It is changed in place."""
    found = [node for node in tree.walk() if type(node).__name__ in RULES]
    for node in reversed(found):
        replaced = RULES[type(node).__name__](node)
        if replaced is not node:
            if node is tree:
                tree = replaced
            else:
                node.replace(replaced)
    return tree

"""Rules for text and bytes."""

from __future__ import annotations

import re

from sqlglot import exp

from emulator.calls import aggregates, call, emulated
from emulator.session import duckdb_format

Type = exp.DataType.Type
TEXT = (Type.VARCHAR, Type.TEXT, Type.CHAR)
BYTES = (Type.BINARY, Type.VARBINARY)
# Their casts to text are as in DuckDB, or are translated by fakesnow.
UNCHANGED = (exp.Literal, exp.JSONExtract, exp.Bracket)
FLOATS = (Type.FLOAT, Type.DOUBLE)
# What is text already.
IS_TEXT = (exp.Literal, exp.Null, exp.Lower, exp.Upper, exp.Replace, exp.Substring, exp.MD5)
NUMBERS = (
    Type.DECIMAL,
    Type.INT,
    Type.BIGINT,
    Type.SMALLINT,
    Type.TINYINT,
    Type.DOUBLE,
    Type.FLOAT,
)
QUOTED = re.compile(r'"([^"]*)"')


def text(node: exp.Expression) -> exp.Expression:
    """A value as text, by the formats of the session."""
    return emulated("aggregate_to_text" if aggregates(node) else "to_text", node)


def is_text(node: exp.Expression) -> bool:
    """Whether an expression is text, as far as it tells; text of the emulator's macros included."""
    if isinstance(node, exp.Cast):
        return node.to.this in TEXT
    if isinstance(node, exp.Anonymous):
        return node.name.endswith("to_text") or node.name in ("trim", "ltrim", "rtrim")
    if isinstance(node, exp.Coalesce):
        return all(is_text(one) for one in (node.this, *node.expressions))
    if isinstance(node, (exp.Nullif, exp.Paren)):
        return is_text(node.this)
    return isinstance(node, (*IS_TEXT, exp.DPipe))


def part(node: exp.Expression) -> exp.Expression:
    """An operand of a concatenation as text by the formats of the session; bytes stay bytes."""
    if is_text(node) or isinstance(node, UNCHANGED):
        return node
    is_other = aggregates(node) or any(it.to.this in FLOATS for it in node.find_all(exp.Cast))
    return text(node) if is_other else emulated("to_part", node)


def concatenation(node: exp.Expression) -> exp.Expression:
    """`||`, CONCAT and CONCAT_WS."""
    if isinstance(node, exp.DPipe):
        for key in ("this", "expression"):
            node.set(key, part(node.args[key]))
    else:
        node.set("expressions", [part(one) for one in node.expressions])
    return node


def listagg(node: exp.GroupConcat) -> exp.Expression:
    """LISTAGG; an order by the value that is listed once must be of its text as well."""
    order = node.this if isinstance(node.this, exp.Order) else None
    listed = order.this if order is not None else node.this
    distinct = listed if isinstance(listed, exp.Distinct) else None
    value = distinct.expressions[0] if distinct is not None else listed
    changed = part(value)
    if changed is value:
        return node
    if distinct is not None:
        distinct.set("expressions", [changed])
        for ordered in order.expressions if order is not None else []:
            if ordered.this == value:
                ordered.set("this", changed.copy())
    else:
        (order if order is not None else node).set("this", changed)
    return node


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
    """Casts to VARCHAR and BINARY, whose results differ from DuckDB's, and to NUMBER(38, 0)."""
    if node.to.this in BYTES:
        return to_bytes(node.this)
    if node.to.this == Type.DECIMAL and [str(it) for it in node.to.expressions] == ["38", "0"]:
        # fakesnow makes it a BIGINT, which has half of the digits.
        node.set("to", exp.DataType(this=Type.USERDEFINED, kind="hugeint"))
        return node
    if node.to.this in TEXT and not isinstance(node.this, UNCHANGED):
        value = text(node.this)
        return exp.Cast(this=value, to=node.to.copy()) if node.to.expressions else value
    return node


def try_cast(node: exp.TryCast) -> exp.Expression:
    """TRY_CAST to BINARY and timestamps, which is null where CAST is an error, and to a number."""
    if node.to.this in NUMBERS:
        node.set("this", number_text(node.this))
    if node.to.this in (Type.TIMESTAMP, Type.TIMESTAMPNTZ):
        return call("try", exp.Cast(this=node.this, to=node.to))
    return call("try", to_bytes(node.this)) if node.to.this in BYTES else node


def number_text(node: exp.Expression) -> exp.Expression:
    """The text of a number; DuckDB would read `1_000`."""
    return node if aggregates(node) else emulated("number_text", node)


def to_number(node: exp.ToNumber) -> exp.Expression:
    """TO_NUMBER and TRY_TO_NUMBER."""
    node.set("this", number_text(node.this))
    return node


def to_char(node: exp.ToChar) -> exp.Expression:
    """TO_CHAR and TO_VARCHAR: by the session's formats, as hexadecimal digits, or by a format."""
    form = node.args.get("format")
    if form is None:
        return text(node.this)
    if form.name.upper() == "HEX":
        return exp.Hex(this=node.this)
    if not isinstance(form, exp.Literal) or "YY" not in form.name.upper():
        raise NotImplementedError(f"to_char with the format {form.sql('snowflake')}")
    return call("strftime", node.this, exp.Literal.string(duckdb_format(form.name)))


def to_binary(node: exp.ToBinary) -> exp.Expression:
    """TO_BINARY reads hexadecimal digits unless a format says otherwise."""
    form = node.args.get("format")
    hexadecimal = form is None or form.name.upper() == "HEX"
    return to_bytes(node.this) if hexadecimal else node


def data_type(node: exp.DataType) -> exp.Expression:
    """BINARY(16) has no length in DuckDB, and VECTOR(FLOAT, 3) is an array of three there."""
    if node.this in BYTES:
        node.set("expressions", None)
    elif node.this == Type.VECTOR:
        _, length = node.expressions
        # fakesnow makes JSON of an array, and leaves a type that it does not know.
        return exp.DataType(this=Type.USERDEFINED, kind=f"double[{length}]")
    return node


def format_mask(node: exp.Expression) -> exp.Expression:
    """Text in double quotes in a format is literal."""
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


def similarity(node: exp.Expression) -> exp.Expression:
    """JAROWINKLER_SIMILARITY is a whole number."""
    return call("jarowinkler", node.this, node.expression)

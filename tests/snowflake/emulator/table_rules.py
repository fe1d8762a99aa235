"""Rules for rows: table functions, VALUES, MERGE and hashes of rows."""

from __future__ import annotations

from sqlglot import exp

from emulator.calls import call


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


def positional(node: exp.Parameter) -> exp.Expression:
    """`$1` is the first column of VALUES; in COPY it is that of a file, which fakesnow knows."""
    if not node.name.isdigit() or node.find_ancestor(exp.Copy):
        return node
    return exp.column(f"COLUMN{node.name}")


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


NOT_ENFORCED = (exp.PrimaryKey, exp.ForeignKey, exp.UniqueColumnConstraint, exp.Reference)
KEYS = (exp.PrimaryKeyColumnConstraint, exp.UniqueColumnConstraint, exp.Reference)


def constraints(node: exp.Create) -> exp.Expression:
    """Keys are not enforced, but a primary key has no nulls; lengths of text are enforced."""
    if not isinstance(node.this, exp.Schema):
        return node
    parts = [part for part in node.this.expressions if not is_key(part)]
    for column in (part for part in parts if isinstance(part, exp.ColumnDef)):
        kept = []
        for constraint in column.args.get("constraints") or []:
            if isinstance(constraint.kind, exp.PrimaryKeyColumnConstraint):
                constraint.set("kind", exp.NotNullColumnConstraint())
            elif isinstance(constraint.kind, KEYS):
                continue
            kept.append(constraint)
        if node.expression is None and (length := text_length(column)):
            kept.append(exp.ColumnConstraint(kind=exp.CheckColumnConstraint(this=exp.LTE(
                this=call("length", exp.column(column.this.copy())), expression=length.copy()
            ))))  # fmt: skip
        column.set("constraints", kept)
    node.this.set("expressions", parts)
    return node


def is_key(part: exp.Expression) -> bool:
    """Whether a part of a table's definition is a key of it."""
    if isinstance(part, exp.Constraint):
        return any(isinstance(one, NOT_ENFORCED) for one in part.expressions)
    return isinstance(part, NOT_ENFORCED)


def text_length(column: exp.ColumnDef) -> exp.Expression | None:
    """The length of a column of type VARCHAR(n)."""
    kind = column.kind
    if kind is None or kind.this not in (exp.DataType.Type.VARCHAR, exp.DataType.Type.TEXT):
        return None
    return kind.expressions[0].this if kind.expressions else None


def hash_of(arguments: list[exp.Expression]) -> exp.Expression:
    """HASH, in which a star means all columns."""
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

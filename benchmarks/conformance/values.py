"""Parses the values in scenarios: hash functions, nulls and expressions of metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

HASH_CELL = re.compile(r"(md5|sha1|sha)\('(.*)'\)", re.DOTALL)
METADATA_CELL = re.compile(r"(hashdiff|exclude_hashdiff|escape)\('(.*)'\)", re.DOTALL)
ALGORITHMS = {"md5": hashlib.md5, "sha1": hashlib.sha1, "sha": hashlib.sha256}
TYPES = {
    "BINARY": "BLOB", "NUMBER": "DECIMAL", "TIMESTAMP_TZ": "TIMESTAMPTZ", "DATETIME": "TIMESTAMP",
    "STRING": "VARCHAR",
}  # fmt: skip


def parse_metadata(cell: str) -> object:
    """A cell as an argument of `stage`.

    `hashdiff('A,B')`, `exclude_hashdiff('A')`, `escape('A B')` and `[A,B]` are mappings and lists;
    all others are strings.
    """
    if match := METADATA_CELL.fullmatch(cell):
        kind, inner = match.groups()
        columns = inner.split(",") if inner else []
        if kind == "escape":
            return {"source_column": columns if len(columns) > 1 else inner, "escape": True}
        return {
            "is_hashdiff": True,
            **({"exclude_columns": True} if kind == "exclude_hashdiff" else {}),
            **({"columns": columns} if columns else {}),
        }
    if cell.startswith("[") and cell.endswith("]"):
        return cell[1:-1].split(",")
    return cell


def duckdb_type(declared: str | None, cells: Sequence[str] = ()) -> str:
    """The type of a column on DuckDB: as declared for Snowflake, else by its cells."""
    if declared is None:
        return "BLOB" if any(HASH_CELL.fullmatch(cell) for cell in cells) else "VARCHAR"
    name, _, size = declared.strip("` ").upper().partition("(")
    name = TYPES.get(name, name)
    return name if name in ("BLOB", "VARCHAR") or not size else f"{name}({size}"


def literal(cell: str, kind: str) -> str:
    """SQL of a cell of a type. Seeds, which the scenarios use, read the word null as null."""
    if cell.lower() in ("<null>", "null", ""):
        return f"CAST(NULL AS {kind})"
    if match := HASH_CELL.fullmatch(cell):
        cell = ALGORITHMS[match[1]](match[2].encode()).hexdigest().upper()
    if kind == "BLOB":
        return f"unhex('{cell}')"
    return "CAST('{}' AS {})".format(cell.replace("'", "''"), kind)


def select_rows(
    header: Sequence[str], rows: Sequence[Sequence[str]], types: Mapping[str, str]
) -> str:
    """A query of these rows."""
    kinds = [
        duckdb_type(types.get(column), [row[place] for row in rows])
        for place, column in enumerate(header)
    ]
    if not rows:
        columns = ", ".join(
            f'CAST(NULL AS {kind}) AS "{column}"'
            for column, kind in zip(header, kinds, strict=True)
        )
        return f"SELECT {columns} WHERE false"
    names = ", ".join(f'"{column}"' for column in header)
    values = ", ".join("({})".format(", ".join(map(literal, row, kinds))) for row in rows)
    return f"SELECT * FROM (VALUES {values}) AS given({names})"

"""IDENTIFIER(?) with a bound name; fakesnow reads quoted names with periods as one name."""

from __future__ import annotations

import re
from typing import Any

NAME = re.compile(r"\bidentifier\s*\(\s*\?\s*\)", re.I)
Bindings = dict[str, dict[str, Any]]


def with_names(sql: str, bindings: Bindings) -> tuple[str, Bindings]:
    """A statement with its bound names written out, and the other bindings, numbered again.

    bindings: as the connector sends them, the position of a question mark -> type and value.
    """
    if not NAME.search(sql) or not all(position.isdigit() for position in bindings):
        return sql, bindings
    rest = [bindings[position] for position in sorted(bindings, key=int)]
    while found := NAME.search(sql):
        name = rest.pop(sql.count("?", 0, found.start()))
        sql = sql[: found.start()] + name["value"] + sql[found.end() :]
    return sql, {str(number + 1): binding for number, binding in enumerate(rest)}

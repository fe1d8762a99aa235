"""The SQL scripts of a folder, in order, as single statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from snowflake.connector.util_text import split_statements

VARIABLE = re.compile(r"&\{(\w+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A script with its variables filled in. Raises KeyError for an unknown one."""
    return VARIABLE.sub(lambda found: values[found[1]], text)


def statements(text: str) -> list[str]:
    """The statements of a script, without comments."""
    split = (sql.strip() for sql, _ in split_statements(StringIO(text), remove_comments=True))
    return [sql.removesuffix(";") for sql in split if sql.removesuffix(";").strip()]


def applies(name: str, values: Mapping[str, str]) -> bool:
    """Whether a script is for an account with these settings."""
    if name.endswith((".s3.sql", ".internal.sql")):
        return name.endswith(".s3.sql") == bool(values["deliveries_url"])
    if "alerts" in name:
        return bool(values["alert_address"])
    return "network" not in name or bool(values["allowed_addresses"])


def scripts(folder: Path, values: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """(file name, statements) of each numbered script of a folder that applies, in order."""
    for path in sorted(folder.glob("[0-9]*.sql")):
        if applies(path.name, values):
            yield path.name, statements(filled(path.read_text(encoding="utf-8"), values))

"""The checks and types of the landing, rendered without dbt, as in mdm.standardise.macros."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from dbt_in_process import ROOT
from mdm.standardise.macros import Adapter

FILES = [*sorted((ROOT / "macros" / "types").glob("*.sql"))]
FILES += [ROOT / "macros" / "landing" / f"{name}.sql" for name in ("checks", "column_checks")]
FILES += [
    ROOT / "macros" / "landing" / f"{name}.sql" for name in ("known_codes", "typed", "key_text")
]


@cache
def landing_macros(engine: str = "duckdb") -> Any:
    """The macros as functions that return SQL for an engine; typed reads what `declare` set."""
    adapter = Adapter(engine)
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    text = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    declared: dict[str, Any] = {}
    given = {"adapter": adapter, "feed_declaration": declared.__getitem__}
    given["return"] = str
    adapter.macros = environment.from_string(text, globals=given).module
    adapter.macros.declared = declared
    return adapter.macros


def check_and_value(
    column: Mapping[str, Any], time_zone: str = "UTC", engine: str = "duckdb"
) -> tuple[str, str]:
    """The check of a column `value` and the expression that staging stores, as SQL.

    column: what feed_declarations says of it.
    """
    macros = landing_macros(engine)
    macros.declared["feed"] = {"columns": {"value": column}, "time_zone": time_zone}
    checks = [macros.value_check("value", column, time_zone)]
    if column.get("is_key"):
        checks.insert(0, macros.key_check("value", column))
    texts = [str(check).strip() for check in checks]
    check = f"coalesce({', '.join([*filter(None, texts), 'null'])})"
    return check, str(macros.typed("feed", "value")).strip()


def clean(column: str, engine: str = "duckdb") -> str:
    """The clean text of a column, as SQL; it needs `odd_characters` in its FROM."""
    return str(landing_macros(engine).clean_text(column)).strip()


def odd_characters(engine: str = "duckdb") -> str:
    """The select of the CTE odd_characters."""
    return str(landing_macros(engine).odd_characters()).strip()

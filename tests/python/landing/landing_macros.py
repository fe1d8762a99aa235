"""The checks and types of the landing, rendered without dbt, as in mdm.standardise.macros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import jinja2

from contracts.declarations import column_facts
from contracts.feed import Feed
from contracts.read import feeds_by_name
from dbt_in_process import ROOT
from mdm.standardise.macros import Adapter

FILES = [*sorted((ROOT / "macros" / "types").glob("*.sql"))]
FILES += [ROOT / "macros" / "landing" / f"{name}.sql" for name in ("checks", "column_checks")]
FILES += [ROOT / "macros" / "landing" / "delivery_checks.sql"]
FILES += [
    ROOT / "macros" / "landing" / f"{name}.sql" for name in ("known_codes", "typed", "key_text")
]
FILES += [ROOT / "macros" / "identity" / "text.sql"]
FILES += [ROOT / "macros" / "landing" / "file_names.sql"]


FEEDS = feeds_by_name(ROOT / "contracts")
CASINGS = {
    f"{feed.name}.{column.name}": column.casing
    for feed in FEEDS.values()
    for column in feed.columns
}
COLUMNS = {
    f"{feed.name}.{column.name}": column_facts(column, CASINGS)
    for feed in FEEDS.values()
    for column in feed.own_columns
}


@cache
def landing_macros(engine: str = "duckdb", *, is_later_load: bool = False) -> Any:
    """The macros as functions that return SQL for an engine; typed reads what `declare` set.

    is_later_load: whether the model's table exists; its name is stored. A row of a feed has its
    content in the column hashdiff.
    """
    adapter = Adapter(engine)
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    text = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    declared: dict[str, Any] = {}
    given = {"adapter": adapter, "feed_declaration": declared.__getitem__}
    given |= {"var": {"calendar_until": "2045-12-31"}.__getitem__}
    given |= {"return": str, "is_later_load": lambda: is_later_load, "this": "stored"}
    given |= {"hashdiffs_of": lambda feed: ["hashdiff"]}
    adapter.macros = environment.from_string(text, globals=given).module
    adapter.macros.declared = declared
    return adapter.macros


def check_and_value(
    column: Mapping[str, Any], time_zone: str = "UTC", engine: str = "duckdb"
) -> tuple[str, str]:
    """The check of a column `value` and the expression that staging stores, as SQL.

    column: its declaration in feed_declarations.
    """
    macros = landing_macros(engine)
    macros.declared["feed"] = {"columns": {"value": column}, "time_zone": time_zone}
    checks = [macros.value_check("value", column, time_zone)]
    if column.get("is_key"):
        checks.insert(0, macros.key_check("value", column))
    strings = [str(check).strip() for check in checks]
    check = f"coalesce({', '.join([*filter(None, strings), 'null'])})"
    return check, str(macros.typed("feed", "value")).strip()


def clean(column: str, engine: str = "duckdb") -> str:
    """The clean text of a column, as SQL; it needs `special_characters` in its FROM."""
    special = ("special_characters.characters", "special_characters.replacements")
    return str(landing_macros(engine).clean_text(column, *special)).strip()


def special_characters(engine: str = "duckdb") -> str:
    """The select of the CTE special_characters."""
    return str(landing_macros(engine).special_characters()).strip()


def feed_of(column: str) -> Feed:
    """The feed of a column, given as `feed.column`."""
    return FEEDS[column.split(".")[0]]


def outcomes(column: str, strings: Sequence[str]) -> list[tuple[str | None, Any]]:
    """The result of a column's check for each value, and the value that DuckDB's staging stores."""
    declared = {name: fact for name, fact in COLUMNS[column].items() if name != "is_past"}
    check, value = check_and_value(declared, feed_of(column).time_zone)
    rows = (
        duckdb.cursor()
        .execute(
            f"""
        with special_characters as ({special_characters()}),
        delivered as (select unnest(?) as value, unnest(?) as place),
        cleaned as (
            select {clean("delivered.value")} as value, place
            from delivered cross join special_characters
        )
        select {check} as reason, {value} as stored from cleaned order by place
        """,
            [list(strings), list(range(len(strings)))],
        )
        .fetchall()
    )
    return [(reason and reason.removesuffix(" in value"), stored) for reason, stored in rows]

"""The masked database: the published marts without personal data, for analysts.

Text is masked as ***, as on Snowflake (snowflake/setup/40_governance.sql); a value of another type,
such as a date or an embedding, is null.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contracts.personal_data import categories
from contracts.read import read_feeds
from warehouse.database import connect, literal
from warehouse.publication.database_copy import replace_database

SIDE = re.compile(r"_[lr]$")


def masked_path(published: Path) -> Path:
    """The masked database of a published file: c360.masked.duckdb for c360.duckdb."""
    return published.with_name(f"{published.name.removesuffix('.duckdb')}.masked.duckdb")


def masked_columns(node: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Column of a mart with personal data -> its mask as SQL, as personal_columns in
    macros/snowflake/personal_data.sql.

    names: the names of columns with personal data, each with its category.
    """
    found = {}
    for name, column in node["columns"].items():
        meta = column.get("config", {}).get("meta", {}) | column.get("meta", {})
        plain = SIDE.sub("", name)
        category = meta.get("personal_data") or names.get(name) or names.get(plain)
        kind = (column.get("data_type") or "").lower()
        if category and kind == "varchar":
            found[name] = f"case when {name} is not null then '***' end"
        elif category and kind and category != "key":  # a measure such as a balance stays
            found[name] = f"cast(null as {kind})"
    return found


def write_masked(published: Path, manifest: Mapping[str, Any], root: Path) -> Path:
    """Write the masked database of a published file; returns its path. Raises duckdb.Error.

    manifest: of the build. root: the folder of the contracts.
    """
    names = categories(read_feeds(root / "contracts"))
    path = masked_path(published)
    part = path.with_name(f"{path.name}.publishing")
    part.unlink(missing_ok=True)
    marts = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    with connect(Path(":memory:")) as connection:
        # The SQL of a view contains the database's name, which is the name of its file.
        full = f'"{published.name.removesuffix(".duckdb")}"'
        connection.execute(f"attach {literal(published)} as {full} (read_only)")
        connection.execute(f"attach {literal(part)} as masked")
        connection.execute("create schema masked.marts")
        there = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
            " and table_catalog <> 'masked' order by all"
        ).fetchall()
        for (mart,) in there:
            if mart in marts:
                masks = masked_columns(marts[mart], names)
                replaced = ", ".join(f"{mask} as {name}" for name, mask in masks.items())
                replace = f"replace ({replaced})" if replaced else ""
                rows = f"select * {replace} from {full}.marts.{mart}"
                connection.execute(f"create table masked.marts.{mart} as {rows}")
        connection.execute("detach masked")
    replace_database(part, path)
    return path

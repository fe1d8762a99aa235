"""The masked database has the published marts without personal data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.publication.masked import masked_path, write_masked


def column(kind: str, meta: str = "") -> dict:
    """A column in a manifest."""
    return {"data_type": kind, "config": {"meta": {"personal_data": meta} if meta else {}}}


NODE = {
    "resource_type": "model",
    "name": "dim_customer",
    "schema": "marts",
    "columns": {
        "customer_uid": column("varchar"),
        "full_name": column("varchar"),
        "email_l": column("varchar"),
        "birth_date": column("date"),
        "shown_value": column("varchar", "text"),
        "embedding": column("float[2]", "text"),
        "balance": column("decimal(18,2)"),
        "revenue": column("double"),
    },
}
ROWS = """
    select 'C-1' as customer_uid, 'Ann Lee' as full_name, null as email_l,
        date '1980-01-02' as birth_date, 'Leeds' as shown_value, [1, 2]::float[2] as embedding,
        2.5::decimal(18, 2) as balance, 7.5 as revenue
"""


def test_personal_columns_are_masked_and_others_stay(root: Path, tmp_path: Path) -> None:
    published = tmp_path / "c360.duckdb"
    with duckdb.connect(str(published)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.stored as {ROWS}")
        # A view names its database.
        connection.execute("create view marts.dim_customer as from c360.marts.stored")
    path = write_masked(published, {"nodes": {"model.x": NODE}}, root)
    assert path == masked_path(published) == tmp_path / "c360.masked.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
        assert tables == [("dim_customer",)]
        rows = connection.execute("from marts.dim_customer").fetchall()
        types = dict(
            connection.execute("select column_name, data_type from duckdb_columns()").fetchall()
        )
    assert rows == [("C-1", "***", None, None, "***", None, Decimal("2.5"), 7.5)]
    assert (types["birth_date"], types["embedding"]) == ("DATE", "FLOAT[2]")

"""Archives a warehouse of version 0.1 into one file, as described in README.md.

    python tests/python/upgrade/export_warehouse.py DATABASE LANDING FILE.zip

Tables of the business vault that an upgrade neither reads nor keeps are archived without rows, and
only the last file of each feed is archived.
"""

import sys
import tempfile
import zipfile
from pathlib import Path

import duckdb

KEPT = (
    "customer_identity",
    "customer_identity_assignments",
    "matchable_records",
    "pair_scores",
    "scored_pairs",
)
HAS_NO_ROWS = "schema_name = 'increment' or schema_name = 'business_vault' and table_name not in"


def export_warehouse(database: Path, landing: Path, archive_path: Path) -> None:
    """Write schema.sql, a parquet file per table that has rows, and files of the landing folder.

    The database is changed.
    """
    with tempfile.TemporaryDirectory() as name, duckdb.connect(str(database)) as connection:
        folder = Path(name)
        # Views on files that are not archived.
        connection.execute("drop view staging.stg_stewardship__known_records")
        connection.execute("drop schema landing cascade")
        for schema, table in connection.execute(
            f"select schema_name, table_name from duckdb_tables() where {HAS_NO_ROWS} {KEPT}"
        ).fetchall():
            connection.execute(f"truncate {schema}.{table}")
        connection.execute(f"export database '{folder / 'all'}' (format parquet)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() order by all"
        ).fetchall()
        with zipfile.ZipFile(archive_path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(folder / "all" / "schema.sql", "schema.sql")
            for schema, table in tables:
                path = folder / f"{schema}.{table}.parquet"
                rows = f"(from {schema}.{table} order by all)"
                connection.execute(
                    f"copy {rows} to '{path}' (format parquet, compression zstd,"
                    " compression_level 22)"
                )
                if connection.execute(f"select 1 from {schema}.{table} limit 1").fetchall():
                    archive.write(path, path.name)
            for feed in sorted(set(landing.iterdir()) - set(landing.glob("steward_*"))):
                last = max(feed.glob("*.csv"))
                archive.write(last, f"landing/{feed.name}/{last.name}")


if __name__ == "__main__":
    export_warehouse(*map(Path, sys.argv[1:]))

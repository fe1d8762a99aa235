"""The warehouse that version 0.1 built, and the new names of its columns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb

ARCHIVE = Path(__file__).with_name("warehouse_0_1.zip")
RENAMED_FIELDS = {"dob": "birth_date", "nat_id": "national_id"}
POINTS = "points_"


def extract_warehouse(database: Path, landing: Path) -> None:
    """Create the database, and a landing folder with the remaining files."""
    folder = database.parent / "extracted"
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(folder)
    (folder / "landing").rename(landing)
    with duckdb.connect(str(database)) as connection:
        connection.execute((folder / "schema.sql").read_text("utf-8"))
        for path in sorted(folder.glob("*.parquet")):
            connection.execute(f"insert into {path.stem} from '{path}'")


def new_name(column: str) -> str:
    """The name of a column since version 0.2."""
    if column.startswith(POINTS):
        field = column.removeprefix(POINTS)
        return f"match_weight_{RENAMED_FIELDS.get(field, field)}"
    return column


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table in order."""
    return [name for name, *_ in connection.execute(f"describe {table}").fetchall()]


def lost_and_added(before: Path, after: Path, old_table: str, new_table: str) -> tuple[int, int]:
    """Numbers of rows of a table that only the old or only the new database has, by old columns."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{before}' as before_upgrade (read_only)")
        connection.execute(f"attach '{after}' as after_upgrade (read_only)")
        old, new = f"before_upgrade.{old_table}", f"after_upgrade.{new_table}"
        names = columns_of(connection, old)
        old_columns, new_columns = ", ".join(names), ", ".join(map(new_name, names))
        # Mostly nothing differs, which digests show in a tenth of the time.
        digests = {
            connection.execute(f"select count(*), sum(hash({columns})) from {table}").fetchone()
            for columns, table in ((old_columns, old), (new_columns, new))
        }
        if len(digests) == 1:
            return 0, 0
        old_rows, new_rows = f"select {old_columns} from {old}", f"select {new_columns} from {new}"
        counts = [
            connection.execute(f"select count(*) from ({one} except all {other})").fetchall()[0][0]
            for one, other in ((old_rows, new_rows), (new_rows, old_rows))
        ]
    return counts[0], counts[1]


def tables_with_rows(database: Path, *schemas: str) -> list[str]:
    """Names (`schema.table`) of the tables with rows in some schemas, sorted."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where list_contains(?, schema_name) order by 1",
            [list(schemas)],
        ).fetchall()
        return [
            name
            for (name,) in names
            if connection.execute(f"select 1 from {name} limit 1").fetchall()
        ]

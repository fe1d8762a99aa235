"""Delivers the sample to an emulated account: files on a stage, loaded as in an account.

`python -m snowflake_account setup` and `load` do the work, with the scripts in snowflake/.
"""

from __future__ import annotations

from collections.abc import Collection

from emulator.app import Emulator
from emulator.serve import connect
from loading import DATABASE, ROOT, TARGET
from snowflake_account.cli import main
from snowflake_proof.sample import write_deliveries

STAGE = "landing_files.deliveries"


def run(emulator: Emulator, command: str, **environment: str) -> int:
    """Run a command of snowflake_account as its administrator; returns its exit code."""
    return main(
        [command],
        environment,
        lambda _: connect(emulator, database=None, schema=None, role="ACCOUNTADMIN"),
    )


def set_up(emulator: Emulator) -> None:
    """Set the account up unless it has the landing tables."""
    with emulator.instance.duck_conn.cursor() as connection:
        names = connection.execute("select table_name from duckdb_tables()").fetchall()
    if ("LOAD_HISTORY",) not in names:
        assert run(emulator, "setup") == 0


def deliver(
    emulator: Emulator,
    batches: Collection[str] | None = None,
    feeds: Collection[str] | None = None,
) -> int:
    """Put files of batches and feeds, all if they are None, on the stage, and load them.

    Returns the rows that COPY counted.
    """
    set_up(emulator)
    files = write_deliveries(ROOT / "seeds", TARGET / "deliveries", batches, feeds)
    with connect(emulator, database=DATABASE, schema="PUBLIC") as session:
        for path in files:
            session.cursor().execute(f"put 'file://{path}' @{STAGE}/{path.parent.name}")
        before = loaded_rows(emulator)
        assert run(emulator, "load") == 0
    return loaded_rows(emulator) - before


def loaded_rows(emulator: Emulator) -> int:
    """The rows that COPY has counted in all files."""
    with connect(emulator, database=DATABASE, schema="PUBLIC") as session:
        (rows,) = session.cursor().execute(
            "select coalesce(sum(loaded_rows), 0) from landing_files.load_history"
            " where status = 'LOADED'"
        ).fetchone()  # fmt: skip
    return int(rows)

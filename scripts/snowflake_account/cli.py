"""`python -m snowflake_account setup | load | operations | audit`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from snowflake.connector import SnowflakeConnection
from snowflake.connector.cursor import SnowflakeCursor
from snowflake.connector.errors import ProgrammingError

from snowflake_account.connection import CredentialError, connect
from snowflake_account.load import load
from snowflake_account.scripts import filled, scripts, statements
from snowflake_account.settings import ROOT, SettingError, read_settings

FOLDER = ROOT / "snowflake"
OK, REFUSED = 0, 1


def execute(cursor: SnowflakeCursor, name: str, found: Sequence[str]) -> list[str]:
    """Run the statements of a script; stops at the first error and returns it."""
    for sql in found:
        try:
            cursor.execute(sql)
        except ProgrammingError as error:
            return [f"{name}: {error.msg}\n{sql}"]
    return []


def run_scripts(
    connection: SnowflakeConnection, folder: Path, values: Mapping[str, str]
) -> list[str]:
    """Run the scripts of a folder in order; stops at the first error and returns it."""
    cursor = connection.cursor()
    for name, found in scripts(folder, values):
        if problems := execute(cursor, f"{folder.name}/{name}", found):
            return problems
        print(f"{folder.name}/{name}: {len(found)} statements")
    return []


def show(cursor) -> None:
    """Print the rows of the last statement, separated by tabs."""
    print("\t".join(column.name.lower() for column in cursor.description))
    for row in cursor.fetchall():
        print("\t".join(map(str, row)))


def setup(connection: SnowflakeConnection, values: Mapping[str, str]) -> list[str]:
    """Create or update everything that the project needs in an account."""
    return run_scripts(connection, FOLDER / "setup", values)


def load_files(connection: SnowflakeConnection, values: Mapping[str, str]) -> list[str]:
    """Load new files into the landing tables."""
    return load(connection, FOLDER / "load" / "copy.sql", values)


def operations(connection: SnowflakeConnection, values: Mapping[str, str]) -> list[str]:
    """Create or update the tasks and alerts of the daily run."""
    if not values["alert_address"]:
        print("operations/30_alerts.sql is left out: C360_ALERT_ADDRESS is not set")
    return run_scripts(connection, FOLDER / "operations", values)


def audit(connection: SnowflakeConnection, values: Mapping[str, str]) -> list[str]:
    """Print who read personal data."""
    cursor = connection.cursor()
    path = FOLDER / "audit" / "personal_data_reads.sql"
    found = statements(filled(path.read_text(encoding="utf-8"), values))
    problems = execute(cursor, f"{path.parent.name}/{path.name}", found)
    if not problems:
        show(cursor)
    return problems


COMMANDS: dict[str, Callable[[SnowflakeConnection, Mapping[str, str]], list[str]]] = {
    "setup": setup,
    "load": load_files,
    "operations": operations,
    "audit": audit,
}


def main(
    argv: Sequence[str],
    environment: Mapping[str, str] = os.environ,
    connected: Callable[[Mapping[str, str]], SnowflakeConnection] = connect,
) -> int:
    """Runs a command; prints each problem on a line of stderr and returns 1 if there are any."""
    parser = argparse.ArgumentParser(
        prog="snowflake_account",
        description="setup creates roles, warehouses, policies and landing tables, load loads new "
        "files, operations creates tasks and alerts, audit shows who read personal data.",
    )
    parser.add_argument("command", choices=COMMANDS)
    options = parser.parse_args(argv)
    try:
        values = read_settings(environment)
        with connected(environment) as connection:
            problems = COMMANDS[options.command](connection, values)
    except (SettingError, CredentialError) as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)
    return REFUSED if problems else OK

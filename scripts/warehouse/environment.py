"""Checks the environment variables and the database file before a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile

import duckdb

from warehouse.database import connect
from warehouse.problems import Problem, reason_of

SNOWFLAKE_VARIABLES = ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER", "SNOWFLAKE_PRIVATE_KEY_PATH")
WITHOUT_DEFAULT = re.compile(r"""env_var\(\s*['"](\w+)['"]\s*\)""")
# Characters that file patterns or dbt's adapter cannot handle in the path of the project.
UNSAFE_FOLDER = re.compile(r"[*?\[\]{}'\"\\\x00-\x1f]")
# dbt uses the database's name as the name of the catalog.
UNSAFE_NAME = re.compile(r"['\";#\x00-\x1f]")
# A catalog and a schema of one name are ambiguous.
TAKEN_NAMES = ("bookkeeping", "main", "marts", "system", "temp")


def check_variables(
    target: str, environment: Mapping[str, str], settings: Iterable[Path]
) -> list[Problem]:
    """Problems of environment variables that the target or a settings file requires but are unset.

    `settings` are YAML files; `env_var('NAME')` without a default requires the variable.
    """
    needed = dict.fromkeys(SNOWFLAKE_VARIABLES if target == "snowflake" else (), "target snowflake")
    for path in settings:
        if path.is_file():
            for name in WITHOUT_DEFAULT.findall(path.read_text(encoding="utf-8")):
                needed.setdefault(name, path.name)
    problems = [
        Problem(f"environment variable {name}", f"is not set, and {reason} needs it; set it first")
        for name, reason in needed.items()
        if not environment.get(name)
    ]
    key = environment.get("SNOWFLAKE_PRIVATE_KEY_PATH", "")
    if target == "snowflake" and key and not Path(key).is_file():
        problems.append(
            Problem("environment variable SNOWFLAKE_PRIVATE_KEY_PATH", f"is not a file: {key}")
        )
    return problems


def check_database(path: Path) -> list[Problem]:
    """Problems of the DuckDB file at `path` and its folder; a missing file is not a problem."""
    subject = f"database {path}"
    if found := UNSAFE_NAME.search(path.name):
        problem = f"has {shown(found[0])} in its name, which dbt cannot use"
        return [Problem(subject, f"{problem}; set another C360_DUCKDB_PATH")]
    if path.stem.lower() in TAKEN_NAMES:
        problem = f"has the name {path.stem}, which is also a schema"
        return [Problem(subject, f"{problem}; set another C360_DUCKDB_PATH")]
    if not path.parent.is_dir():
        return [Problem(subject, f"the folder {path.parent} does not exist; create it first")]
    if path.is_dir():
        return [Problem(subject, "is a folder; set another C360_DUCKDB_PATH")]
    if problem := folder_problem(path.parent):
        return [Problem(subject, f"{problem}; set another C360_DUCKDB_PATH")]
    if not path.exists():
        return []
    try:
        connect(path).close()
    except duckdb.Error as error:
        return [Problem(subject, database_error_text(error))]
    return []


def folder_problem(folder: Path) -> str:
    """Why no file can be written into a folder; empty if it can."""
    try:
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return f"the folder {folder} cannot be written ({error.strerror})"


def check_published(path: Path, working: Path) -> list[Problem]:
    """Problems of the published database file and its folder."""
    subject = f"published database {path}"
    if path.resolve() == working.resolve():
        problem = "is also the working database; set another C360_PUBLISHED_PATH"
        return [Problem(subject, problem)]
    folder = path.parent
    is_sibling = folder.parent == working.absolute().parent and folder.name == "published"
    if is_sibling and not folder.is_dir():
        return []  # publishing creates it; a missing parent is a problem of the working database
    if not folder.is_dir():
        return [Problem(subject, f"the folder {folder} does not exist; create it first")]
    if problem := folder_problem(folder):
        return [Problem(subject, f"{problem}; set another C360_PUBLISHED_PATH")]
    return []


def check_folders(root: Path, artifacts: Path, environment: Mapping[str, str]) -> list[Problem]:
    """Problems of the project's folder and of the folders to which dbt writes."""
    problems = []
    if found := UNSAFE_FOLDER.search(str(root)):
        problem = f"has {shown(found[0])} in its path, which dbt cannot use; move or rename it"
        problems.append(Problem(f"project folder {root}", problem))
    logs = Path(environment.get("DBT_LOG_PATH") or root / "logs")
    for folder, variable in ((artifacts, "DBT_TARGET_PATH"), (logs, "DBT_LOG_PATH")):
        existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not existing.is_dir():
            problem = f"{existing} is a file; move it, or set another {variable}"
            problems.append(Problem(f"folder {folder}", problem))
        elif problem := folder_problem(existing):
            problems.append(Problem(f"folder {folder}", f"{problem}; set another {variable}"))
    return problems


def shown(character: str) -> str:
    """A character as a message shows it, on one line."""
    return character if character.isprintable() else repr(character)


def database_error_text(error: duckdb.Error) -> str:
    """DuckDB's error on opening a file, as one sentence that says what to do."""
    reason = reason_of(error)
    if reason.endswith("has it open"):
        return f"{reason}; close it there, or set another C360_DUCKDB_PATH"
    if reason == "it is not a DuckDB database":
        return "is not a DuckDB database; move it, or set another C360_DUCKDB_PATH"
    return f"cannot be opened ({reason}); set another C360_DUCKDB_PATH"

"""The record of a database's last green build, and whether the build is still current.

The record is a file next to the database. It has digests of everything a build reads, taken before
dbt starts, and the state of the database file after dbt has finished. Before dbt starts it is
replaced by one without that state, so a build that fails or is interrupted leaves an unfinished
one. The database itself is never opened: reading its size and modification time cannot block a
build.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.options import stewardship_path

# Parts of the repository that a build reads; the Python tests are not among them.
CODE = ("analyses", "contracts", "macros", "models", "scripts", "snapshots", "tests")
FILES = ("dbt_project.yml", "packages.yml", "profiles.yml", "requirements.lock", "selectors.yml")
NOT_READ = re.compile(r"(^|/)(__pycache__|\.[^/]*)(/|$)|^tests/python/")
ENVIRONMENT_VARIABLE = re.compile(r"""env_var\(\s*['"](\w+)['"]""")
# Where dbt writes and which resources it uses: these do not affect the content of the database.
WITHOUT_EFFECT = {
    "C360_DUCKDB_PATH",
    "C360_MEMORY_LIMIT",
    "C360_THREADS",
    "DBT_TARGET_PATH",
}

Inputs = dict[str, Any]


def record_path(database: Path) -> Path:
    """Path of the record of a database."""
    return database.with_name(f"{database.name}.build.json")


def content_digest(path: Path) -> str:
    """SHA-256 of a file's content. A file is read once per process while it stays the same."""
    stat = path.stat()
    # The system sets the change time (ctime); the modification time (mtime) can be faked.
    return digest_of_version(path, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@cache
def digest_of_version(path: Path, *version: int) -> str:
    """SHA-256 of a version of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_digest(paths: Iterable[Path], base: Path) -> str:
    """SHA-256 of file names (relative to `base`) and contents."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = content_digest(path)
        name = os.fsencode(path.relative_to(base).as_posix())
        total.update(name + f"\0{content}\n".encode())
    return total.hexdigest()


def files_below(folders: Iterable[Path], base: Path) -> list[Path]:
    """All files that a build may read in the given folders below `base`."""
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not NOT_READ.search(path.relative_to(base).as_posix())
    ]


def settings_digest(code: Iterable[Path], environment: Mapping[str, str]) -> str:
    """SHA-256 of the environment variables read by dbt and the project's settings."""
    sources = [path.read_text("utf-8") for path in code if path.suffix in (".sql", ".yml")]
    named = {name for text in sources for name in ENVIRONMENT_VARIABLE.findall(text)}
    named |= {name for name in environment if name.startswith("DBT_")}
    named = {name for name in named - WITHOUT_EFFECT if not name.startswith("DBT_LOG_")}
    values = {name: environment.get(name) for name in sorted(named)}
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def build_inputs(root: Path, run_vars: Mapping[str, Any], environment: Mapping[str, str]) -> Inputs:
    """Everything that determines the result of a build on an unchanged DuckDB database.

    root: the project folder. run_vars: the vars passed to dbt, including a landing folder.
    """
    code = files_below([root / name for name in CODE], root)
    code += [root / name for name in FILES if (root / name).is_file()]
    installed = [path.resolve() for path in sorted((root / "dbt_packages").glob("*/"))]
    inputs: Inputs = {
        "code": files_digest(code, root),
        "packages": [files_digest(files_below([path], path), path) for path in installed],
        "seeds": files_digest(files_below([root / "seeds"], root), root),
        "settings": settings_digest(code, environment),
        "python": ".".join(map(str, sys.version_info[:2])),
        "vars": dict(run_vars),
    }
    desk = stewardship_path(environment)
    if decided := files_below([desk], desk) if desk.is_dir() else []:
        inputs["decided"] = files_digest(decided, desk)
    if landing := run_vars.get("landing"):
        folder = Path(str(landing))
        # Through links to folders; the checks refuse what is deeper than <feed>/<day>/<hour>/.
        levels = ("*", "*/*", "*/dt=*/*", "*/dt=*/hr=*/*")
        paths = sorted({path for level in levels for path in folder.glob(level)})
        files = [path for path in paths if path.is_file()]
        inputs["landing"] = files_digest(files, folder)
        inputs["landing_others"] = [
            path.relative_to(folder).as_posix() for path in paths if not path.is_file()
        ]
    return inputs


def database_state(database: Path) -> list[int] | None:
    """Inode, size and modification time of a database; None if it is missing or was not closed."""
    if not database.is_file() or database.with_name(f"{database.name}.wal").exists():
        return None
    stat = database.stat()
    return [stat.st_ino, stat.st_size, stat.st_mtime_ns]


def read_record(database: Path) -> dict[str, Any] | None:
    """The record of a database; None if there is none that can be read."""
    try:
        record = json.loads(record_path(database).read_text("utf-8"))
        return {"inputs": record["inputs"], "database": record["database"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def current_record(database: Path) -> dict[str, Any] | None:
    """The record of a database that is unchanged since its last green build; None otherwise."""
    record = read_record(database)
    left = record and record["database"]
    return record if left and left == database_state(database) else None


def is_current(database: Path, inputs: Inputs) -> bool:
    """Whether the database is unchanged since its last green build from the same inputs."""
    record = current_record(database)
    return record is not None and record["inputs"] == inputs


def unfinished_inputs(database: Path) -> Inputs | None:
    """The inputs of a build that started but did not end green; None if there is none."""
    record = read_record(database)
    return record["inputs"] if record and record["database"] is None else None


def write_record(database: Path, inputs: Inputs) -> None:
    """Record that a green build created the database from these inputs."""
    _write_record(database, inputs, database_state(database))


def start_record(database: Path, inputs: Inputs | None) -> None:
    """Record that a build from these inputs has started, so that the next build runs."""
    _write_record(database, inputs, None)


def _write_record(database: Path, inputs: Inputs | None, state: list[int] | None) -> None:
    text = json.dumps({"inputs": inputs, "database": state}, indent=2) + "\n"
    record_path(database).write_text(text, "utf-8")


def remove_record(database: Path) -> None:
    """Remove the record, so that the next build runs."""
    record_path(database).unlink(missing_ok=True)

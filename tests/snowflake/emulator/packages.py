"""The packages that Python procedures can have: the pinned ones, and others of this environment.

The environment has the pinned versions under Python 3.11, newer ones under a newer Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from snowflake.connector.errors import ProgrammingError

# Those that INFORMATION_SCHEMA.PACKAGES shows.
LISTED = ("numpy", "pandas", "pyarrow", "rapidfuzz", "scipy", "snowflake-snowpark-python")
RUNTIME = "3.11"
PINNED = Path(__file__).parents[1] / "packages.txt"


@cache
def pinned() -> dict[str, str]:
    """The version of each package that packages.txt pins."""
    found = re.findall(r"^(\S+)==(\S+) ;", PINNED.read_text(encoding="utf-8"), re.M)
    return dict(found)


def available(package: str) -> str:
    """The version of a package that procedures can have; empty if there is none."""
    try:
        return pinned().get(package) or version(package)
    except PackageNotFoundError:
        return ""


def listed() -> str:
    """A query with the columns of INFORMATION_SCHEMA.PACKAGES."""
    return " union all ".join(
        f"select '{name}' as \"PACKAGE_NAME\", '{available(name)}' as \"VERSION\","
        f" 'python' as \"LANGUAGE\", '{RUNTIME}' as \"RUNTIME_VERSION\""
        for name in LISTED
    )


def require(requirements: Iterable[str], runtime: str) -> None:
    """Raise an error for a package that Snowflake does not have.

    The versions are known for one runtime; for others only the names are checked.
    """
    for requirement in requirements:
        name, _, wanted = requirement.partition("==")
        found = available(name)
        if not found or (wanted and runtime == RUNTIME and wanted != found):
            raise ProgrammingError(
                msg=f"Cannot create a Python procedure with the package {requirement}:"
                f" {found or 'no version'} is available",
                errno=100357,
                sqlstate="P0000",
            )

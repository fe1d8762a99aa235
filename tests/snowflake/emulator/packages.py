"""The packages of Python procedures: those of this environment, in their versions."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from snowflake.connector.errors import ProgrammingError

# Those that INFORMATION_SCHEMA.PACKAGES shows.
LISTED = ("numpy", "pandas", "pyarrow", "rapidfuzz", "scipy", "snowflake-snowpark-python")
RUNTIME = f"{sys.version_info.major}.{sys.version_info.minor}"


def installed(package: str) -> str:
    """The version of a package in this environment; empty if it is missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def listed() -> str:
    """A query with the columns of INFORMATION_SCHEMA.PACKAGES."""
    return " union all ".join(
        f"select '{name}' as \"PACKAGE_NAME\", '{installed(name)}' as \"VERSION\","
        f" 'python' as \"LANGUAGE\", '{RUNTIME}' as \"RUNTIME_VERSION\""
        for name in LISTED
    )


def require(requirements: Iterable[str], runtime: str) -> None:
    """Raise an error for a package that Snowflake does not have.

    The versions are those of one runtime; under a different Python only the names are checked.
    """
    for requirement in requirements:
        name, _, wanted = requirement.partition("==")
        found = installed(name)
        if not found or (wanted and runtime == RUNTIME and wanted != found):
            raise ProgrammingError(
                msg=f"Cannot create a Python procedure with the package {requirement}:"
                f" {found or 'no version'} is available",
                errno=100357,
                sqlstate="P0000",
            )

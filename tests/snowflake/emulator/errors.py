"""Any failure as an error that Snowflake's connector shows and does not retry."""

from __future__ import annotations

from snowflake.connector.errors import Error, OperationalError, ProgrammingError


def as_snowflake_error(error: Exception) -> ProgrammingError | OperationalError:
    """Any error as one that the server can report; the connector retries all others for ever."""
    if isinstance(error, (ProgrammingError, OperationalError)):
        return error
    message = error.msg if isinstance(error, Error) else f"{type(error).__name__}: {error}"
    return ProgrammingError(msg=message, errno=2099, sqlstate="XX000")


def compilation_error(message: str, code: int = 1003, state: str = "42000") -> ProgrammingError:
    """An error of the SQL compiler."""
    return ProgrammingError(msg=f"SQL compilation error:\n{message}", errno=code, sqlstate=state)

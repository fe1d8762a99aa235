"""Parses a statement once: checks it, and translates what fakesnow would lose.

fakesnow parses each statement twice, in its server and in its cursor; both call `parse_one`.
"""

from __future__ import annotations

from functools import lru_cache

from fakesnow import dialect
from sqlglot import exp

from emulator import rejections
from emulator.errors import as_snowflake_error
from emulator.translation import translate


@lru_cache(maxsize=8)
def _parsed(sql: str) -> exp.Expression:
    try:
        tree = dialect.parse_one(sql)
        rejections.check(tree, sql)
        translated = translate(tree)
        translated.meta.update(tree.meta)
        return translated
    except Exception as error:
        raise as_snowflake_error(error) from error


def parse_one(sql: str) -> exp.Expression:
    """The translated tree of a statement in Snowflake's dialect.

    Raises a ProgrammingError if Snowflake would refuse the statement.
    """
    return _parsed(sql).copy()

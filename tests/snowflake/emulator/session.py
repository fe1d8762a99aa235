"""Session parameters (ALTER SESSION, SHOW PARAMETERS), and statements without effect here."""

from __future__ import annotations

import re

from emulator.ledger import DONE
from emulator.statements import words

SET = re.compile(r"alter\s+session\s+set\s+(?P<assignments>.*)$", re.I | re.S)
UNSET = re.compile(r"alter\s+session\s+unset\s+(?P<names>.*)$", re.I | re.S)
ASSIGNMENT = re.compile(r"(?P<name>\w+)\s*=\s*(?:'(?P<text>(?:[^']|'')*)'|(?P<word>[\w.+-]+))")
SHOW = re.compile(
    r"show\s+parameters\s+like\s+'(?P<pattern>[^']*)'"
    r"(?:\s+in\s+(?:session|account|(?:user|database)\s+\S+))?$",
    re.I | re.S,
)
WITHOUT_EFFECT = re.compile(
    r"select\s+system\$(?:cancel_all_queries|cancel_query|abort_session|wait)\b", re.I
)
USE = re.compile(r"use\s+(?:role|warehouse|secondary\s+roles?)\b", re.I)
# https://docs.snowflake.com/en/sql-reference/parameters
DEFAULTS = {
    "DATA_RETENTION_TIME_IN_DAYS": "1",
    "QUERY_TAG": "",
    "TIMEZONE": "America/Los_Angeles",
    "TIMESTAMP_TYPE_MAPPING": "TIMESTAMP_NTZ",
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3",
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "WEEK_START": "0",
    "STATEMENT_TIMEOUT_IN_SECONDS": "172800",
    "MULTI_STATEMENT_COUNT": "1",
    "ERROR_ON_NONDETERMINISTIC_MERGE": "true",
}
# Formats of Snowflake -> of DuckDB, the longest first.
FORMATS = (
    ("YYYY", "%Y"), ("YY", "%y"), ("MON", "%b"), ("MM", "%m"), ("DD", "%d"), ("DY", "%a"),
    ("HH24", "%H"), ("HH12", "%I"), ("MI", "%M"), ("SS", "%S"), ("FF9", "%n"), ("FF6", "%f"),
    ("FF3", "%g"), ("FF", "%n"), ("TZHTZM", "%z"), ("TZH:TZM", "%z"), ("AM", "%p"), ("PM", "%p"),
)  # fmt: skip


def duckdb_format(snowflake: str) -> str:
    """A format of dates or timestamps in DuckDB's notation. Text in double quotes stays."""
    result, position = "", 0
    while position < len(snowflake):
        rest = snowflake[position:]
        if rest.startswith('"') and '"' in rest[1:]:
            end = rest.index('"', 1)
            result, position = result + rest[1:end].replace("%", "%%"), position + end + 1
            continue
        for name, code in FORMATS:
            if rest.upper().startswith(name):
                result, position = result + code, position + len(name)
                break
        else:
            result, position = result + rest[0].replace("%", "%%"), position + 1
    return result


class Parameters:
    """The parameters of one session."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def get(self, name: str) -> str:
        """The value of a parameter, or its default."""
        return self.values.get(name, DEFAULTS.get(name, ""))

    def variables(self) -> dict[str, str]:
        """The variables of DuckDB that the translated SQL reads."""
        ntz = self.values.get("TIMESTAMP_NTZ_OUTPUT_FORMAT")
        ntz = ntz or self.values.get("TIMESTAMP_OUTPUT_FORMAT")
        return {
            "timestamp_format": duckdb_format(ntz or DEFAULTS["TIMESTAMP_NTZ_OUTPUT_FORMAT"]),
            "date_format": duckdb_format(self.get("DATE_OUTPUT_FORMAT")),
        }

    def answer(self, sql: str) -> str | None:
        """The statement to run instead of one about parameters; None for all others.

        sql: a statement without comments. AUTOCOMMIT is left to fakesnow.
        """
        if found := SET.match(sql):
            pairs = {
                words(pair["name"]): pair["word"] or (pair["text"] or "").replace("''", "'")
                for pair in ASSIGNMENT.finditer(found["assignments"])
            }
            if set(pairs) <= {"AUTOCOMMIT"}:
                return None
            self.values.update(pairs)
            return DONE
        if found := UNSET.match(sql):
            for name in found["names"].split(","):
                self.values.pop(words(name), None)
            return DONE
        if WITHOUT_EFFECT.match(sql) or USE.match(sql):
            return DONE
        if found := SHOW.match(sql):
            return self._shown(found["pattern"])
        return None

    def _shown(self, pattern: str) -> str:
        """A query with the columns of SHOW PARAMETERS."""
        wanted = re.compile(re.escape(pattern).replace("%", ".*").replace("_", "."), re.I)
        names = [name for name in sorted({*DEFAULTS, *self.values}) if wanted.fullmatch(name)]
        rows = [
            f"select '{name}' as \"key\", '{escaped(self.get(name))}' as \"value\","
            f" '{escaped(DEFAULTS.get(name, ''))}' as \"default\","
            f" '{'SESSION' if name in self.values else ''}' as \"level\","
            " '' as \"description\", 'STRING' as \"type\""
            for name in names
        ]
        empty = rows or [
            "select '' as \"key\", '' as \"value\", '' as \"default\", '' as \"level\","
            " '' as \"description\", '' as \"type\" where false"
        ]
        return " union all ".join(empty)


def escaped(text: str) -> str:
    """The content of a string literal of Snowflake."""
    return text.replace("\\", "\\\\").replace("'", "''")

"""A problem found before a build, and the words of messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# What DuckDB says about a file -> what to say about it.
REASONS = {
    r"[Pp]ermission denied": "no permission",
    r"[Nn]o space left|[Dd]isk is full": "the disk is full",
    r"[Rr]ead-only file system": "the file system is read-only",
    r"[Nn]o such file or directory": "there is no such file or folder",
    r"[Ii]s a directory": "it is a folder",
    r"not a valid DuckDB database": "it is not a DuckDB database",
    r"version number|(newer|older) version": "it was written by a different version of DuckDB",
    r"[Oo]ut of [Mm]emory|failed to allocate": "memory ran out",
    r"[Cc]hecksum|[Cc]orrupt|[Dd]eserializ": "it is damaged",
}
# Limits for the names and values from a file that a message shows.
MOST_NAMES = 5
LONGEST_NAME = 40
HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.*?) ?\(PID (?P<pid>\d+)\)")
TYPE = re.compile(r"^(?:[A-Z][\w ]*?(?:Error|Exception): ?)+")
LINK = re.compile(r"\s*(?:See also|For more information,? see)? *https?://\S+")


# What `unknown` says.
UNKNOWN = r"has [\d,]+ unknown (?:column|key)s?"
# What the checks of files say about columns that are new, missing or spelt differently.
COLUMNS_DIFFER = re.compile(
    rf"\b({UNKNOWN}|lacks the columns?|has the (columns|keys)|has no header)\b"
)
# What messages quote from a file -> what a webhook and a page say instead.
QUOTED = {
    rf"({UNKNOWN}): .*": r"\1; the output of the run names them",
    r"has the (small |)number [\d.eE+-]+": r"has a \1number",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be fixed before dbt starts.

    `subject` is a feed, var, environment variable or database; `message` says what is wrong with it
    and what to do. Both are one line of text.
    """

    subject: str
    message: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}"

    @property
    def public(self) -> str:
        """The message without what it quotes from a file, which may be personal data: in a file
        without a header, the names of columns are the values of a row."""
        message = self.message
        for pattern, replacement in QUOTED.items():
            message = re.sub(pattern, replacement, message, flags=re.DOTALL)
        return message

    @property
    def is_schema_drift(self) -> bool:
        """Whether it is about a column that is new in a file, missing or spelt differently."""
        return bool(COLUMNS_DIFFER.search(self.message))


def counted(number: int, noun: str) -> str:
    """A number and what is counted, such as "1 row" and "2 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str) -> str:
    """The start of a value from a file: a message must be short and reveal little data."""
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 3]}..."


def some(names: Iterable[object], *, are_quoted: bool = False) -> str:
    """The first of some names or values from a file, separated by commas."""
    values = [shortened(str(name)) for name in names]
    more = f" and {len(values) - MOST_NAMES:,} more" if len(values) > MOST_NAMES else ""
    shown = values[:MOST_NAMES]
    return ", ".join(map(repr, shown) if are_quoted else shown) + more


def unknown(names: Sequence[str], noun: str = "column") -> str:
    """That a file has columns or keys that its contract lacks: their number, and some of them."""
    return f"has {counted(len(names), f'unknown {noun}')}: {some(names, are_quoted=True)}"


def no_header(columns: Sequence[str]) -> str:
    """That the first line of a file has no name of a column. It does not quote that line."""
    names = ", ".join(columns[:MOST_NAMES])
    return f"has no header; its first line must name the columns: {names}, ..."


def reason_of(error: Exception) -> str:
    """Why the system or DuckDB cannot do something, in plain words on one line.

    error: an OSError, a duckdb.Error, or an error whose text is plain already.
    """
    if isinstance(error, OSError) and error.strerror:
        place = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror[:1].lower()}{error.strerror[1:]}{place}"
    text = str(error)
    if "set lock" in text:
        holder = HOLDER.search(text)
        process = f"process {holder['pid']} ({holder['program']})" if holder else "another process"
        return f"{process} has it open"
    for pattern, reason in REASONS.items():
        if re.search(pattern, text):
            return reason
    lines = LINK.sub("", TYPE.sub("", text)).splitlines()
    return lines[0].strip().rstrip(".:") if lines else "the reason is not known"

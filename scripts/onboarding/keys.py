"""Which columns identify a row, how keys are written, and how a feed is delivered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from contracts.feed import KEY_PATTERN
from onboarding.raw_files import RawTable

# A delivery may lack a few keys and repeat a few rows.
FILLED, UNIQUE = 0.9, 0.95
KEY_NAME = re.compile(
    r"(^|_)(id|ids|nr|no|num|number|nummer|key|code|uuid|guid|kunnr|schluessel|ref|reference|sku)(_|$)|id$|nr$"
)
# Names of columns with the time of a change, with the time of an event, and with neither.
CHANGED = re.compile(
    "updated|modified|changed|geaendert|aenderung|last_update|last_change|aktualisiert|updat"
    "|systemmodstamp|mutation|version_at|valid_from"
)
HAPPENED = re.compile(
    "event|occurred|timestamp|zeitpunkt|buchung|transaction|created|ordered|visited|measured"
    "|recorded|time|datum|date|erstellt|angelegt|_(at|am|on|um|ts)$|^ts$"
)
EVENTFUL = re.compile(
    "(^|_)(event|session|click|log|transaction|payment|purchase|visit|message|measurement)"
)
NO_SOURCE_TIME = re.compile(
    "birth|geburt|expir|expected|valid_to|closed|deliver|ablauf|planned"
    "|(^|_)(due|until|bis|end|ende)(_|$)"
)
TIME_KINDS = ("date", "timestamp")
# A key of so many columns is looked for, among so many columns.
MOST_COLUMNS, CANDIDATES = 3, 8
PLACEHOLDERS = {"n/a", "na", "null", "none", "unknown", "0", "-1", "-", "?", "tbd", "#n/a", "nil"}
SAME_KEYS = 0.5


def key_columns(
    tables: Sequence[RawTable],
    names: Sequence[str],
    kinds: Sequence[str],
    excluded: Sequence[int] = (),
    time: int | None = None,
) -> tuple[int, ...]:
    """The places of the columns that identify a row of a file, best guess; the first column if none
    do.

    tables: the files, all with the same columns. names: in snake case. excluded: places of columns
    that cannot be keys, such as names of people. time: place of the time of a change, with which a
    key may occur several times.
    """
    places = [place for place in range(len(names)) if place not in excluded]
    if not places:
        return (0,)
    # How well a name fits a key, then whether it comes early.
    ranked = sorted(places, key=lambda place: (-name_score(names[place], kinds[place]), place))
    for place in ranked:
        if kinds[place] not in (*TIME_KINDS, "boolean", "number") and is_key(tables, (place,)):
            return (place,)
    named = [place for place in ranked if name_score(names[place], kinds[place]) > 0]
    for place in named if time is not None else ():
        if is_key(tables, (place, time)):
            return (place,)
    filled = [
        place for place in ranked
        if all(filled_share(table, place) >= FILLED for table in tables)
    ][:CANDIDATES]  # fmt: skip
    for size in range(2, MOST_COLUMNS + 1):
        for group in combinations(filled, size):
            if is_key(tables, group):
                return tuple(sorted(group))
    return (named[0],) if named else (places[0],)


def name_score(name: str, kind: str) -> int:
    """How much the name of a column sounds like a key."""
    if kind in TIME_KINDS:
        return -1
    return 2 * bool(KEY_NAME.search(name)) - (kind in ("number", "boolean"))


def key_of(row: Sequence[str | None], places: Sequence[int]) -> tuple[str, ...] | None:
    """The key of a row; None if a part of it is missing or a placeholder."""
    found = tuple(row[place] or "" for place in places)
    return None if any(not part or part.lower() in PLACEHOLDERS for part in found) else found


def filled_share(table: RawTable, place: int) -> float:
    """The share of rows with a value."""
    return sum(row[place] is not None for row in table.rows) / len(table.rows)


def is_key(tables: Sequence[RawTable], places: Sequence[int]) -> bool:
    """Whether columns identify nearly all rows of each file; rows that are the same count once."""
    for table in tables:
        rows = {tuple(row) for row in table.rows}
        keys = [key for row in rows if (key := key_of(row, places))]
        if len(keys) < FILLED * len(rows) or len(set(keys)) < UNIQUE * len(keys):
            return False
    return True


def key_pattern(values: Sequence[str]) -> str:
    """The pattern of a key's values: the usual characters, and others that are not rare."""
    counts = Counter(char for value in values for char in set(value))
    least = max(2, 0.02 * len(values))
    usual = re.compile(KEY_PATTERN)
    others = sorted(
        char for char, count in counts.items()
        if not usual.fullmatch(char) and count >= least and char.isprintable() and char != "|"
    )  # fmt: skip
    escaped = "".join(re.escape(char) if char in r"\]^[" else char for char in others)
    return f"^[A-Za-z0-9_.:{escaped}-]+$" if others else f"^{KEY_PATTERN}$"


def key_casing(values: Sequence[str]) -> str:
    """sensitive if keys differ only in case, otherwise insensitive."""
    distinct = set(values)
    folded = {value.upper() for value in distinct}
    return "sensitive" if len(folded) < 0.98 * len(distinct) else "insensitive"


def source_time(
    names: Sequence[str],
    kinds: Sequence[str],
    filled: Sequence[float],
    patterns: Sequence[re.Pattern[str]] = (CHANGED, HAPPENED),
) -> int | None:
    """The place of the column with the time of a row's change; None if there is none.

    patterns: of its name, the best one first.
    """
    for pattern in patterns:
        for kind in ("timestamp", "date"):
            for place, name in enumerate(names):
                if (
                    kinds[place] == kind
                    and pattern.search(name)
                    and not NO_SOURCE_TIME.search(name)
                    and filled[place] >= FILLED
                ):
                    return place
    return None


def delivery_kind(
    tables: Sequence[RawTable], keys: Sequence[int], names: Sequence[str], time: str, is_json: bool
) -> str:
    """fullSnapshot, changeFeed or events, best guess, from the files in order of delivery.

    Only several files show that a missing key was deleted. time: name of the column with the source
    time; empty if there is none.
    """
    found = [{key for row in table.rows if (key := key_of(row, keys))} for table in tables]
    is_changed = bool(CHANGED.search(time))
    if len(found) > 1 and all(found):
        kept = [len(one & two) / len(one) for one, two in zip(found, found[1:], strict=False)]
        if min(kept) >= SAME_KEYS:
            return "fullSnapshot"
    is_event = bool(time) and not is_changed and (is_json or any(map(EVENTFUL.search, names)))
    return "events" if is_event else "changeFeed"

"""Whether columns identify the rows of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations

from onboarding.raw_files import RawTable

# A delivery may lack a few keys and repeat a few rows.
FILLED, UNIQUE = 0.9, 0.95
# Most columns of a key, and number of candidate columns among which it is sought.
MOST_COLUMNS, CANDIDATES = 3, 8
# Fewest keys that independent columns would have repeated by chance.
REPEATED = 5
PLACEHOLDERS = {"n/a", "na", "null", "none", "unknown", "0", "-1", "-", "?", "tbd", "#n/a", "nil"}


def key_of(row: Sequence[str | None], places: Sequence[int]) -> tuple[str, ...] | None:
    """The key of a row; None if any part is missing or a placeholder."""
    found = tuple(row[place] or "" for place in places)
    return None if any(not part or part.lower() in PLACEHOLDERS for part in found) else found


def filled_share(table: RawTable, place: int) -> float:
    """The share of rows with a value."""
    return sum(row[place] is not None for row in table.rows) / len(table.rows)


def is_key(tables: Sequence[RawTable], places: Sequence[int]) -> bool:
    """Whether columns identify nearly all rows of each file; identical rows count once."""
    for table in tables:
        rows = {tuple(row) for row in table.rows}
        keys = [key for row in rows if (key := key_of(row, places))]
        if len(keys) < FILLED * len(rows) or len(set(keys)) < UNIQUE * len(keys):
            return False
    return True


def repeated_keys(tables: Sequence[RawTable], places: Sequence[int]) -> int:
    """The number of rows whose key another row of their file has; identical rows count once."""
    rows = [{tuple(row) for row in table.rows} for table in tables]
    return sum(
        len(one) - len({tuple(row[place] for place in places) for row in one}) for one in rows
    )


def smallest_key(
    tables: Sequence[RawTable],
    places: Sequence[int],
    is_likely: Callable[[tuple[int, ...]], bool],
) -> tuple[int, ...]:
    """The fewest of these columns, two or three, that are likely and identify a row together; empty
    if there are none."""
    for size in range(2, MOST_COLUMNS + 1):
        for group in combinations(places[:CANDIDATES], size):
            if is_key(tables, group) and is_likely(group):
                return tuple(sorted(group))
    return ()


def is_beyond_chance(tables: Sequence[RawTable], places: Sequence[int]) -> bool:
    """Whether independent columns with these values would have repeated several keys."""
    table = max(tables, key=lambda one: len(one.rows))
    rows = len(table.rows)
    pairs = rows * (rows - 1) / 2
    for place in places:
        counts = Counter(row[place] for row in table.rows)
        pairs *= sum(count * count for count in counts.values()) / rows**2
    return pairs >= REPEATED

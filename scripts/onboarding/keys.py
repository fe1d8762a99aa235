"""Detects which columns identify a row, how keys are written, and how a feed is delivered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from contracts.feed import KEY_PATTERN
from onboarding.raw_files import RawTable

# A delivery may lack a few keys and repeat a few rows.
FILLED, UNIQUE = 0.9, 0.95
KEY_NAME = re.compile(
    r"(^|_)(id|ids|nr|no|num|number|nummer|numero|numeros|nro|key|code|codigo|clave|uuid|guid|kunnr|"
    r"schluessel|kennung|ref|reference|referenz|referencia|referentie|sku|ean|gtin|isbn|imei|vin|"
    r"matricule|barcode|serial)\d*(_|$)|id$|nr$|nummer$"
)
# Name patterns of numbers that count or measure, and of line numbers within a document.
MEASURE = re.compile(
    r"(^|_)(amount|price|prix|precio|prijs|total|sum|revenue|cost|saldo|balance|montant|importe|bedrag"
    r"|quantity|qty|cantidad|quantite|aantal|anzahl|count|points|score|stars|duration|weight|value|stand"
    r"|rate|percent|age|alter|size)(_|$)|betrag|preis|umsatz|menge|kosten|punkte|gewicht|summe|wert(_|$)"
)
POSITIONS = set("position pos line zeile item seq sequence ligne linea regel".split())
# Name patterns of columns with the time of a change, the time of an event, or another time.
CHANGED = re.compile(
    "updat|modif|changed|geaendert|aenderung|last_(upd|change|edit|mod)|lastmod|aktualisiert|edited"
    "|bearbeitet|systemmodstamp|mutation|mutatie|gewijzigd|wijziging|actualiz|mise_a_jour|version_at"
    "|valid_from|(^|_)(mod|upd|maj|chg|aedat)(_|$)"
)
OCCURRED = re.compile(
    "event|occurred|timestamp|zeitpunkt|buchung|transaction|visited|measured|recorded|sent|received"
    "|logged|captured|clicked|scanned|gemessen|horodat|(^|_)(ts|at|time|zeit)$"
)
HAPPENED = re.compile(
    f"{OCCURRED.pattern}|created|ordered|time|datum|date|erstellt|angelegt|fecha|heure|tijd"
    "|_(at|am|on|um|ts)$"
)
NO_SOURCE_TIME = re.compile(
    "birth|geburt|expir|expected|valid_to|closed|deliver|ablauf|planned|scheduled|faellig|next|renew"
    "|(^|_)(due|until|bis|end|ende)(_|$)"
)
TIME_KINDS = ("date", "timestamp")
# Most columns of a key, and number of candidate columns among which it is sought.
MOST_COLUMNS, CANDIDATES = 3, 8
# Fewest keys that independent columns would have repeated by chance.
REPEATED = 5
# A column is free text if this share of its values has so many spaces, or this length.
SAMPLE, WORDS, FREE_TEXT, LONGEST_KEY = 1000, 2, 0.3, 80
PLACEHOLDERS = {"n/a", "na", "null", "none", "unknown", "0", "-1", "-", "?", "tbd", "#n/a", "nil"}
SAME_KEYS = 0.5


@dataclass(frozen=True)
class Key:
    """The positions of the columns that identify a row of a file. question: for a person, if the
    rows do not show it."""

    places: tuple[int, ...]
    question: str = ""


@dataclass(frozen=True)
class Candidate:
    """A column that may be part of a key. name: in snake case. is_personal: whether it describes
    people, such as their name or phone."""

    name: str
    kind: str
    is_personal: bool = False


def find_key(
    tables: Sequence[RawTable],
    columns: Sequence[Candidate],
    time: int | None = None,
    entity: str = "",
) -> Key:
    """The best guess of the columns that identify a row of a file.

    tables: the files, all with the same columns. time: position of the column with the time of a
    change; a key may occur once per time. entity: what a row is.
    """
    scores = [name_score(column, entity) for column in columns]
    usable = [
        place for place, column in enumerate(columns)
        if not column.is_personal and is_usable(column, place, tables, is_named=scores[place] > 0)
    ]  # fmt: skip
    # How well a name fits a key, then whether it comes early.
    ranked = sorted(usable, key=lambda place: (-scores[place], place))
    named = [place for place in ranked if scores[place] > 0]
    single = [
        place for place in ranked
        if columns[place].kind not in TIME_KINDS and columns[place].name not in POSITIONS
    ]  # fmt: skip
    found = next((place for place in named if is_key(tables, (place,))), None)
    if found is None and time is not None:
        first = [place for place in single if place == 0]
        found = next((one for one in [*named, *first] if is_key(tables, (one, time))), None)
    unnamed = next((one for one in single if is_key(tables, (one,))), None)
    if found is None and unnamed is not None and has_codes(tables, unnamed):
        found = unnamed
    if found is not None:
        return Key((found,), question_of_number(columns[found], tables, found))
    if group := group_of(tables, ranked, set(named), columns):
        return Key(group)
    if unnamed is not None and not named:
        name = columns[unnamed].name
        return Key((unnamed,), f"{name} differs in all rows: does it identify them?")
    return without_key(tables, columns, named or single or usable)


def question_of_number(column: Candidate, tables: Sequence[RawTable], place: int) -> str:
    """The question about a key with decimals: some programs write 7 as 7.0."""
    values = (row[place] for table in tables for row in table.rows)
    text = next((text for text in values if text and re.fullmatch(r"\d+[.,]0+", text)), "")
    if column.kind != "number" or not text:
        return ""
    return f"{column.name} has keys such as {text}: do later files also write it like this?"


def is_usable(column: Candidate, place: int, tables: Sequence[RawTable], is_named: bool) -> bool:
    """Whether a column can be part of a key: not an amount, boolean or text of several words. A
    number that is not named like a key must be the first column."""
    if column.kind == "boolean" or (MEASURE.search(column.name) and not is_named):
        return False
    if column.kind == "number":
        return is_named
    if column.kind == "integer" and not is_named:
        return place == 0 or column.name in POSITIONS
    return column.kind != "string" or not is_free_text(tables, place)


def is_free_text(tables: Sequence[RawTable], place: int) -> bool:
    """Whether a column has mostly words, not codes."""
    values = {row[place] for table in tables for row in table.rows[:SAMPLE] if row[place]}
    long = [value for value in values if value.count(" ") >= WORDS or len(value) > LONGEST_KEY]
    return len(long) > FREE_TEXT * len(values)


def has_codes(tables: Sequence[RawTable], place: int) -> bool:
    """Whether the values of a column are codes: with a digit and without spaces."""
    values = {row[place] for table in tables for row in table.rows[:SAMPLE] if row[place]}
    codes = [one for one in values if re.search(r"\d", one) and " " not in one]
    return len(codes) > FILLED * len(values)


def group_of(
    tables: Sequence[RawTable],
    ranked: Sequence[int],
    named: set[int],
    columns: Sequence[Candidate],
) -> tuple[int, ...]:
    """Two or three columns that identify a row together; empty if there are none.

    In a small file many groups of columns do so by chance. So either random values would have
    repeated some keys, or all columns are named like keys; one of these may be a time, but not the
    time of a change.
    """
    filled = [
        place for place in ranked
        if all(filled_share(table, place) >= FILLED for table in tables)
        and not CHANGED.search(columns[place].name)
    ][:CANDIDATES]  # fmt: skip
    for size in range(2, MOST_COLUMNS + 1):
        for group in combinations(filled, size):
            others = [place for place in group if place not in named]
            are_named = not others or (len(others) == 1 and columns[others[0]].kind in TIME_KINDS)
            if is_key(tables, group) and (are_named or is_beyond_chance(tables, group)):
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


def without_key(
    tables: Sequence[RawTable], columns: Sequence[Candidate], places: Sequence[int]
) -> Key:
    """A key that a person must confirm: a personal column that identifies rows, or else the most
    likely column."""
    personal = [place for place, column in enumerate(columns) if column.is_personal]
    unique = next((place for place in personal if is_key(tables, (place,))), None)
    if unique is not None:
        name = columns[unique].name
        return Key(
            (unique,), f"only {name} identifies rows, and it is personal: is there no other key?"
        )
    place = places[0] if places else 0
    rows = {tuple(row) for table in tables for row in table.rows}
    repeated = len(rows) - len({row[place] for row in rows})
    return Key(
        (place,),
        f"which columns identify a row? {columns[place].name} is repeated in {repeated} rows. Set "
        "primaryKey and primaryKeyPosition",
    )


def name_score(column: Candidate, entity: str = "") -> int:
    """How much a column is named like a key; highest for the key of the entity."""
    if column.kind in TIME_KINDS or not KEY_NAME.search(column.name):
        return 0
    words = set(column.name.split("_"))
    return 2 + (bool(words & set(entity.split("_"))) or column.name in ("id", "uuid", "key"))


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


def key_pattern(values: Sequence[str]) -> str:
    """The pattern of a key's values: the usual characters, and others unless they are rare."""
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


def time_column(
    names: Sequence[str], kinds: Sequence[str], filled: Sequence[float], pattern: re.Pattern[str]
) -> int | None:
    """The position of the first column of times, otherwise of dates, whose name has this pattern
    and which nearly all rows fill; None if there is none."""
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


def delivery_kind(tables: Sequence[RawTable], keys: Sequence[int], *, may_be_events: bool) -> str:
    """The best guess from the files in order of delivery: fullSnapshot, changeFeed or events.

    Only several files can show that missing keys were deleted. may_be_events: whether rows have the
    time of an event but no time of a change, and are not customers.
    """
    found = [{key for row in table.rows if (key := key_of(row, keys))} for table in tables]
    if len(found) > 1 and all(found):
        kept = [len(one & two) / len(one) for one, two in zip(found, found[1:], strict=False)]
        if min(kept) >= SAME_KEYS:
            return "fullSnapshot"
    return "events" if may_be_events else "changeFeed"

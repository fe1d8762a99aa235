"""Detects which columns identify a row, how keys are written, and how a feed is delivered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.feed import KEY_PATTERN
from onboarding.raw_files import RawTable
from onboarding.row_keys import (
    FILLED,
    filled_share,
    is_beyond_chance,
    is_key,
    key_of,
    repeated_keys,
    smallest_key,
)

KEY_NAME = re.compile(
    r"(^|_)(id|ids|nr|no|num|number|nummer|numero|numeros|nro|key|code|codigo|clave|uuid|guid|kunnr|"
    r"schluessel|kennung|ref|reference|referenz|referencia|referentie|sku|ean|gtin|isbn|imei|vin|"
    r"matricule|barcode|serial|identyfikator|numer|kod|codice|cislo|kimlik)\d*(_|$)|id$|nr$|nummer$"
)
# Name pattern of numbers that count or measure.
MEASURE = re.compile(
    r"(^|_)(amount|price|prix|precio|prijs|total|sum|revenue|cost|saldo|balance|montant|importe|bedrag"
    r"|quantity|qty|cantidad|quantite|aantal|anzahl|count|points|score|stars|duration|weight|value|stand"
    r"|rate|percent|age|alter|size|kwota|cena|wartosc|ilosc|valore|valor|importo|prezzo|preco|castka"
    r"|pris|belopp|beloeb|tutar|fiyat)(_|$)|betrag|preis|umsatz|menge|kosten|punkte|gewicht|summe|wert(_|$)"
)
# Names of line numbers within a document, such as `pos`, `line_no` and `order_item`.
POSITION = re.compile(
    r"(.*_)?(position|pos|posicion|posizione|pozycja|line|zeile|zeilen|item|seq|sequence|ligne|linea"
    r"|regel|riga)(_?(nr|no|num|number|nummer|numero))?"
)
# Name patterns of columns with the time of a change, the time of an event, or another time.
CHANGED = re.compile(
    "updat|modif|changed|geaendert|aenderung|last_(upd|change|edit|mod)|lastmod|aktualisiert|edited"
    "|bearbeitet|systemmodstamp|mutation|mutatie|gewijzigd|wijziging|actualiz|mise_a_jour|version_at"
    "|modyfik|zmian|aktualizac|modific|aggiorn|atualiz|alterac|alterad|uprav|aendret|aendrad"
    "|opdater|uppdater|guncell|degisti|valid_from|(^|_)(mod|upd|maj|chg|aedat)(_|$)"
)
OCCURRED = re.compile(
    "event|occurred|timestamp|zeitpunkt|buchung|transaction|visited|measured|recorded|sent|received"
    "|logged|captured|clicked|scanned|gemessen|horodat|(^|_)(ts|at|time|zeit)$"
)
HAPPENED = re.compile(
    f"{OCCURRED.pattern}|created|ordered|time|datum|date|erstellt|angelegt|fecha|heure|tijd"
    "|_(at|am|on|um|ts)$|(^|_)(data|dato|tarih|tarihi|hora|godzina|godz|cas)(_|$)"
)
NO_SOURCE_TIME = re.compile(
    "birth|geburt|expir|expected|valid_to|closed|deliver|ablauf|planned|scheduled|faellig|next|renew"
    "|(^|_)(due|until|bis|end|ende)(_|$)"
)
TIME_KINDS = ("date", "timestamp")
# A column is free text if this share of its values has so many spaces, or this length.
SAMPLE, WORDS, FREE_TEXT, LONGEST_KEY = 1000, 2, 0.3, 80
SAME_KEYS = 0.5
# Fewest changed rows that show whether a column has the time of the change.
FEWEST_CHANGES = 5
# Fewest keys from which their form is known, and the largest share of keys that are unlike them.
MANY_KEYS, UNUSUAL_KEYS = 100, 0.01
UUID = re.compile(r"\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?", re.I)


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
        if columns[place].kind not in TIME_KINDS and not POSITION.fullmatch(columns[place].name)
    ]  # fmt: skip
    found = next(((place,) for place in named if is_key(tables, (place,))), None)
    unnamed = next((one for one in single if is_key(tables, (one,))), None)
    if found is None:
        found = per_change(tables, named, single, time)
        if found is None and unnamed is not None and has_codes(tables, unnamed):
            found = (unnamed,)
        filled = filled_places(tables, ranked, columns)
        if found and (group := named_group(tables, filled, set(named), columns)):
            return more_likely(tables, columns, group, found)
        if not found and (group := group_of(tables, filled, set(named), columns)):
            return Key(group)
    if found:
        return Key(found[:1], question_of_number(columns[found[0]], tables, found[0]))
    if unnamed is not None and not named:
        name = columns[unnamed].name
        return Key((unnamed,), f"{name} differs in all rows: does it identify them?")
    return without_key(tables, columns, named or single or usable)


def per_change(
    tables: Sequence[RawTable], named: Sequence[int], single: Sequence[int], time: int | None
) -> tuple[int, int] | None:
    """(key, time of a change) of rows that are changes; None if no key occurs once per time."""
    if time is None:
        return None
    first = [place for place in single if place == 0]
    return next(((one, time) for one in [*named, *first] if is_key(tables, (one, time))), None)


def more_likely(
    tables: Sequence[RawTable],
    columns: Sequence[Candidate],
    group: tuple[int, ...],
    other: tuple[int, ...],
) -> Key:
    """The key if both `group` and `other` identify rows; other: a column of codes, or a column with
    the time of a change. A group with a line number is the key if it repeats fewer keys, any other
    group is not if there are codes; a person decides the rest."""
    repeats, of_other = repeated_keys(tables, group), repeated_keys(tables, other)
    has_position = any(POSITION.fullmatch(columns[place].name) for place in group)
    if has_position and repeats < of_other:
        return Key(group)
    if not has_position and len(other) == 1:
        return Key(other)
    chosen = group if has_position or repeats <= of_other else other[:1]
    names, others = (
        " and ".join(columns[place].name for place in places) for places in (group, other)
    )
    once = f"{columns[other[0]].name}, once per {columns[other[1]].name}" if other[1:] else others
    return Key(
        chosen,
        f"both {names} and {others} identify rows: is the key {names}, or {once}? Set primaryKey "
        "and primaryKeyPosition",
    )


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
        return place == 0 or bool(POSITION.fullmatch(column.name))
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


def filled_places(
    tables: Sequence[RawTable], ranked: Sequence[int], columns: Sequence[Candidate]
) -> list[int]:
    """The columns that nearly all rows fill, without the time of a change."""
    return [
        place for place in ranked
        if all(filled_share(table, place) >= FILLED for table in tables)
        and not CHANGED.search(columns[place].name)
    ]  # fmt: skip


def named_group(
    tables: Sequence[RawTable],
    filled: Sequence[int],
    named: set[int],
    columns: Sequence[Candidate],
) -> tuple[int, ...]:
    """The filled columns, named like keys or line numbers, that identify a row together, best one
    with a line number; empty if there are none."""
    lines = {place for place in filled if POSITION.fullmatch(columns[place].name)}
    places = [place for place in filled if place in named | lines]
    with_line = smallest_key(
        tables, places, lambda group: bool(lines & set(group)) and not lines >= set(group)
    )
    return with_line or smallest_key(tables, places, lambda group: not lines & set(group))


def group_of(
    tables: Sequence[RawTable],
    filled: Sequence[int],
    named: set[int],
    columns: Sequence[Candidate],
) -> tuple[int, ...]:
    """Two or three of the filled columns that identify a row together; empty if there are none.

    In a small file many groups of columns do so by chance. So either random values would have
    repeated some keys, or all columns are named like keys; one of these may be a time, but not the
    time of a change.
    """

    def is_likely(group: tuple[int, ...]) -> bool:
        others = [place for place in group if place not in named]
        are_named = not others or (len(others) == 1 and columns[others[0]].kind in TIME_KINDS)
        return are_named or is_beyond_chance(tables, group)

    group = named_group(tables, filled, named, columns)
    return group or smallest_key(tables, filled, is_likely)


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


def key_pattern(values: Sequence[str]) -> str:
    """The pattern of a key's values: the usual characters, and others unless they are rare. It does
    not fit keys that are unlike all others, such as TOTAL among numbers."""
    unusual = unusual_keys(values)
    values = [value for value in values if value not in unusual]
    if unusual and all(re.fullmatch("[0-9]+", value) for value in values):
        return "^[0-9]+$"
    counts = Counter(char for value in values for char in set(value))
    least = max(2, 0.02 * len(values))
    usual = re.compile(KEY_PATTERN)
    others = sorted(
        char for char, count in counts.items()
        if not usual.fullmatch(char) and count >= least and char.isprintable() and char != "|"
    )  # fmt: skip
    escaped = "".join(re.escape(char) if char in r"\]^[" else char for char in others)
    one = f"[A-Za-z0-9_.:{escaped}-]"
    if unusual:
        return f"^{one}*[0-9]{one}*$"
    return f"^{one}+$" if others else f"^{KEY_PATTERN}$"


def unusual_keys(values: Sequence[str]) -> set[str]:
    """The few keys with letters and no digit, if nearly all keys have one and the same form: that
    of a last line with totals, for example."""
    if len(values) < MANY_KEYS:
        return set()
    without = [value for value in values if re.fullmatch(r"[^\d]*[^\W\d_][^\d]*", value)]
    if not without or len(without) > UNUSUAL_KEYS * len(values):
        return set()
    forms = Counter(re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", value)) for value in values)
    (_, usual), *_ = forms.most_common(1)
    return set(without) if usual >= (1 - UNUSUAL_KEYS) * len(values) else set()


def key_casing(values_of_files: Sequence[Sequence[str]]) -> str:
    """sensitive if keys of the same file differ only in case, otherwise insensitive: another file
    may write the same keys in another case."""
    for values in values_of_files:
        distinct = set(values)
        if len({value.upper() for value in distinct}) < 0.98 * len(distinct):
            return "sensitive"
    return "insensitive"


def with_and_without_braces(values: Sequence[str]) -> str:
    """A UUID that is written with braces and without them, in its form without; empty if there is
    none."""
    braced = {value[1:-1].upper() for value in values if UUID.fullmatch(value) and value[0] == "{"}
    return next((value for value in values if braced and value.upper() in braced), "")


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
    found = [
        {tuple(map(str.upper, key)) for row in table.rows if (key := key_of(row, keys))}
        for table in tables
    ]
    if len(found) > 1 and all(found):
        kept = [len(one & two) / len(one) for one, two in zip(found, found[1:], strict=False)]
        if min(kept) >= SAME_KEYS:
            return "fullSnapshot"
    return "events" if may_be_events else "changeFeed"


def is_time_of_change(tables: Sequence[RawTable], keys: Sequence[int], time: int) -> bool:
    """Whether a column may have the time of a change: not if most rows that changed from one file
    to the next kept it, like the day from which a price is valid."""
    changed = kept = 0
    for one, two in zip(tables, tables[1:], strict=False):
        before = {key: row for row in one.rows if (key := key_of(row, keys))}
        for row in two.rows:
            old = before.get(key_of(row, keys) or ())
            if old and old != row:
                changed += 1
                kept += old[time] == row[time]
    return changed < FEWEST_CHANGES or kept <= SAME_KEYS * changed

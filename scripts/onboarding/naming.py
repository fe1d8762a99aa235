"""Names for feeds, entities and columns that both engines and the conventions accept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from contracts.feed import DELIVERY_COLUMNS
from contracts.names import ADDED, reserved_words
from onboarding.dates_in_names import DATE_IN_NAME
from onboarding.japanese import in_english
from reference_data.transliteration import LETTERS

# Columns that staging adds: no column of a feed can have these names.
STAGED = {
    "batch_id", "customer_hk", "effective_from", "has_key", "is_accepted", "is_conflicting",
    "is_said_with_key", "kept_digest", "landed_in", "loaded_at", "readable_at", "record_source",
    "row_digest", "snapshot_at", "source_system",
}  # fmt: skip
# Columns that tables after the vault add.
LATER = {"end_at", "load", "start_at", "valid_from", "valid_to"}
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe",
     "Ø": "Oe", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "ı": "i",
     "&": " and ", "%": " percent ", "#": " number ", "€": " eur "}
)  # fmt: skip
OTHER_LETTERS = str.maketrans(
    {
        **{letter.lower(): latin.lower() for letter, latin in LETTERS.items()},
        **{letter: latin.capitalize() for letter, latin in LETTERS.items()},
    }
)
# The characters after the N in the abbreviations of number, N° and Nº.
NUMBER_SIGN = re.compile(r"(?<![^\W\d_])[Nn](?=[°º])")
LONGEST = 40


def plain_text(text: str) -> str:
    """A string in ASCII letters: umlauts become two letters, accents are left out, Japanese words
    are translated, and Greek, Cyrillic and similar letters are transliterated."""
    found = in_english(unicodedata.normalize("NFC", text))
    found = NUMBER_SIGN.sub(r"\g<0>o ", found).translate(GERMAN)
    found = unicodedata.normalize("NFKD", found).translate(OTHER_LETTERS)
    return found.encode("ascii", "ignore").decode()


def words_of(name: str) -> list[str]:
    """The words of a name in lower case: `KundenNr`, `Kunden-Nr.` and `KUNDEN_NR` have two."""
    spaced = re.sub(r"(?<=[a-z0-9]{2})(?=[A-Z])|(?<=[A-Z]{2})(?=[A-Z][a-z])", " ", plain_text(name))
    return re.findall(r"[a-z]+|\d+", spaced.lower())


def snake_case(name: str) -> str:
    """The words of a name, joined by `_`; digits stay with the word before them."""
    return re.sub(r"_(?=\d)", "", "_".join(words_of(name)))[:LONGEST].strip("_")


def has_other_letters(name: str) -> bool:
    """Whether a name has letters, but none that its form in snake case keeps."""
    return not re.search("[a-z]", snake_case(name)) and any(map(str.isalpha, name))


def singular(word: str) -> str:
    """An English plural in the singular; other words as they are."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if re.search("(s|x|ch|sh|z)es$", word) and not word.endswith(("ases", "uses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def feed_name(stem: str) -> str:
    """The name of a feed, from the name of a file without its extension."""
    name = snake_case(DATE_IN_NAME.sub(" ", stem))
    name = re.sub(r"^[\d_]+|_+\d*$|\d{4,}$", "", name).strip("_")
    if not name or name.upper() in reserved_words():
        name = f"{name}_rows" if name else "delivered_rows"
    return name


def common_stem(names: Sequence[str]) -> str:
    """The words that all names of files have, without dates and extensions; those of the first
    file if they have none in common."""
    first, *others = (DATE_IN_NAME.sub(" ", name).split(".")[0] for name in names)
    words = re.findall(r"[^\W_]+", first)
    found = [set(re.findall(r"[^\W_]+", other.casefold())) for other in others]
    common = [word for word in words if all(word.casefold() in other for other in found)]
    has_letters = any(map(str.isalpha, "".join(common)))
    return "_".join(common) if has_letters and common != words else first


def letters(name: str) -> str:
    """The letters of a name, as the name of a source in model names."""
    return re.sub("[^a-z]", "", name) or "source"


def entity_of(feed: str) -> str:
    """What one row of a feed is: the singular of its name, without digits."""
    words = re.sub(r"\d", "", feed).strip("_").split("_")
    return "_".join([*words[:-1], singular(words[-1])]) or "row"


def is_taken(name: str, taken: Collection[str]) -> bool:
    """Whether a name is not available for a column."""
    return (
        name in taken
        or name in STAGED | LATER
        or name.upper() in reserved_words() | ADDED
        or name in DELIVERY_COLUMNS
        or name.endswith(("_hk", "_hashdiff"))
    )


def named_by_type(name: str, kind: str) -> str:
    """The name by the conventions: `is_` only for a boolean, `_at` only for a time, `_date` only
    for a date."""
    if kind == "boolean" and not name.startswith(("is_", "has_")):
        return f"is_{name}"
    if kind != "boolean" and name.startswith(("is_", "has_")):
        name = f"flag_{name}"
    if kind == "timestamp":
        return re.sub("_(at|date|time|datetime|timestamp|ts|am|um|on|zeit)$", "", name) + "_at"
    if name.endswith("_at"):
        return re.sub("_at$", "_date" if kind == "date" else "_text", name)
    if kind != "date" and name.endswith("_date"):
        return f"{name}_text"
    return name


def column_names(
    columns: Sequence[tuple[str, str]], entity: str, taken: Collection[str] = ()
) -> list[str]:
    """The names of columns in a contract, upper case, from (name in the source, kind)."""
    found: list[str] = []
    for raw, kind in columns:
        base = snake_case(raw) or "column"
        if base[0].isdigit():
            base = f"column_{base}"
        if base == "at":
            base = f"{entity}_at"
        name = named_by_type(base, kind)
        if is_taken(name, taken):
            name = named_by_type(f"{entity}_{base}", kind)
        number, unique = 1, name
        while is_taken(unique, [*taken, *found]):
            number += 1
            unique = named_by_type(f"{base}_{number}", kind)
        found.append(unique)
    return [name.upper() for name in found]

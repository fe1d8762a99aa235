"""Names and codes of countries in many languages, from Unicode's CLDR, with calling codes."""

import csv
import io
from collections import Counter
from pathlib import Path

import phonenumbers
from babel import Locale
from babel.core import get_global

from .folding_in_sql import folded_words

SPELLINGS = Path(__file__).with_name("country_spellings.csv")
LANGUAGES = (
    "en de fr es it pt nl pl sv da nb fi cs sk hu ro hr sl tr el ru uk bg lt lv et ja zh ko ar he "
    "vi id"
).split()  # fmt: skip


def names() -> list[tuple[str, str]]:
    """Return unambiguous names and codes with the two-letter code of their country."""
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        found = {(row["spelling"], row["country"]) for row in csv.DictReader(file)}
    countries = {code for code in phonenumbers.SUPPORTED_REGIONS if len(code) == 2}
    found |= {(code, code) for code in countries}
    found |= {
        (old, new[0])
        for old, new in get_global("territory_aliases").items()
        if len(new) == 1 and len(old) == 3 and old.isalpha() and new[0] in countries
    }
    found |= {
        (name, code)
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in countries
    }
    ordered = sorted(found)
    words = folded_words([name for name, _ in ordered])
    folded = {(word, code) for word, (_, code) in zip(words, ordered, strict=True) if word}
    meanings = Counter(word for word, _ in folded)
    return sorted((word, code) for word, code in folded if meanings[word] == 1)


def render() -> str:
    """Return the text of seeds/reference/country_names.csv."""
    rows = [(name, code, phonenumbers.country_code_for_region(code)) for name, code in names()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("name", "country", "calling_code"), *rows])
    return text.getvalue()

"""Detects customer fields and personal data by the name and values of a column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from onboarding.field_names import KINDS, NAMES, OWNERS
from onboarding.json_values import is_list_or_object, items_of
from onboarding.personal_data import EMAIL, MOSTLY, class_of_name, class_of_values, share

# Customer attributes that matching does not read.
OTHER_ATTRIBUTES = ("segment", "industry", "created_date")
FIELD_OF_NAME = {name: field for field, names in NAMES.items() for name in names.split()}
OF_SEVERAL_KINDS = ("email", "phone")
# A part of an address, such as `adresse1_strasse1` and `default_address_city`.
PART = re.compile(
    r"(?P<address>(?:(?:default|mailing|billing|home|main|primary|other)_)?"
    r"(?:address|adresse|anschrift|adres|direccion|endereco|indirizzo|adresa|adress)\d*)_(?P<part>.+)"
)
# Names of a house number within an address.
NUMBER_OF_HOUSE = ("number", "numero", "numer", "nummer", "nr", "no")
# A tax rate, whose column may be called VAT like the number of a tax payer.
RATE = re.compile(r"\d{1,2}([.,]\d+)? ?%?")
# Fields that a record has only once, those of an address last.
ADDRESS = ("address", "house_number", "postcode", "city", "country")
ONE_PER_RECORD = ("full_name", "first_name", "last_name", "birth_date", "national_id", *ADDRESS)
# Fields by which records of the same customer are found.
NAMED = {"full_name", "last_name"}
FOUND_BY = {"email", "phone", "address", "postcode", "birth_date", "national_id"}


def split_name(name: str) -> tuple[str, str]:
    """(words before the name of a field, customer field) of a name in snake case; two empty strings
    if it has no field."""
    if name in FIELD_OF_NAME:
        return "", FIELD_OF_NAME[name]
    words = name.split("_")
    for start, end in combinations(range(len(words) + 1), 2):
        owners = [*words[:start], *words[end:]]
        if set(owners) <= OWNERS and (field := FIELD_OF_NAME.get("_".join(words[start:end]))):
            return "_".join(owners), field
    found = PART.fullmatch(name)
    for part in (found["part"], found["part"].removesuffix("1")) if found else ():
        field = "house_number" if part in NUMBER_OF_HOUSE else FIELD_OF_NAME.get(part, "")
        if field in (*ADDRESS, "phone"):
            return found["address"], field
    return "", field_of_kind(name.rstrip("0123456789").split("_"))


def field_of_kind(words: Sequence[str]) -> str:
    """email or phone, if the words are one of its names and its kind, such as `home_phone` and
    `telefon_privat`; empty otherwise."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            field = FIELD_OF_NAME.get("_".join(words[start:end]), "")
            kinds = {*words[:start], *words[end:]}
            if field in OF_SEVERAL_KINDS and kinds <= KINDS | OWNERS:
                return field
    return ""


def field_of(name: str, values: Sequence[str]) -> str:
    """The customer field of a column; empty if it has none.

    name: in snake case. values: some of its values.
    """
    field = split_name(name)[1]
    is_rate = field == "national_id" and share(values, RATE) > MOSTLY
    # Matching compares single values.
    if is_rate or any(map(is_list_or_object, values)):
        return ""
    return field or ("email" if share(values, EMAIL) > MOSTLY else "")


def one_per_field(columns: Sequence[tuple[str, str]]) -> list[str]:
    """The fields, each for one column only: a record has one name and one address. Of several
    columns, one with an unqualified name wins, otherwise the first; all parts of an address are
    taken from the same one.

    columns: (name in snake case, field) of each column.
    """
    owners = [split_name(name)[0] for name, _ in columns]
    chosen: dict[str, int] = {}
    home = ""
    for field in ONE_PER_RECORD:
        places = [place for place, (_, found) in enumerate(columns) if found == field]
        if not places:
            continue
        wanted = (home, "") if field in ADDRESS and home else ("",)
        chosen[field] = min(places, key=lambda place: (owners[place] not in wanted, place))
        if field in ADDRESS and not home:
            home = owners[chosen[field]]
    return [
        field if field not in chosen or chosen[field] == place else ""
        for place, (_, field) in enumerate(columns)
    ]


def classification_of(
    name: str, field: str, values: Sequence[str], is_text: bool, is_birth: bool = False
) -> str:
    """The class of personal data of a column that is not a key. is_birth: whether its values are
    probably dates of birth."""
    found = list(items_of(values))
    by_values = class_of_values(found, is_text=is_text) if found else "none"
    if field in ("birth_date", "national_id") or is_birth or "sensitive" in (
        by_values, class_of_name(name)
    ):  # fmt: skip
        return "sensitive"
    # Access to customer rows is restricted by country, so the country is not masked.
    if field in ("country", "segment", "industry", "created_date"):
        return "none"
    return "personal" if field else by_values if by_values != "none" else class_of_name(name)


def is_customer_source(fields: Iterable[str]) -> bool:
    """Whether columns with these fields describe customers: a name and a field to match by."""
    found = set(fields)
    has_name = bool(found & NAMED)
    return (
        has_name
        and bool(found & FOUND_BY)
        or {"email", "phone"} <= found
        and bool(found & {"postcode", "birth_date", "first_name"})
    )


def may_be_customers(fields: Iterable[str]) -> bool:
    """Whether columns with these fields may describe customers, so that a person must say it."""
    found = set(fields)
    has_address = bool(found & {"address", "postcode", "city"})
    return bool(found & {"email", "phone"}) or (
        has_address and bool(found & {*NAMED, "first_name"})
    )

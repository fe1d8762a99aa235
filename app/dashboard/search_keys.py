"""The search keys that a search looks for, and the similarity of the values found."""

from __future__ import annotations

import re
from collections.abc import Iterable

UID = re.compile(r"C-[0-9A-Z]{16}")
MOST_RECORDS = 1_000
# Keys to which other fields, such as a postcode, may be appended: their start is compared.
BEGINNINGS = ("full_name", "name_sounds", "name_starts", "last_name_initial")
# Keys that hold a whole value -> name of the value, and least similarity of one with a typo.
WHOLE = {
    "both_names": ("name", 0.85),
    "full_name": ("name", 0.85),
    "email": ("e-mail address", 0.92),
    "phone": ("phone number", 0.92),
}
SHORTEST_BEGINNING = 4
DIGITS_BEFORE_TYPO = 5
# A name that was read from an e-mail address is weaker evidence than the address.
SHARE_OF_GUESSED_NAME = 0.9


def wanted_key(key_type: str, key: str) -> tuple[str, bool] | None:
    """The search key, and whether longer keys that start with it match too; None if too short."""
    is_beginning = key_type in BEGINNINGS
    if key_type == "phone":
        key, is_beginning = key[:DIGITS_BEFORE_TYPO], True
    if is_beginning and len(key) < SHORTEST_BEGINNING:
        return None
    return key, is_beginning


def similar_values(
    values: Iterable[tuple[str, str, str]], keys: Iterable[tuple[str, str]], *, from_address: bool
) -> list[tuple[str, str, float]]:
    """The values that are the same as those searched, or similar enough.

    values: owner, key type of WHOLE and search key. keys: key type and block key of what is
    searched. from_address: whether that was an e-mail address. Returns owner, words such as
    `similar name`, and similarity, from 0 to 1.
    """
    from mdm.compare.similarity import PythonBackend

    searched: dict[str, list[str]] = {}
    for key_type, key in keys:
        searched.setdefault(key_type, []).append(key)
    pairs = [
        # A full name is followed by the start of a postcode or city.
        (owner, key_type, value[: len(key)] if key_type == "full_name" else value, key)
        for owner, key_type, value in values
        for key in searched.get(key_type, ())
    ]
    similarity = PythonBackend("rapidfuzz").jaro_winkler(
        [value for _, _, value, _ in pairs], [key for *_, key in pairs]
    )
    found = []
    for (owner, key_type, _, _), share in zip(pairs, similarity, strict=True):
        what, least = WHOLE[key_type]
        if share >= least:
            weight = SHARE_OF_GUESSED_NAME if from_address and what == "name" else 1
            words = f"{'same' if share == 1 else 'similar'} {what}"
            found.append((owner, words, float(share) * weight))
    return found


def fields_of(text: str) -> list[dict[str, str]]:
    """The search text as fields: an e-mail address, a phone number, or a person or company."""
    if "@" in text:
        mailbox = re.sub(r"[^a-z]+", " ", text.split("@")[0].lower()).strip()
        return [{"email": text}, *([{"full_name": mailbox}] if " " in mailbox else [])]
    digits = sum(letter.isdigit() for letter in text)
    if digits >= 6 and digits > sum(letter.isalpha() for letter in text):
        return [{"phone": text}]
    return [{"full_name": text}, {"org_name": text}]

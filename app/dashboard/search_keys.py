"""The search keys that a search looks for, and the similarity of the values found."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

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
# The last digits of a phone number are its key.
DIGITS_OF_KEY = 9
# Keys that are also looked for with a typo undone -> the letters that a typo may have replaced.
LETTERS = {
    "phone": string.digits,
    "email": string.ascii_lowercase + string.digits + "._-",
    "full_name": string.ascii_uppercase,
}
# The first letters of a key in which a typo is undone; after them, a typo does no harm.
BEGINNING_WITH_TYPO = 8
# A name that was read from an e-mail address is weaker evidence than the address.
SHARE_OF_GUESSED_NAME = 0.9


def with_digits(
    keys: Sequence[tuple[str, str]], field: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    """The block keys of a searched field, and for a phone number also its last digits as given.

    A typo in the code of the country, or a missing digit, leads to another national number.
    """
    digits = re.sub(r"[^0-9]", "", field.get("phone", ""))[-DIGITS_OF_KEY:]
    return [*keys, ("phone", digits)] if digits and ("phone", digits) not in keys else keys


def wanted_key(key_type: str, key: str) -> tuple[str, bool] | None:
    """The search key, and whether longer keys that start with it match too; None if too short."""
    is_beginning = key_type in BEGINNINGS
    if key_type == "phone":
        key, is_beginning = key[:DIGITS_BEFORE_TYPO], True
    if is_beginning and len(key) < SHORTEST_BEGINNING:
        return None
    return key, is_beginning


def nearly_same(
    keys: Iterable[tuple[str, str]], found: Sequence[tuple[str, str, float]], *, from_address: bool
) -> list[tuple[str, list[str], bool]]:
    """The search keys that one typo turns into those searched, if these did not find enough.

    keys, from_address: as in `similar_values`. found: its result. An e-mail address and a phone
    number are enough if they are the same; a name is enough if it is similar. Returns key type,
    search keys, and whether longer keys that start with one of them match too.
    """
    words = {found_by for _, found_by, _ in found}
    wanted = []
    for key_type, key in sorted(set(keys)):
        if key_type == "phone" and "same phone number" not in words:
            wanted.append((key_type, numbers_before_typo(key), False))
        is_missed = key_type == "email" and "same e-mail address" not in words
        if is_missed or (key_type == "full_name" and not found and not from_address):
            starts = before_typo(key[:BEGINNING_WITH_TYPO], LETTERS[key_type])
            long_enough = sorted(start for start in starts if len(start) >= SHORTEST_BEGINNING)
            wanted.append((key_type, long_enough, True))
    return wanted


def before_typo(text: str, letters: str) -> set[str]:
    """The text, and each that becomes it by a missing, extra, wrong or two swapped letters."""
    cuts = [(text[:place], text[place:]) for place in range(len(text) + 1)]
    return (
        {text}
        | {start + end[1:] for start, end in cuts if end}
        | {start + letter + end for start, end in cuts for letter in letters}
        | {start + letter + end[1:] for start, end in cuts if end for letter in letters}
        | {start + end[1] + end[0] + end[2:] for start, end in cuts if len(end) > 1}
    )


def numbers_before_typo(number: str) -> list[str]:
    """The same for a phone number, of which the key has only the last digits.

    A missing digit moves another one into the key, an extra digit moves one out of it.
    """
    digits = LETTERS["phone"]
    typed = before_typo(number, digits)
    same_length = typed | before_typo(number[1:], digits)
    shorter = {near for near in typed if len(near) < len(number)}
    longer = {digit + near for near in shorter for digit in digits}
    return sorted(near for near in same_length | longer if len(near) == len(number))


def find_similar(
    keys: Sequence[tuple[str, str]],
    records_with: Callable[[str, Sequence[str], bool], Iterable[str]],
    values_of: Callable[[Sequence[str]], Iterable[tuple[str, str, str]]],
    *,
    from_address: bool,
) -> list[tuple[str, str, float]]:
    """What is similar to what was searched, among records that share a key with it, or the start of
    one; and, if these are not enough, among those whose key differs by one typo.

    keys, from_address: as in `similar_values`, whose result it returns. records_with: the records
    with one of some search keys of a type; or, with true, with one that starts with one of them.
    values_of: the values of records, as in `similar_values`.
    """

    def similar(records: set[str], accepted: Collection[str] = ()) -> list[tuple[str, str, float]]:
        if not records:
            return []
        values = values_of(sorted(records))
        return similar_values(values, keys, from_address=from_address, accepted=accepted)

    same: set[str] = set()
    for key_type, key in keys:
        if wanted := wanted_key(key_type, key):
            search_key, is_beginning = wanted
            same.update(records_with(key_type, [search_key], is_beginning))
    found = similar(same)
    near: set[str] = set()
    accepted: set[str] = set()
    for key_type, search_keys, is_beginning in nearly_same(keys, found, from_address=from_address):
        near.update(records_with(key_type, search_keys, is_beginning))
        accepted.update(() if is_beginning else search_keys)
    return found + similar(near, accepted)


def similar_values(
    values: Iterable[tuple[str, str, str]],
    keys: Iterable[tuple[str, str]],
    *,
    from_address: bool,
    accepted: Collection[str] = (),
) -> list[tuple[str, str, float]]:
    """The values that are the same as those searched, or similar enough.

    values: owner, key type of WHOLE and search key. keys: key type and block key of what is
    searched. from_address: whether that was an e-mail address. accepted: values that are similar
    enough without a comparison. Returns owner, words such as
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
    for (owner, key_type, value, _), share in zip(pairs, similarity, strict=True):
        what, least = WHOLE[key_type]
        if share >= least or value in accepted:
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

"""Compares e-mail addresses. Nearly equal ones are one mailbox, mistyped, or those of namesakes.

A mailbox is often built from its owner's name, with a number added if the name is taken. The
mailboxes of two namesakes are similar because their names are, so they add no evidence.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from ..match_model import MatchModel
from ..tables import Rows
from .columns import Column
from .levels import Levels, code, first_code
from .measures import Measure
from .texts import Codes, Texts
from .words import is_made_of

BEGINNING = 4
"""Leading letters that identify a name in a mailbox, even if one of them is misspelt."""
Person = tuple[str, str, str, str]
"""Names of a record: first name, its root, last name, whole name."""


def grade_email(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Same local part at another domain, typing errors, or only the same domain."""
    local = texts.part("local part", lambda text: text.partition("@")[0])
    domain = texts.part("domain", lambda text: text.partition("@")[2])
    most = model.similarities["email", "edits"]
    return first_code(
        "email",
        {
            "local": local[left] == local[right],
            "near": measure.edits(texts, left, right, most) <= most,
            "domain": domain[left] == domain[right],
        },
    )


def lower_mailboxes(levels: Levels, columns: Mapping[str, Column], rows: Rows) -> Levels:
    """Return the levels of e-mail, lowered from 'near' to 'domain' for two different mailboxes.

    levels: level codes of the pairs of row numbers `rows`. Only pairs with the same domain are
    lowered, since two namesakes compete for a mailbox at one provider.
    """
    places = np.flatnonzero(levels == code("email", "near"))
    sides = [_mailboxes(columns, side[places]) for side in rows]
    lowered = levels.copy()
    for place, (one, mail), (other, mail_of_other) in zip(places, *sides, strict=True):
        local, _, domain = mail.partition("@")
        local_of_other, _, domain_of_other = mail_of_other.partition("@")
        if domain == domain_of_other and are_two_mailboxes(local, local_of_other, one, other):
            lowered[place] = code("email", "domain")
    return lowered


def are_two_mailboxes(local: str, other: str, owner: Person, owner_of_other: Person) -> bool:
    """Whether two nearly equal local parts are two mailboxes.

    They are if only one has a number, if both are built from the names of the two owners, or if
    both contain part of these names and differ in the number or in no letter.
    """
    letters = [_only(str.isalpha, text).upper() for text in (local, other)]
    numbers = [_only(str.isdigit, text) for text in (local, other)]
    if (numbers[0] == "") != (numbers[1] == ""):
        return True
    owners = (owner, owner_of_other)
    if all(_is_built_of(text, owners) for text in letters):
        return True
    beginnings = {name[:BEGINNING] for one in owners for name in " ".join(one).split()}
    named = all(any(len(name) > 1 and name in text for name in beginnings) for text in letters)
    return named and (numbers[0] != numbers[1] or letters[0] == letters[1])


def _is_built_of(letters: str, owners: tuple[Person, Person]) -> bool:
    return len(letters) > 1 and any(is_made_of(letters, words) for words in _name_orders(owners))


def _name_orders(owners: tuple[Person, Person]) -> Iterator[list[str]]:
    """Yield the words of the names in the orders in which a mailbox may contain them."""
    for last in {owner[2] for owner in owners if owner[2]}:
        for first in {name for owner in owners for name in owner[:2]}:
            yield [*first.split(), *last.split()]
            yield [*last.split(), *first.split()]
    for whole in {owner[3] for owner in owners if not owner[2]}:
        yield whole.split()
        yield whole.split()[::-1]


def _mailboxes(columns: Mapping[str, Column], rows: np.ndarray) -> list[tuple[Person, str]]:
    names = [
        _texts(columns[name], rows)
        for name in ("first_name", "first_root", "last_name", "full_name")
    ]
    return list(zip(zip(*names, strict=True), _texts(columns["email"], rows), strict=True))


def _texts(column: Column, rows: np.ndarray) -> list[str]:
    codes = column.codes[rows].tolist()
    return [column.values[one] if one >= 0 else "" for one in codes]


def _only(test, text: str) -> str:
    return "".join(filter(test, text))

"""Compares e-mail addresses. Nearly equal ones are a mistyped mailbox, or belong to namesakes.

A mailbox is often built from its owner's name, so the mailboxes of two namesakes are similar and
add no evidence. It can also give the name of a record without one, or with a garbled one.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..match_model import MatchModel
from ..tables import Flags, Rows
from .columns import MAILBOX, MAILBOX_FORMS, OWN_MAILBOX, ROLE_MAILBOXES, Column
from .levels import Levels, code, first_code
from .measures import Measure
from .texts import Codes, Texts, after, before
from .words import is_made_of

BEGINNING = 4
"""Leading letters that identify a name in a mailbox, even if one of them is misspelt."""
Person = tuple[str, str, str, str]
"""Names of a record: first name, its root, last name, whole name."""
FULL_FORMS = MAILBOX_FORMS[:2]
"""Forms of a mailbox with both names in full; the others shorten one of them."""
SAME_NAMES = {"first_name": ("exact", "root", "near"), "last_name": ("exact", "near")}
SAME_MAILBOX = {"email": ("exact", "near")}


def grade_email(
    texts: Texts, left: Codes, right: Codes, model: MatchModel, measure: Measure
) -> Levels:
    """Same local part at another domain, typing errors, or only the same domain.

    The mailbox of a role (info, sales) has the same local part at every domain.
    """
    is_role = texts.part("of a role", _of_a_role) >= 0
    local, domain = texts.part("local part", local_part), texts.part("domain", domain_part)
    most = model.similarities["email", "edits"]
    return first_code(
        "email",
        {
            "local": (local[left] == local[right]) & ~is_role[left],
            "near": measure.edits(texts, left, right, most) <= most,
            "domain": domain[left] == domain[right],
        },
    )


def local_part(mails: pa.StringArray) -> pa.StringArray:
    """Return what comes before the @ in e-mail addresses."""
    return before(mails, "@")


def domain_part(mails: pa.StringArray) -> pa.StringArray:
    """Return what comes after the @ in e-mail addresses."""
    return after(mails, "@")


def _of_a_role(mails: pa.StringArray) -> pa.StringArray:
    """Return the local parts of roles, and empty texts for all others."""
    local = local_part(mails)
    return pc.if_else(pc.is_in(local, pa.array(sorted(ROLE_MAILBOXES))), local, "")


def are_roles(mails: Column, rows: Rows) -> Flags:
    """Return which pairs have an e-mail address of a role (info, sales) on one side at least."""
    is_role = np.append(mails.texts.part("of a role", _of_a_role) >= 0, False)
    left, right = (is_role[mails.codes[side]] for side in rows)
    return left | right


def lower_mailboxes(
    levels: Levels, organisations: Levels, columns: Mapping[str, Column], rows: Rows
) -> Levels:
    """Return the levels of e-mail, lowered from 'near' to 'domain' for two different mailboxes.

    levels and organisations: level codes of e-mail and of names of organisations, of the pairs of
    row numbers `rows`. Only pairs with the same domain are lowered, since two namesakes compete for
    a mailbox at one provider. At two domains, the same local part gets level 0 if it is built from
    an owner's names, because it only repeats them, or belongs to two organisations, because then it
    is that of a department.
    """
    places = np.flatnonzero(levels == code("email", "near"))
    sides = [_mailboxes(columns, side[places]) for side in rows]
    lowered = levels.copy()
    is_own = np.logical_or(*[columns[OWN_MAILBOX].codes[side] >= 0 for side in rows])
    lowered[(is_own | (organisations > 0)) & (levels == code("email", "local"))] = 0
    for place, (one, mail), (other, mail_of_other) in zip(places, *sides, strict=True):
        local, _, domain = mail.partition("@")
        local_of_other, _, domain_of_other = mail_of_other.partition("@")
        if domain == domain_of_other and are_two_mailboxes(local, local_of_other, one, other):
            lowered[place] = code("email", "domain")
    return lowered


def are_two_mailboxes(local: str, other: str, owner: Person, owner_of_other: Person) -> bool:
    """Whether two nearly equal local parts are two mailboxes.

    They are if only one has a number, if both are built from the names of the two owners, or if
    both contain parts of these names and differ in the number but in no letter.
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


def grade_mailbox_names(
    levels: Mapping[str, Levels],
    swapped: Mapping[str, Levels],
    columns: Mapping[str, Column],
    rows: Rows,
    model: MatchModel,
) -> Levels:
    """Grade the names of each person against the mailbox of the other one.

    levels: level codes of the other fields of the pairs of row numbers `rows`; swapped: those of
    names read swapped. Pairs whose names or mailboxes already agree are not graded, because a name
    in the mailbox adds no evidence; neither are pairs with a company, nor any pairs if the model
    version has no parameters for mailboxes.
    """
    found = np.zeros(len(rows[0]), dtype=np.int8)
    if not any(model.match_weights(MAILBOX)):
        return found
    known = _agree(levels, SAME_NAMES) | _agree(swapped, SAME_NAMES) | _agree(levels, SAME_MAILBOX)
    chosen = np.flatnonzero(~known & (levels["organisation"] == 0))
    found[chosen] = mailbox_levels(columns, (rows[0][chosen], rows[1][chosen]))
    return found


def mailbox_levels(columns: Mapping[str, Column], rows: Rows) -> Levels:
    """Return the better level of both directions, whether or not the names agree."""
    left, right = rows
    sides = [_levels(columns, *ends) for ends in ((left, right), (right, left))]
    both = np.minimum(*sides)
    return np.where(both > 0, both, np.maximum(*sides))


def _levels(columns: Mapping[str, Column], named: np.ndarray, owner: np.ndarray) -> Levels:
    """Return the levels of the names of some records in the mailboxes of others."""
    mailbox = columns[MAILBOX].codes[owner]
    full = _is_built_as(FULL_FORMS, columns, named, mailbox)
    shortened = _is_built_as(MAILBOX_FORMS, columns, named, mailbox)
    first, last = (columns[name].codes[named] for name in SAME_NAMES)
    found = np.where(shortened, code(MAILBOX, "initial"), code(MAILBOX, "different"))
    found = np.where(full, code(MAILBOX, "exact"), found)
    return np.where((mailbox >= 0) & (first >= 0) & (last >= 0), found, 0).astype(np.int8)


def _is_built_as(
    forms: Sequence[str], columns: Mapping[str, Column], named: np.ndarray, mailbox: np.ndarray
) -> Flags:
    return np.logical_or.reduce([columns[form].codes[named] == mailbox for form in forms])


def _agree(levels: Mapping[str, Levels], names: Mapping[str, Sequence[str]]) -> Flags:
    """Return for which pairs each field has one of its levels."""
    codes = {field: [code(field, name) for name in listed] for field, listed in names.items()}
    return np.logical_and.reduce([np.isin(levels[field], codes[field]) for field in codes])

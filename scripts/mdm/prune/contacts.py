"""Bounds the levels of e-mail and phone."""

import numpy as np

from ..compare.bounds import Counts
from ..compare.columns import Column, Columns
from ..compare.fields import last_ten_digits, phone_number
from ..compare.levels import Levels, code
from ..compare.mailboxes import domain_part, local_part
from ..match_model import MatchModel
from ..tables import Flags, Rows
from .outlines import by_record, characters_apart

CONTACTS = ("email", "phone")
LOW = np.uint64(0xFFFFFFFF)


class ContactBounds:
    """Levels of e-mail and phone, exact for all pairs that may be one mailbox or number.

    They are at least as good as those of `Bounds`, and are looked up by record, not by text.
    """

    def __init__(self, columns: Columns, model: MatchModel) -> None:
        mails, phones = columns["email"], columns["phone"]
        self._edits = {field: model.similarities[field, "edits"] for field in CONTACTS}
        local = mails.texts.part("local part", local_part)
        domain = mails.texts.part("domain", domain_part)
        parts = local.astype(np.uint64) << np.uint64(32) | domain.astype(np.uint32)
        self._mail_parts = by_record(parts, mails.codes)
        self._mail_characters = by_record(mails.texts.characters, mails.codes)
        numbers, number_of = phones.texts.derived("number", phone_number)
        last_ten = numbers.part("last ten", last_ten_digits)
        self._last_ten = by_record(last_ten[number_of], phones.codes)
        self._digits = by_record(numbers.characters[number_of], phones.codes)
        self._known = {field: _known(columns[field]) for field in CONTACTS}

    def emails(self, rows: Rows) -> Levels:
        """Return the levels of e-mail of pairs of rows: exact, domain, different or missing."""
        apart = self._mail_parts[rows[0]] ^ self._mail_parts[rows[1]]
        fewest = np.maximum(*characters_apart(self._mail_characters, self._mail_characters, rows))
        found = np.where(apart & LOW == 0, code("email", "domain"), code("email", "different"))
        return self._levels("email", found, (apart <= LOW) | (fewest <= self._edits["email"]), rows)

    def phones(self, rows: Rows) -> Levels:
        """Return the levels of phone of pairs of rows: exact, different or missing."""
        counts = characters_apart(self._digits, self._digits, rows)
        may_be_one = np.maximum(*counts) <= self._edits["phone"]
        may_be_one |= np.minimum(*counts) == 0
        may_be_one |= self._last_ten[rows[0]] == self._last_ten[rows[1]]
        return self._levels("phone", code("phone", "different"), may_be_one, rows)

    def _levels(self, field: str, found: Levels | int, may_be_one: Flags, rows: Rows) -> Levels:
        known = [self._known[field][side] for side in rows]
        may_be_one |= known[0] + known[1] > 2
        return np.where(may_be_one, 1, found).astype(np.int8) * (np.minimum(*known) > 0)


def _known(column: Column) -> Counts:
    """Return per record 0 for a missing text, 1 for one of ASCII characters, and 2 for others."""
    is_plain = column.texts.is_plain
    kinds = np.ones(len(column.texts), np.uint8) if is_plain is None else 2 - is_plain
    return by_record(kinds.astype(np.uint8), column.codes)

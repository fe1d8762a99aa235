"""Finds the values to erase in delivered files, and how each row changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.feed import Feed
from erasure.delivered_file import Row, read_rows
from erasure.erasable import Erasable
from erasure.mentions import Mentions, Shared
from erasure.person import Keys, Record
from erasure.register import Entry, cell_digest, digest, row_digest, value_digest
from erasure.text import compiled, folded, pattern_inside
from erasure.values import Values, email_digest
from warehouse.landing.clean_text import clean_text
from warehouse.landing.landing_folder import LandedFile

# Replaces the person's key in a row about an unknown record.
ANY_KEY = "ERASED"
# A name that is a word in notes of this many rows about others, such as Short or a carrier, does
# not identify the person. A note that is only a name, in this many rows, is a label.
# macros/erasure/values_of_person.sql has the same rule.
LABEL_ROWS = 3
# A later delivery with such a value is about the same person; a name may be someone else's.
REGISTERED = ("email", "phone", "id", "email_sha256")
# A key that may also be a postcode or another short number is not registered.
SHORT_NUMBER = re.compile(r"\d{1,7}")


@dataclass(slots=True)
class Plan:
    """The records to erase, and the values that only they have.

    known: the hub keys of all records, which exclude malformed keys. sharing: the hub keys of
    other records with the same e-mail address, phone number or id, which keep that value. labels:
    names of the person that are a whole note, such as a country code, in rows about others, by the
    keys of these rows. word_rows: the keys of rows about others whose notes have a name as a word,
    by the name. common: the names that are words in many of them. notes_of_others: digests of the
    cells to erase in rows that are not about the person.
    """

    feeds: Mapping[str, Feed]
    keys: Keys
    records: Sequence[Record]
    known: Collection[str]
    salt: str
    values: Values = field(default_factory=Values)
    rows: dict[Entry, None] = field(default_factory=dict)
    sharing: set[str] = field(default_factory=set)
    labels: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    word_rows: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    common: set[str] = field(default_factory=set)
    notes_of_others: set[str] = field(default_factory=set)
    columns: Mapping[str, Erasable] = field(init=False)
    erased: Mapping[str, Record] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: Erasable.of(feed) for name, feed in self.feeds.items()}
        self.erased = {record.hub_key: record for record in self.records}

    def owners(self, feed: str, row: Row) -> tuple[dict[str, str], set[str]]:
        """Column -> hub key for each key in a row that is erased, and the hub keys of all known
        records that the row is about."""
        keys = list(self.keys.in_row(feed, row))
        erased = {name: key for name, key in keys if key in self.erased}
        return erased, {key for _, key in keys if key in self.known}

    def names_person(self, feed: Feed, row: Row) -> bool:
        """Whether a row that is not a customer record, such as a contact, has an e-mail address of
        the person."""
        return not feed.customer_system and any(
            kind == "email" and self.values.kinds.get(folded(text)) == "email"
            for text, kind in self.columns[feed.name].cells(row)
        )

    def collect(self, files: Sequence[LandedFile]) -> None:
        """Find the values of the person, except those that others also have."""
        for record in self.records:
            self.values.add(record.id, "key")
        for feed, row in self.rows_of(files):
            owners, _ = self.owners(feed.name, row)
            if owners:
                for text, kind in self.columns[feed.name].cells(row):
                    self.values.add(text, kind)
                for name in self.columns[feed.name].separate_names(row):
                    self.values.add_parts(name)
                for name in owners:
                    self.values.add(clean_text(row[name]), "key")
        # A contact is the person if they share an e-mail address that no other record has.
        for is_customers in (True, False):
            chosen = [file for file in files if self.has_customers(file) == is_customers]
            self.leave_out(chosen)

    def add_email_digests(self) -> None:
        """Add the digests of the e-mail addresses, which web events have instead of them."""
        for address in self.values.of("email"):
            for text in (address, *self.values.spellings[address]):
                self.values.add(email_digest(text), "email_sha256")

    def has_customers(self, file: LandedFile) -> bool:
        """Whether the rows of a file are customer records."""
        return self.feeds[file.feed].customer_system is not None

    def leave_out(self, files: Sequence[LandedFile]) -> None:
        """Remove the values that rows about others in these files also have."""
        shared = Shared.of(self.values)
        single = self.values.single_names
        words = compiled(pattern_inside(dict.fromkeys(single, "name")))
        inside = {text: kind for text, kind in self.values.inside.items() if text not in single}
        certain = compiled(pattern_inside(inside, self.values.numbers))
        days = self.values.of("birth_date")
        found: set[str] = set()
        for feed, row in self.rows_of(files):
            owners, known = self.owners(feed.name, row)
            if owners or self.names_person(feed, row):
                continue
            # Where others have the same date, whatever happened on it, it is not the birth of one.
            found |= days & {*row.values()}
            for text in filter(None, map(row.get, self.columns[feed.name].notes)):
                text = folded(text)
                if text in self.values.names:
                    self.labels.setdefault(text, set()).add((feed.name, *key_of(feed, row)))
                # A note that also has the full name, for example, does not count.
                if words and words.search(text) and not (certain and certain.search(text)):
                    for name in single:
                        if shared.parts[name].search(text):
                            rows = self.word_rows.setdefault(name, set())
                            rows.add((feed.name, *key_of(feed, row)))
            if not known:
                continue
            for text, kind in self.columns[feed.name].cells(row):
                same = shared.in_value(text, kind)
                found |= same
                if any(self.values.kinds[value] in REGISTERED for value in same):
                    self.sharing |= known
        self.common |= {name for name, rows in self.word_rows.items() if len(rows) >= LABEL_ROWS}
        self.values.remove(found | self.common)

    def is_in(self, text: str) -> bool:
        """Whether a string has a value or a name of the person."""
        mentions = Mentions.of(self.values)
        return mentions.in_note(text) or bool(mentions.own and mentions.own.search(folded(text)))

    def value_finder(self) -> Callable[[str], bool]:
        """A function that tells whether the name of a file or batch has a value that only the
        person has."""
        mentions = Mentions.of(self.values)
        return lambda name: folded(name) in self.values.kinds or mentions.in_note(name)

    def changes(self, file: LandedFile) -> dict[int, dict[str, str]]:
        """The cells to change in a file, by the number of the row; notes rows for the register."""
        mentions = Mentions.of(self.values)
        found = {}
        for number, row in enumerate(read_rows(file)):
            if changed := self.change(self.feeds[file.feed], row, mentions):
                found[number] = changed
        return found

    def change(self, feed: Feed, row: Row, mentions: Mentions) -> dict[str, str]:
        """The cells to change in a row; notes for the register what a later delivery of the row
        does not show by its key or values."""
        columns = self.columns[feed.name]
        owners, known = self.owners(feed.name, row)
        same = [
            name for name in columns.comparable if folded(row.get(name) or "") in self.values.kinds
        ]
        lost = [] if owners or known else self.lost_keys(feed.name, row)
        is_nobodys = bool(self.keys.of_feed[feed.name]) and not known
        if not owners and (lost or (same and is_nobodys) or self.names_person(feed, row)):
            changed = columns.blank([*columns.personal, *columns.comparable, *columns.notes])
            if lost:
                changed |= {key.column: ANY_KEY for key in self.keys.of_feed[feed.name]}
            kind = "keyed_row" if lost else "person_row"
            self.rows[kind, row_digest(self.salt, feed, row)] = None
        else:
            noted = [name for name in columns.notes if self.is_mention(row, name, owners, mentions)]
            changed = {name: self.erased[key].pseudonym for name, key in owners.items()}
            changed |= columns.blank([*(columns.personal if owners else ()), *same, *noted])
            unregistered = [name for name in same if not self.is_registered(row[name])]
            if cells := [*noted, *unregistered]:
                hashed_row = row_digest(self.salt, feed, row)
                digests = {name: cell_digest(self.salt, hashed_row, name) for name in cells}
                self.rows |= dict.fromkeys(("cell", hashed) for hashed in digests.values())
                if not owners:
                    self.notes_of_others |= {digests[name] for name in noted}
        return {name: new for name, new in changed.items() if (row.get(name) or "") != new}

    def is_mention(self, row: Row, name: str, owners: Collection[str], mentions: Mentions) -> bool:
        """Whether a note of a row has a value of the person. In a row about the person a name is
        the person's even if others have it too, unless it is a label."""
        note = row.get(name) or ""
        if not note or mentions.in_note(note):
            return bool(note)
        return bool(owners) and not self.is_label(folded(note)) and mentions.in_own_note(note)

    def is_registered(self, text: str) -> bool:
        """Whether the digest of a value of the person is registered."""
        value = folded(text)
        kind = self.values.kinds[value]
        return kind in REGISTERED or (kind == "key" and not SHORT_NUMBER.fullmatch(value))

    def is_label(self, note: str) -> bool:
        """Whether a note is a label, such as a country code, that is also a name of the person."""
        return len(self.labels.get(note, ())) >= LABEL_ROWS

    def lost_keys(self, feed: str, row: Row) -> list[str]:
        """The columns with the key of the person in a row that is about no known record."""
        ids = self.values.of("key")
        columns = (key.column for key in self.keys.of_feed[feed])
        return [name for name in columns if folded(row.get(name) or "") in ids]

    def register(self) -> list[Entry]:
        """The entries of the register."""
        records = [("record", digest(self.salt, "record", key)) for key in self.erased]
        values = [
            ("value", value_digest(self.salt, spelt))
            for text in self.values.kinds
            if self.is_registered(text)
            for spelt in (text, *sorted(self.values.spellings[text]))
        ]
        return [*records, *values, *self.rows]

    def rows_of(self, files: Sequence[LandedFile]) -> Iterator[tuple[Feed, Row]]:
        """The rows of files, each with its feed."""
        for file in files:
            for row in read_rows(file):
                yield self.feeds[file.feed], row


def key_of(feed: Feed, row: Row) -> tuple[str, ...]:
    """The key of a row."""
    return tuple(row.get(column.name) or "" for column in feed.own_columns if column.is_key)

"""A party as entered in one system: clean values changed by the system's conventions and errors."""

from dataclasses import dataclass, replace

from feeds.contacts import Address, Channel, write_phone
from feeds.corruption import (
    PLACEHOLDER_EMAILS,
    PLACEHOLDER_PHONES,
    legal_form,
    mail_typo,
    mail_variant,
    nickname,
    short_street,
    spelling,
    swap_digits,
    typo,
)
from feeds.party import Party
from feeds.streams import Stream


@dataclass(frozen=True, slots=True)
class Habits:
    """Probabilities with which a system alters values."""

    marks_kept: float = 0.6
    nickname: float = 0.05
    initial: float = 0.04
    name_typo: float = 0.06
    swapped: float = 0.03
    suffix_changed: float = 0.15
    word_changed: float = 0.08
    email_missing: float = 0.025
    email_variant: float = 0.10
    email_typo: float = 0.03
    phone_missing: float = 0.025
    phone_typo: float = 0.025
    extension: float = 0.35
    placeholder: float = 0.01
    short_street: float = 0.45
    street_typo: float = 0.04
    old_address: float = 0.3
    address_missing: float = 0.02
    postcode_error: float = 0.03
    phone_styles: tuple[int, ...] = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Entry:
    """The values of a party in one record; organisations have their name in `last`."""

    first: str
    last: str
    email: str
    phone: str
    street: str
    city: str
    region: str
    postcode: str

    @property
    def full_name(self) -> str:
        """First and last name on one line."""
        return f"{self.first} {self.last}".strip()


def person_name(stream: Stream, party: Party, channel: Channel, habits: Habits) -> tuple[str, str]:
    """First and last name of a person as entered."""
    german = party.country == "DE"
    first, last, lot = channel.first, channel.last, stream.random()
    if lot < habits.nickname:
        first = nickname(stream, party.first)
    elif lot < habits.nickname + habits.initial:
        first = first[0] + stream.pick((".", ""))
    if stream.chance(habits.name_typo):
        last = typo(stream, last)
    elif stream.chance(habits.name_typo / 2):
        first = typo(stream, first)
    first = spelling(stream, first, habits.marks_kept, german)
    last = spelling(stream, last, habits.marks_kept, german)
    return (last, first) if stream.chance(habits.swapped) else (first, last)


def organisation_name(stream: Stream, party: Party, channel: Channel, habits: Habits) -> str:
    """Name of an organisation as entered."""
    name, form = party.last, channel.last[len(party.last) :]
    if stream.chance(habits.suffix_changed):
        form = legal_form(stream, party.legal_form)
        form = form if not form or form.startswith(",") else f" {form}"
    words = name.split(" ")
    if stream.chance(habits.word_changed):
        kind = stream.random()
        if kind < 0.4:
            place = stream.integer(0, len(words) - 1)
            words[place] = typo(stream, words[place])
        elif kind < 0.6 and len(words) > 2:
            words.pop()
        elif kind < 0.8 and "&" in words:
            words[words.index("&")] = "und" if party.country == "DE" else "and"
        else:
            words[-1] = words[-1][:5] + "." if len(words[-1]) > 6 else words[-1]
    return spelling(stream, " ".join(words) + form, habits.marks_kept, party.country == "DE")


def email_text(stream: Stream, email: str, habits: Habits) -> str:
    """An e-mail address as entered: missing, a placeholder, misspelt, a variant or correct."""
    if stream.chance(habits.email_missing):
        return ""
    if stream.chance(habits.placeholder):
        return stream.pick(PLACEHOLDER_EMAILS)
    if stream.chance(habits.email_variant):
        email = mail_variant(stream, email)
    if stream.chance(habits.email_typo):
        email = mail_typo(stream, email)
    return email.upper() if stream.chance(0.03) else email


def phone_text(stream: Stream, channel: Channel, habits: Habits) -> str:
    """A phone number as entered."""
    if stream.chance(habits.phone_missing):
        return ""
    if stream.chance(habits.placeholder):
        return stream.pick(PLACEHOLDER_PHONES)
    phone = channel.phone
    if phone.switchboard and stream.chance(habits.extension):
        phone = replace(phone, extension=str(stream.integer(10, 99)))
    text = write_phone(stream, phone, stream.pick(habits.phone_styles))
    return swap_digits(stream, text) if stream.chance(habits.phone_typo) else text


def street_text(stream: Stream, address: Address, habits: Habits, german: bool) -> str:
    """Street and number as entered."""
    street = address.street
    if stream.chance(habits.short_street):
        street = short_street(street)
    if stream.chance(habits.street_typo):
        street = typo(stream, street)
    return spelling(stream, street, habits.marks_kept, german)


def entry_of(
    stream: Stream, party: Party, channel: int, mixed: bool, address: Address, habits: Habits
) -> Entry:
    """The values of a party in one system."""
    german = party.country == "DE"
    reach = party.channels[channel]
    if party.is_person:
        first, last = person_name(stream, party, reach, habits)
    else:
        first, last = "", organisation_name(stream, party, reach, habits)
    other = party.channels[(channel + 1) % len(party.channels)] if mixed else reach
    street, city, postcode = "", address.city, address.postcode
    if not stream.chance(habits.address_missing):
        street = street_text(stream, address, habits, german)
    if stream.chance(habits.postcode_error):
        postcode = "" if stream.chance(0.4) else swap_digits(stream, postcode)
    return Entry(
        first,
        last,
        email_text(stream, reach.email, habits),
        phone_text(stream, other, habits),
        street,
        spelling(stream, city, habits.marks_kept, german),
        address.region,
        postcode,
    )

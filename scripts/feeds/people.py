"""People: singles, households, and namesakes in the same city."""

from dataclasses import replace

from feeds.contacts import Channel, draw_address, draw_city, draw_line, draw_mobile
from feeds.corruption import nickname
from feeds.names import first_names, surnames
from feeds.organisations import Registry
from feeds.party import Party
from feeds.places import CITIES
from feeds.streams import Stream
from feeds.trades import INDUSTRIES

SWITCHBOARD_SHARE = 0.12
Firms = dict[str, list[Party]]


def named(stream: Stream, first: str, last: str, channels: list[Channel]) -> tuple[Channel, ...]:
    """Channels with the name used there: full, short, or with a middle initial."""
    short, letter = nickname(stream, first), f"{stream.pick('ABCDEFGHJKLMPRST')}."
    forms = [
        first,
        short if short != first else f"{first} {letter}",
        stream.pick((f"{first[0]}.", f"{first[0]}. {letter}", f"{first} {letter}")),
    ]
    if stream.chance(0.25):
        forms[0], forms[1] = forms[1], forms[0]
    return tuple(
        replace(channel, first=form, last=last)
        for channel, form in zip(channels, forms, strict=False)
    )


def draft(stream: Stream, number: int, country: str) -> Party:
    """A new person without channels."""
    city = draw_city(stream, country)
    first, last = first_names(country).draw(stream), surnames(country).draw(stream)
    return Party(
        number,
        "person",
        country,
        first,
        last,
        "",
        draw_address(stream, country, city),
        draw_address(stream, country, draw_city(stream, country)) if stream.chance(0.15) else None,
        (),
        draw_birth(stream),
        country + stream.digits(8) + stream.pick("ACEHKMRTX"),
        stream.pick(INDUSTRIES),
        stream.lognormal(0.0, 0.9),
    )


def draw_person(registry: Registry, number: int, country: str, firms: Firms) -> Party:
    """A new person; half of them also have a work channel."""
    return add_channels(registry, draft(registry.stream, number, country), firms)


def draw_namesake(registry: Registry, number: int, like: Party, firms: Firms) -> Party:
    """Another person with the same name in the same city."""
    stream = registry.stream
    city = next(one for one in CITIES[like.country] if one.name == like.address.city)
    return add_channels(
        registry,
        replace(
            draft(stream, number, like.country),
            first=like.first,
            last=like.last,
            address=draw_address(stream, like.country, city),
            old_address=None,
        ),
        firms,
    )


def draw_relative(registry: Registry, number: int, home: list[Party], firms: Firms) -> Party:
    """Another person in a household, mostly with the same surname; half share the phone."""
    stream, head = registry.stream, home[0]
    person = draft(stream, number, head.country)
    first, initials = person.first, {one.first[0] for one in home}
    while first in {one.first for one in home} or (first[0] in initials and stream.chance(0.8)):
        first = first_names(head.country).draw(stream)
    last = head.last if stream.chance(0.9) else person.last
    relative = add_channels(
        registry, replace(person, first=first, last=last, address=head.address), firms
    )
    if stream.chance(0.5):
        shared = replace(relative.channels[-1], phone=head.channels[-1].phone)
        relative = replace(relative, channels=(*relative.channels[:-1], shared))
    return relative


def draw_birth(stream: Stream) -> str:
    """A date of birth."""
    year = stream.integer(1945, 2004)
    return f"{year}-{stream.integer(1, 12):02d}-{stream.integer(1, 28):02d}"


def add_channels(registry: Registry, person: Party, firms: Firms) -> Party:
    """The person with channels: private, work in the same country, and a second private one."""
    stream, mailboxes, country = registry.stream, registry.mailboxes, person.country
    first, last, born = person.first, person.last, person.born
    area = next(one for one in CITIES[country] if one.name == person.address.city).area
    private = mailboxes.private(stream, country, first, last, born)
    channels = [Channel(private, draw_mobile(stream, country, area))]
    if firms.get(country) and stream.chance(0.5):
        employer = stream.pick(firms[country])
        office = draw_line(stream, country, area)
        if stream.chance(SWITCHBOARD_SHARE):
            office = replace(
                employer.channels[0].phone, extension=stream.digits(2), switchboard=False
            )
        host = employer.channels[-1].email.partition("@")[2]
        channels.append(Channel(mailboxes.work(stream, first, last, host), office))
    if len(channels) == 1 or stream.chance(0.55):
        second = mailboxes.private(stream, country, first, last, born)
        channels.append(Channel(second, draw_line(stream, country, area)))
    return replace(person, channels=named(stream, first, last, channels))

"""Companies and institutions: names, switchboards, mailboxes and contact people."""

from dataclasses import dataclass, field, replace

from feeds.contacts import (
    Channel,
    Mailboxes,
    company_host,
    draw_address,
    draw_city,
    draw_line,
)
from feeds.corruption import LEGAL_VARIANTS
from feeds.names import first_names, surnames
from feeds.party import Party
from feeds.places import CITIES, COUNTRIES, City
from feeds.streams import Stream
from feeds.trades import COINED, INDUSTRIES, SECTORS

INSTITUTION_SHARE = 0.15
PARK_SHARE = 0.04
GERMAN_INSTITUTIONS = (
    "Universität",
    "Klinikum",
    "Stadtwerke",
    "Stadtbibliothek",
    "Museum",
    "Technische Hochschule",
    "Handwerkskammer",
)
OTHER_INSTITUTIONS = (
    "University",
    "General Hospital",
    "Museum",
    "Public Library",
    "School District",
    "Institute of Technology",
    "Water Authority",
)


@dataclass(slots=True)
class Registry:
    """Unique values (mailboxes, company names) and those that tenants of an office park share (a
    switchboard and an info@ mailbox per country)."""

    stream: Stream
    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    names: set[str] = field(default_factory=set)
    parks: dict[str, Channel] = field(default_factory=dict)

    def park(self, country: str) -> Channel:
        """The shared mailbox and switchboard of a country's office park."""
        if country not in self.parks:
            city = CITIES[country][0]
            host = company_host(f"Officepark {city.name}", country)
            line = draw_line(self.stream, country, city.area)
            self.parks[country] = Channel(self.mailboxes.free("info", host), line)
        return self.parks[country]


def draw_name(stream: Stream, country: str, city: City, kind: str) -> str:
    """A name without legal form."""
    last = surnames(country)
    if kind == "institution":
        if country == "DE":
            return f"{stream.pick(GERMAN_INSTITUTIONS)} {city.name}"
        return f"{city.name} {stream.pick(OTHER_INSTITUTIONS)}"
    sector, shape = stream.pick(SECTORS[country]), stream.random()
    if shape < 0.45:
        return f"{last.draw(stream)} {sector}"
    if shape < 0.65:
        return f"{last.draw(stream)} & {last.draw(stream)} {sector}"
    if shape < 0.70:
        return f"{last.draw(stream)} International {sector} and Services {city.name}"
    return f"{stream.pick(COINED[0])}{stream.pick(COINED[1])} {sector}"


def named(stream: Stream, name: str, form: str, channels: list[Channel]) -> tuple[Channel, ...]:
    """Channels with the name used there; the legal form has several spellings."""
    others = sorted(set(LEGAL_VARIANTS[form]) - {form, ""})
    forms = [form, *stream.shuffled(others), form, form]
    return tuple(
        replace(channel, last=name + (one if one.startswith(",") else f" {one}" if one else ""))
        for channel, one in zip(channels, forms, strict=False)
    )


def draw_channels(registry: Registry, country: str, area: str, host: str) -> list[Channel]:
    """The front desk, a desk with its own line or extension, and sometimes a third desk."""
    stream, mailboxes = registry.stream, registry.mailboxes
    front = mailboxes.free(stream.pick(("info", "info", "office", "contact")), host)
    board = replace(draw_line(stream, country, area), switchboard=True)
    park, lot = registry.park(country), stream.random()
    if lot < PARK_SHARE:
        board = replace(park.phone, switchboard=True)
    elif lot < 1.5 * PARK_SHARE:
        front = park.email
    channels = [Channel(front, board)]
    for _ in range(2 if stream.chance(0.5) else 1):
        first, last = first_names(country).draw(stream), surnames(country).draw(stream)
        line = replace(draw_line(stream, country, area), switchboard=True)
        if stream.chance(0.2):
            line = replace(board, extension=str(stream.integer(10, 99)), switchboard=False)
        channels.append(Channel(mailboxes.work(stream, first, last, host), line))
    return channels


def draw_organisation(registry: Registry, number: int, country: str) -> Party:
    """A new company or institution of a country."""
    stream = registry.stream
    city = draw_city(stream, country)
    kind = "institution" if stream.chance(INSTITUTION_SHARE) else "company"
    name = draw_name(stream, country, city, kind)
    while name in registry.names:
        kind = "company"
        name = draw_name(stream, country, city, kind)
    registry.names.add(name)
    form = "" if kind == "institution" else stream.pick(COUNTRIES[country].legal_forms)
    channels = draw_channels(registry, country, city.area, company_host(name, country))
    moved = stream.chance(0.15)
    return Party(
        number,
        kind,
        country,
        "",
        name,
        form,
        draw_address(stream, country, city),
        draw_address(stream, country, city) if moved else None,
        named(stream, name, form, channels),
        "",
        country + stream.digits(9),
        stream.pick(INDUSTRIES),
        stream.lognormal(0.3, 0.7),
    )

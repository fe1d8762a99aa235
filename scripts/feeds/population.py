"""The hidden population: the people and organisations that all feeds talk about."""

from dataclasses import dataclass, replace

from feeds.contacts import (
    Address,
    Channel,
    Mailboxes,
    Phone,
    company_host,
    draw_address,
    draw_city,
    draw_line,
    draw_mobile,
)
from feeds.names import first_names, surnames
from feeds.places import (
    CITIES,
    COINED,
    COUNTRIES,
    COUNTRY_SHARES,
    INDUSTRIES,
    SECTORS,
    City,
)
from feeds.streams import Stream, running_totals

PARTIES = 1_500
ORGANISATION_SHARE = 0.40
HOUSEHOLD_SHARE = 0.07
NAMESAKE_SHARE = 0.02
OFFICE_PARKS = 12


@dataclass(frozen=True, slots=True)
class Party:
    """One person or organisation with its clean values.

    `channels` are the pairs of e-mail address and telephone line the party uses, the favourite
    first; `weight` is how often it buys, asks and answers.
    """

    number: int
    kind: str
    country: str
    first: str
    last: str
    legal_form: str
    address: Address
    old_address: Address | None
    channels: tuple[Channel, ...]
    born: str
    tax_id: str
    industry: str
    weight: float

    @property
    def party_id(self) -> str:
        """The party's name in the truth files."""
        return f"P{self.number:06d}"

    @property
    def is_person(self) -> bool:
        """Whether the party is a human being."""
        return self.kind == "person"

    @property
    def full_name(self) -> str:
        """The clean name on one line."""
        parts = (self.first, self.last) if self.is_person else (self.last, self.legal_form)
        return " ".join(part for part in parts if part)


@dataclass(slots=True)
class _Maker:
    stream: Stream
    mailboxes: Mailboxes
    companies: list[Party]
    parks: dict[str, Phone]
    taken_names: set[str]

    def country(self) -> str:
        return self.stream.weighted(
            tuple(COUNTRY_SHARES), running_totals(list(COUNTRY_SHARES.values()))
        )

    def company_name(self, country: str, city: City, kind: str) -> str:
        stream, last = self.stream, surnames(country)
        if kind == "institution":
            if country == "DE":
                return stream.pick(("Universität", "Klinikum", "Stadtwerke", "Stadtbibliothek",
                                    "Technische Hochschule", "Museum", "Handwerkskammer",
                                    )) + f" {city.name}"
            return f"{city.name} " + stream.pick(("University", "General Hospital", "Museum",
                                                  "Public Library", "School District",
                                                  "Institute of Technology", "Water Authority"))
        sector, shape = stream.pick(SECTORS[country]), stream.random()
        if shape < 0.45:
            return f"{last.draw(stream)} {sector}"
        if shape < 0.65:
            return f"{last.draw(stream)} & {last.draw(stream)} {sector}"
        if shape < 0.70:
            return f"{last.draw(stream)} International {sector} and Services {city.name}"
        return f"{stream.pick(COINED[0])}{stream.pick(COINED[1])} {sector}"

    def company(self, number: int) -> Party:
        stream, country = self.stream, self.country()
        city = draw_city(stream, country)
        kind = "institution" if stream.chance(0.15) else "company"
        name = self.company_name(country, city, kind)
        while name in self.taken_names:
            kind = "company"
            name = self.company_name(country, city, kind)
        self.taken_names.add(name)
        form = "" if kind == "institution" else stream.pick(COUNTRIES[country].legal_forms)
        host = company_host(name, country)
        board = self.parks.get(country, draw_line(stream, country, city.area))
        if not stream.chance(0.03):
            board = draw_line(stream, country, city.area)
        people = [(first_names(country).draw(stream), surnames(country).draw(stream))
                  for _ in range(2)]
        front = self.mailboxes.free(stream.pick(("info", "info", "office", "contact")), host)
        desk = self.mailboxes.work(stream, *people[0], host)
        back = self.mailboxes.work(stream, *people[1], host)
        direct = replace(board, extension=str(stream.integer(10, 99)))
        if stream.chance(0.7):
            direct = draw_line(stream, country, city.area)
        channels = [Channel(front, board), Channel(desk, direct)]
        if stream.chance(0.4):
            channels.append(Channel(back, draw_line(stream, country, city.area)))
        return Party(
            number, kind, country, "", name, form,
            draw_address(stream, country, city),
            draw_address(stream, country, city) if stream.chance(0.15) else None,
            tuple(channels), "",
            COUNTRIES[country].code + stream.digits(9), stream.pick(INDUSTRIES),
            stream.lognormal(0.3, 0.7),
        )

    def private_line(self, country: str, area: str) -> Phone:
        return draw_mobile(self.stream, country, area)

    def person(self, number: int, like: Party | None, household: bool) -> Party:
        """A new person: of the same household as `like`, or its namesake, or unrelated."""
        stream = self.stream
        country = like.country if like else self.country()
        city = draw_city(stream, country)
        if like:
            city = next(one for one in CITIES[country] if one.name == like.address.city)
        first, last = first_names(country).draw(stream), surnames(country).draw(stream)
        born = (f"{stream.integer(1945, 2004)}-{stream.integer(1, 12):02d}"
                f"-{stream.integer(1, 28):02d}")
        address = draw_address(stream, country, city)
        home = draw_line(stream, country, city.area)
        if like and household:
            last = like.last if stream.chance(0.9) else last
            address, home = like.address, like.channels[-1].phone
            while first == like.first:
                first = first_names(country).draw(stream)
        elif like:
            first, last = like.first, like.last
        private = self.mailboxes.private(stream, country, first, last, born)
        channels = [Channel(private, draw_mobile(stream, country, city.area))]
        if stream.chance(0.5) and self.companies:
            employer = stream.pick(self.companies)
            host = employer.channels[0].email.partition("@")[2]
            office = draw_line(stream, country, city.area)
            if stream.chance(0.2):
                office = replace(employer.channels[0].phone, extension=stream.digits(2))
            channels.append(Channel(self.mailboxes.work(stream, first, last, host), office))
        if len(channels) == 1 or stream.chance(0.4):
            second = self.mailboxes.private(stream, country, first, last, born)
            channels.append(Channel(second, home))
        return Party(
            number, "person", country, first, last, "", address,
            draw_address(stream, country, draw_city(stream, country))
            if stream.chance(0.15) else None,
            tuple(channels), born, country + stream.digits(8) + stream.pick("ACEHKMRTX"),
            stream.pick(INDUSTRIES), stream.lognormal(0.0, 0.9),
        )


def build_population(stream: Stream, scale: float) -> tuple[Party, ...]:
    """About 1,500 parties for each unit of scale, in no telling order."""
    total = max(40, round(PARTIES * scale))
    maker = _Maker(stream, Mailboxes(), [], {}, set())
    for country in COUNTRIES:
        area = stream.pick(CITIES[country]).area
        maker.parks[country] = draw_line(stream, country, area)
    for number in range(round(total * ORGANISATION_SHARE)):
        maker.companies.append(maker.company(number))
    people: list[Party] = []
    for number in range(len(maker.companies), total):
        lot, like = stream.random(), None
        if people and lot < HOUSEHOLD_SHARE + NAMESAKE_SHARE:
            like = stream.pick(people[-20:])
        people.append(maker.person(number, like, lot < HOUSEHOLD_SHARE))
    mixed = stream.shuffled([*maker.companies, *people])
    return tuple(replace(party, number=number) for number, party in enumerate(mixed, 1))

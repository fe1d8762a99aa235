"""Phone numbers, e-mail addresses and postal addresses of parties."""

from dataclasses import dataclass

from feeds.corruption import german_ascii, slug
from feeds.names import surnames
from feeds.places import CITIES, COUNTRIES, STREETS, City
from feeds.streams import Stream, skewed


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone line; a switchboard number is written with or without an extension."""

    country: str
    area: str
    local: str
    extension: str = ""
    switchboard: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a party: an e-mail address, a phone line, and how the name is written there.

    Organisations have their whole name in `last`.
    """

    email: str
    phone: Phone
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a party lives or works."""

    street: str
    city: str
    region: str
    postcode: str


PLACE_TOTALS = {code: skewed(cities, 0.6) for code, cities in CITIES.items()}
STREET_TOTALS = {code: skewed(streets, 0.4) for code, streets in STREETS.items()}
MOBILE_AREAS = {
    "DE": ("151", "160", "170", "176"),
    "GB": ("7700", "7911", "7480"),
    "FR": ("6", "7"),
    "IN": ("98", "99", "90"),
    "JP": ("90", "80"),
}
NATIONAL_DIGITS = {"US": 10, "GB": 10, "FR": 9, "IN": 10, "JP": 9}
GROUPS = {"DE": (3, 4), "US": (3, 4), "GB": (3, 4), "FR": (2, 2, 2, 2), "IN": (4, 4), "JP": (4, 4)}
NAMED_STREETS = {
    "DE": "{}straße",
    "US": "{} Street",
    "GB": "{} Road",
    "FR": "rue {}",
    "IN": "{} Road",
    "JP": "{}-cho",
}
EXTENSION_MARKS = {
    "DE": (" ext. ", " DW ", " Durchwahl ", " ext. ", " DW ", "/"),
    "US": (" x", " ext. ", " ext "),
}


def draw_address(stream: Stream, country: str, city: City) -> Address:
    """A new address in a city."""
    street = stream.weighted(STREETS[country], STREET_TOTALS[country])
    if stream.chance(0.4):
        street = NAMED_STREETS[country].format(surnames(country).draw(stream))
    number = str(int(stream.lognormal(3.0, 0.9)) + 1)
    if country == "DE":
        line = f"{street} {number}" + (stream.pick("abc") if stream.chance(0.1) else "")
    elif country == "US":
        line = f"{int(number) * 7 + stream.integer(0, 99)} {street}"
        line += f" Apt {stream.integer(1, 40)}" if stream.chance(0.15) else ""
    elif country == "JP":
        line = f"{stream.integer(1, 9)}-{stream.integer(1, 30)}-{number} {street}"
    else:
        line = f"{number} {street}"
    return Address(line, city.name, city.region, draw_postcode(stream, city.postcode))


def draw_postcode(stream: Stream, pattern: str) -> str:
    """A postcode: # becomes a digit (1 to 9 in Britain, which has no district 0), @ a letter."""
    digits = "123456789" if "@" in pattern else "0123456789"
    alphabet = {"#": digits, "@": "ABDEFGHJLNPQRSTUWXYZ"}
    return "".join(
        stream.pick(alphabet[character]) if character in alphabet else character
        for character in pattern
    )


def draw_city(stream: Stream, country: str) -> City:
    """A city of a country; large cities are more likely."""
    return stream.weighted(CITIES[country], PLACE_TOTALS[country])


def draw_line(stream: Stream, country: str, area: str) -> Phone:
    """A new landline in an area."""
    if country == "DE":
        count = 6 if len(area) == 3 and area not in MOBILE_AREAS["DE"] else 7
    elif country == "JP" and area in MOBILE_AREAS["JP"]:
        count = 8
    else:
        count = NATIONAL_DIGITS[country] - len(area)
    return Phone(country, area, str(stream.integer(2, 9)) + stream.digits(count - 1))


def draw_mobile(stream: Stream, country: str, area: str) -> Phone:
    """A new mobile number (with an area code in the US, like any other line)."""
    return draw_line(stream, country, stream.pick(MOBILE_AREAS.get(country, (area,))))


def _grouped(phone: Phone, character: str) -> str:
    parts, start = [], 0
    for size in GROUPS[phone.country][:-1]:
        parts.append(phone.local[start : start + size])
        start += size
    return character.join([*parts, phone.local[start:]])


def write_phone(stream: Stream, phone: Phone, style: int) -> str:
    """The number in one of six formats: 0 to 2 are international, 3 to 5 national."""
    country = COUNTRIES[phone.country]
    area, local, trunk = phone.area, phone.local, country.trunk
    if style == 0:
        text = f"+{country.dial} {area} {_grouped(phone, ' ')}"
    elif style == 1:
        text = f"+{country.dial}{area}{local}"
    elif style == 2:
        text = f"+{country.dial} ({trunk}){area} {local}" if trunk else f"+1 ({area}) {local}"
    elif style == 3:
        text = f"{trunk}{area}{local}"
    elif style == 4:
        joint = "/" if phone.country == "DE" else "-" if trunk else "."
        text = f"{trunk}{area}{joint}{_grouped(phone, '.' if joint == '.' else ' ')}"
    elif trunk:
        text = f"00{country.dial} {area} {local}"
    else:
        text = f"({area}) {_grouped(phone, '-')}"
    if phone.extension:
        marks = EXTENSION_MARKS.get(phone.country, (" ext. ", " x", " ext "))
        text += stream.pick(marks) + phone.extension
    return text


class Mailboxes:
    """Creates unique e-mail addresses."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, local: str, host: str) -> str:
        """The requested address, with a number after the local part if it is taken."""
        email, number = f"{local}@{host}", 1
        while email in self._taken:
            number += 1
            email = f"{local}{number}@{host}"
        self._taken.add(email)
        return email

    def private(self, stream: Stream, country: str, first: str, last: str, born: str) -> str:
        """An address at a public provider, in one of the usual patterns."""
        one, two = slug(first) or "x", slug(last) or "x"
        local = stream.pick(
            (
                f"{one}.{two}",
                f"{one}{two}",
                f"{one[0]}{two}{born[2:4]}",
                f"{one}.{two}{born[2:4]}",
                f"{two}.{one}",
                f"{one}_{two}",
                f"{one}{stream.digits(4)}",
                f"{one[0]}.{two}",
            )
        )
        return self.free(local, stream.pick(COUNTRIES[country].mail_hosts))

    def work(self, stream: Stream, first: str, last: str, host: str) -> str:
        """An address at an employer."""
        one, two = slug(first) or "x", slug(last) or "x"
        return self.free(stream.pick((f"{one}.{two}", f"{one[0]}.{two}", f"{one}.{two}")), host)


def company_host(name: str, country: str) -> str:
    """The internet domain of a company."""
    words = [slug(word) for word in german_ascii(name).split() if slug(word)]
    return "-".join(words[:3]) + "." + COUNTRIES[country].top_level

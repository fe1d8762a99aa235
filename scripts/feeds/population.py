"""The hidden population: the people and organisations behind all feeds."""

from dataclasses import replace

from feeds.organisations import Registry, draw_organisation
from feeds.party import Party
from feeds.people import draw_namesake, draw_person, draw_relative
from feeds.places import COUNTRY_SHARES
from feeds.streams import Stream, running_totals

PARTIES = 1_500
ORGANISATION_SHARE = 0.40
HOUSEHOLD_SHARE = 0.07
NAMESAKE_SHARE = 0.018
RECENT = 20


def build_population(stream: Stream, scale: float) -> tuple[Party, ...]:
    """About 1,500 parties per unit of scale, in random order."""
    total = max(40, round(PARTIES * scale))
    registry = Registry(stream)
    countries, shares = tuple(COUNTRY_SHARES), running_totals(list(COUNTRY_SHARES.values()))
    firms = [
        draw_organisation(registry, number, stream.weighted(countries, shares))
        for number in range(round(total * ORGANISATION_SHARE))
    ]
    employers: dict[str, list[Party]] = {country: [] for country in countries}
    for firm in firms:
        employers[firm.country].append(firm)
    homes: list[list[Party]] = []
    people: list[Party] = []
    for number in range(len(firms), total):
        lot = stream.random()
        if homes and lot < HOUSEHOLD_SHARE:
            home = stream.pick(homes[-RECENT:])
            person = draw_relative(registry, number, home, employers)
            home.append(person)
        else:
            if people and lot < HOUSEHOLD_SHARE + NAMESAKE_SHARE:
                person = draw_namesake(registry, number, stream.pick(people[-RECENT:]), employers)
            else:
                country = stream.weighted(countries, shares)
                person = draw_person(registry, number, country, employers)
            homes.append([person])
        people.append(person)
    mixed = stream.shuffled([*firms, *people])
    return tuple(replace(party, number=number) for number, party in enumerate(mixed, 1))

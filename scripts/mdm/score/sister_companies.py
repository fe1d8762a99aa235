"""Distinguishes companies of one group by their names."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from .listed_names import MEN, WOMEN

NUMBER = re.compile(r"\w*\d\w*|[IVX]+|[A-Z]")
"""Pattern of words that number the companies of a group: Windpark 2, Fund III, Objekt B."""
DIRECTIONS = frozenset(
    """
    NORD SUED OST WEST MITTE NORDOST NORDWEST SUEDOST SUEDWEST NORTH SOUTH EAST NORTHEAST NORTHWEST
    SOUTHEAST SOUTHWEST SUD EST OUEST NORTE SUR ESTE OESTE OVEST SUL LESTE NOORD ZUID OOST
    """.split()
)
"""Words that distinguish places of a group: Klinik Nord and Klinik Süd."""
HOLDINGS = frozenset(
    """
    BETEILIGUNG BETEILIGUNGEN BETEILIGUNGS BESITZ BESITZGESELLSCHAFT BETRIEBSGESELLSCHAFT
    FOERDERVEREIN FOUNDATION GRUNDSTUECKSGESELLSCHAFT HOLDING HOLDINGS IMMOBILIEN INVEST
    INVESTMENT INVESTMENTS PROPERTIES REALTY STIFTUNG VERMOEGENSVERWALTUNG VERMOEGENSVERWALTUNGS
    VERWALTUNG VERWALTUNGS BEHEER BEHEERMAATSCHAPPIJ NETZ NETZE NETZGESELLSCHAFT
    SERVICEGESELLSCHAFT VERTRIEBSGESELLSCHAFT LEASING
    """.split()
)
"""Words that only names of holdings, property, grid, service or charity companies have."""
REGIONS = frozenset("EU GB UAE UK US USA".split())
"""Abbreviated countries and regions, which distinguish companies of a group: Acme UK."""
ABBREVIATED = 3
"""Most letters of a company's name that counts as an abbreviation."""


def are_sisters(one: str, other: str) -> bool:
    """Whether two names mean two registered companies: by a word, a number, or a holding word."""
    own = _own_words(one, other)
    numbered = all(any(map(_is_number, side)) for side in own)
    owned = bool((own[0] | own[1]) & HOLDINGS)
    return numbered or owned or are_numbered(one, other) or have_own_words(one, other)


def are_numbered(one: str, other: str) -> bool:
    """Whether two names differ only in words that distinguish companies of a group or two owners.

    These are numbers and directions, or the first names of a man and a woman.
    """
    own = _own_words(one, other)
    owners = any(one <= MEN and other <= WOMEN for one, other in (own, own[::-1]))
    return all(own) and (owners or all(all(map(_is_number, side)) for side in own))


def have_other_numbers(one: str, other: str) -> bool:
    """Whether two names differ only in words with digits: Filiale 4711 and Filiale 4712."""
    own = _own_words(one, other)
    return all(own) and all(any(map(str.isdigit, word)) for side in own for word in side)


def _own_words(one: str, other: str) -> tuple[set[str], set[str]]:
    words = [set(name.split()) for name in (one, other)]
    return words[0] - words[1], words[1] - words[0]


def _is_number(word: str) -> bool:
    return NUMBER.fullmatch(word) is not None or word in DIRECTIONS


def have_own_words(one: str, other: str) -> bool:
    """Whether each of two names has a word that resembles no word of the other one.

    Words resemble each other if one is the beginning of the other, or they differ in a few letters.
    """
    words = one.split(), other.split()
    return all(
        any(_is_distinctive(word) and not _is_like_one(word, theirs) for word in own)
        for own, theirs in (words, words[::-1])
    )


def _is_distinctive(word: str) -> bool:
    return len(word) >= ABBREVIATED or word in REGIONS


def _is_like_one(word: str, others: list[str]) -> bool:
    return word in others or any(_resembles(word, other) for other in others)


@lru_cache(maxsize=1 << 16)
def _resembles(word: str, other: str) -> bool:
    """Whether one of two words is the beginning of the other, or they differ in a few letters."""
    most = max(1, len(word) // 3)
    begins = word.startswith(other) or other.startswith(word)
    return begins or OSA.distance(word, other, score_cutoff=most) <= most

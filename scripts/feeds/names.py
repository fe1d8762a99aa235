"""First names, surnames and nicknames by country, most frequent first."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from feeds.streams import Stream, running_totals, skewed

LOCALES = {"DE": "de_DE", "US": "en_US", "GB": "en_GB", "FR": "fr_FR", "IN": "en_IN", "JP": "ja_JP"}
FREQUENT = {
    "DE": (
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer "
        "Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Krüger Groß"
    ).split(),
    "GB": (
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson "
        "Evans Walker White Roberts Green Hall O'Connor"
    ).split(),
    "IN": "Kumar Singh Sharma Patel Gupta Reddy Khan Nair Iyer Das Rao Mehta Joshi".split(),
}
FREQUENT_FIRST = {
    "DE": (
        "Thomas Michael Andreas Stefan Christian Jürgen Hans Peter Klaus Wolfgang Anna Maria "
        "Sabine Petra Monika Katharina Ursula Susanne Andrea Jörg Günther Björn Anne Jan Lukas "
        "Johannes Alexander Elisabeth Margarete Hans-Peter Karl-Heinz Anna-Lena"
    ).split(),
    "FR": "Jean Marie Pierre Michel François Nathalie Isabelle Jean-Pierre Hélène Céline".split(),
}
NICKNAMES = {
    pair.split(":")[0]: tuple(pair.split(":")[1].split("/"))
    for pair in (
        "William:Bill/Will Robert:Bob/Rob Richard:Dick/Rick James:Jim/Jamie John:Jack/Johnny "
        "Michael:Mike/Michi Thomas:Tom Elizabeth:Liz/Beth Margaret:Maggie/Peggy "
        "Katherine:Kate/Kathy Catherine:Cathy/Kate Jennifer:Jenny Christopher:Chris "
        "Matthew:Matt Daniel:Dan Joseph:Joe David:Dave Andrew:Andy Anthony:Tony "
        "Steven:Steve Stephen:Steve Patricia:Pat Susan:Sue "
        "Deborah:Debbie Rebecca:Becky Samantha:Sam Benjamin:Ben Nicholas:Nick Jonathan:Jon "
        "Gregory:Greg Timothy:Tim Kenneth:Ken Edward:Ed/Ted Charles:Charlie Alexander:Alex "
        "Victoria:Vicky Jessica:Jess Kimberly:Kim Pamela:Pam Jeffrey:Jeff Ronald:Ron Donald:Don "
        "Katharina:Kathrin/Kathi Johannes:Hannes/Hans Elisabeth:Lisa Margarete:Grete Andreas:Andi "
        "Stefan:Steffen Christian:Chris Wolfgang:Wolf Günther:Günter Susanne:Susi Ursula:Uschi "
        "Hans-Peter:Hans Karl-Heinz:Heinz Anna-Lena:Anna Jean-Pierre:Jean Isabelle:Isa "
        "Abigail:Abby Barbara:Barb Cynthia:Cindy Frederick:Fred Gerald:Jerry Jacob:Jake "
        "Joshua:Josh Lawrence:Larry Leonard:Leo Nathaniel:Nate Peter:Pete Philip:Phil Raymond:Ray "
        "Theodore:Ted Vincent:Vince Zachary:Zach Alexandra:Sandra Christina:Tina Angelika:Geli"
    ).split()
}


@dataclass(frozen=True, slots=True)
class Pool:
    """Names with cumulative weights."""

    names: tuple[str, ...]
    totals: tuple[float, ...]

    def draw(self, stream: Stream) -> str:
        """A name, drawn by frequency."""
        return stream.weighted(self.names, self.totals)


def _provider(country: str) -> type:
    return import_module(f"faker.providers.person.{LOCALES[country]}").Provider


def _usable(names: list[str]) -> list[str]:
    """Drop duplicates and names with the word null, which no feed may contain."""
    return [name for name in dict.fromkeys(names) if "null" not in name.casefold()]


def _pool(country: str, head: list[str], source: object, kind: str) -> Pool:
    if isinstance(source, dict) and not head:
        names = _usable(list(source))
        return Pool(tuple(names), tuple(running_totals([source[name] for name in names])))
    tail = Stream(0, f"names/{country}/{kind}").shuffled(sorted(source))
    if isinstance(source, tuple) and source[0] in ("Martin", "Susan", "David", "Sato", "Akira"):
        tail = list(source)
    names = _usable(head + tail)[:400]
    return Pool(tuple(names), tuple(skewed(names, 0.75)))


@cache
def surnames(country: str) -> Pool:
    """Surnames of a country, with a skewed distribution."""
    provider = _provider(country)
    source = provider.last_romanized_names if country == "JP" else provider.last_names
    return _pool(country, FREQUENT.get(country, []), source, "last")


@cache
def first_names(country: str) -> Pool:
    """First names of a country, male and female."""
    provider = _provider(country)
    if country == "JP":
        return _pool(country, [], provider.first_romanized_names, "first")
    source: object = provider.first_names
    if isinstance(provider.first_names_male, dict):
        source = dict(provider.first_names_male) | dict(provider.first_names_female)
    return _pool(country, FREQUENT_FIRST.get(country, []), source, "first")

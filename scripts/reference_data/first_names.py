"""First names of many countries, from the lists of the package Faker."""

from importlib import import_module

from .folding_in_sql import folded_words

LOCALES = (
    "en_US en_GB en_IE en_IN de_DE de_AT fr_FR es_ES es_MX it_IT nl_NL pl_PL sv_SE da_DK no_NO "
    "fi_FI pt_PT pt_BR cs_CZ hu_HU ro_RO hr_HR tr_TR"
).split()
LISTS = ("first_names", "first_names_male", "first_names_female")


def names() -> list[str]:
    """Return the names of one word, folded."""
    found = set()
    for locale in LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for name in LISTS:
            found |= set(getattr(provider, name, ()))
    words = {word for word in folded_words(sorted(found)) if word}
    return sorted(word for word in words if " " not in word and len(word) > 1)


def render() -> str:
    """Return the text of seeds/reference/first_names.csv."""
    return "\n".join(["name", *names(), ""])

"""First names of many countries, from the lists of the package Faker."""

import textwrap
from collections.abc import Sequence
from importlib import import_module

from .folding_in_sql import folded_words

LOCALES = (
    "en_US en_GB en_IE en_IN de_DE de_AT fr_FR es_ES es_MX it_IT nl_NL pl_PL sv_SE da_DK no_NO "
    "fi_FI pt_PT pt_BR cs_CZ hu_HU ro_RO hr_HR tr_TR"
).split()
OTHERS = "ru_RU uk_UA bg_BG el_GR sk_SK sl_SI vi_VN".split()
LISTS = ("first_names", "first_names_male", "first_names_female")


def names() -> list[str]:
    """Return the names of one word, folded."""
    return listed(LOCALES, LISTS)


def listed(locales: Sequence[str], lists: Sequence[str]) -> list[str]:
    """Return the names of one word in some lists of Faker, folded."""
    found = set()
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for name in lists:
            found |= set(getattr(provider, name, ()))
    words = {word for word in folded_words(sorted(found)) if word}
    return sorted(word for word in words if " " not in word and len(word) > 1)


def render() -> str:
    """Return the text of seeds/reference/first_names.csv."""
    return "\n".join(["name", *names(), ""])


def render_sexes() -> str:
    """Return the text of scripts/mdm/score/sexes.py."""
    men, women = (
        {name for name in listed([*LOCALES, *OTHERS], [kind]) if name.isascii()}
        for kind in LISTS[1:]
    )
    parts = [
        '"""First names that only men or only women have; made by `python -m reference_data`."""\n',
    ]
    for title, chosen in (("MEN", men - women), ("WOMEN", women - men)):
        lines = textwrap.fill(" ".join(sorted(chosen)), 96, break_long_words=False)
        lines = textwrap.indent(lines, "    ")
        parts.append(f'{title} = frozenset(\n    """\n{lines}\n    """.split()\n)\n')
    return "\n".join([parts[0], "".join(parts[1:])])

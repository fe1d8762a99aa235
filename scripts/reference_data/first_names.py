"""First names of many countries, from the lists of the package Faker."""

import textwrap
from collections.abc import Collection, Sequence
from importlib import import_module

from .folding_in_sql import folded_words

LOCALES = (
    "en_US en_GB en_IE en_IN de_DE de_AT fr_FR es_ES es_MX it_IT nl_NL pl_PL sv_SE da_DK no_NO "
    "fi_FI pt_PT pt_BR cs_CZ hu_HU ro_RO hr_HR tr_TR"
).split()
OTHERS = "ru_RU uk_UA bg_BG el_GR sk_SK sl_SI vi_VN".split()
MORE = (
    "az_AZ de_CH en_KE en_NG en_NZ es_AR es_CL et_EE fa_IR fr_DZ he_IL hi_IN hy_AM ig_NG ja_JP "
    "ka_GE lt_LT lv_LV yo_NG"
).split()
LISTS = ("first_names", "first_names_male", "first_names_female")
ROMANIZED = ("first_romanized_names", "last_romanized_names")
LAST = (
    "last_names", "last_names_male", "last_names_female", "male_last_names", "unisex_last_names",
    ROMANIZED[1],
)  # fmt: skip


def names() -> list[str]:
    """Return the names of one word, folded."""
    return listed(LOCALES, LISTS)


def listed(locales: Sequence[str], lists: Sequence[str]) -> list[str]:
    """Return the names of one word in some lists of Faker, folded."""
    found = set()
    for locale in locales:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for name in lists:
            values = getattr(provider, name, ())
            found |= set(values) if isinstance(values, Collection) else set()
    words = {word for word in folded_words(sorted(found)) if word}
    return sorted(word for word in words if " " not in word and len(word) > 1)


def render() -> str:
    """Return the text of seeds/reference/first_names.csv."""
    return "\n".join(["name", *names(), ""])


def render_listed_names() -> str:
    """Return the text of scripts/mdm/score/listed_names.py."""
    men, women = (set(listed([*LOCALES, *OTHERS], [kind])) for kind in LISTS[1:])
    chosen = {
        "MEN": (men - women, "First names that only men have."),
        "WOMEN": (women - men, "First names that only women have."),
        "FIRST_NAMES": (
            listed([*LOCALES, *OTHERS, *MORE], [*LISTS, ROMANIZED[0]]),
            "First names of men, women or both, of more countries.",
        ),
        "LAST_NAMES": (listed([*LOCALES, *MORE], LAST), "Last names."),
    }
    parts = ['"""Names that people have; made by `python -m reference_data`."""\n\n']
    for name, (words, meaning) in chosen.items():
        lines = " ".join(filter(str.isascii, sorted(words)))
        lines = textwrap.indent(textwrap.fill(lines, 96, break_long_words=False), "    ")
        parts.append(f'{name} = frozenset(\n    """\n{lines}\n    """.split()\n)\n')
        parts.append(f'"""{meaning}"""\n')
    return "".join(parts)

"""A pair's evidence as text."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.levels import Levels
from ..match_model import LEVELS

WORDS = {
    "first_name": "first name",
    "last_name": "last name",
    "organisation": "name",
    "email": "e-mail",
    "mailbox": "name in the mailbox",
    "phone": "phone",
    "address": "address",
    "city": "city",
    "postcode": "postcode",
    "birth_date": "birth date",
    "national_id": "id number",
}
LEVEL_WORDS = {
    "exact": "same {}",
    "near": "nearly same {}",
    "partial": "similar {}",
    "weak": "remotely similar {}",
    "different": "different {}",
    "root": "same {} by nickname",
    "initial": "{} shortened",
    "abbreviated": "{} abbreviated",
    "local": "same {} at another domain",
    "domain": "{} at the same domain",
    "area": "same {} area",
}
LEVEL_COUNT = 1 + max(map(len, LEVELS.values()))
GUARD_WORDS = {
    "CONFLICT": "verified identities contradict",
    "GENERATION": "father and son by what follows the name",
    "HOUSEHOLD": "same home, but nothing says the same person",
    "SWITCHBOARD": "one switchboard or mailbox of two companies",
    "ONE_FIELD": "fewer than two independent fields agree",
}
SWAPPED = "swapped"
"""Pseudo-field: 1 where first and last name of one side were swapped."""


def reasons(levels: Mapping[str, Levels], guards: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return one text per pair, built once per combination of levels and guard."""
    fields = [SWAPPED, *LEVELS]
    guard_codes, names = pd.factorize(pd.Series(guards, dtype=object).fillna(""))
    combined = guard_codes.astype(np.int64)
    for field in fields:
        combined = combined * LEVEL_COUNT + levels[field]
    codes, distinct = pd.factorize(combined)
    firsts = np.empty(len(distinct), dtype=np.int64)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    shown = zip(*(levels[field][firsts].tolist() for field in fields), strict=True)
    texts = [
        describe(dict(zip(fields, row, strict=True)), guard)
        for row, guard in zip(shown, names[guard_codes[firsts]], strict=True)
    ]
    return np.array(texts, dtype=object)[codes] if len(codes) else np.array([], dtype=object)


def describe(levels: Mapping[str, int], guard: str = "") -> str:
    """Return the words for one pair's level codes, without missing fields."""
    words = ["first and last name swapped"] if levels.get(SWAPPED) else []
    words += [
        LEVEL_WORDS[LEVELS[field][level - 1]].format(WORDS[field])
        for field, level in levels.items()
        if field != SWAPPED and level > 0
    ]
    if guard:
        words.append(f"{guard}: {GUARD_WORDS[guard]}")
    return "; ".join(words)

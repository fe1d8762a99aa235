"""The match model: all parameters of the method, read from the rows of a seed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

CURRENT = "2"
"""The default version: that of dbt_project.yml."""
KINDS = ("prior", "evidence", "similarity", "limit", "threshold", "weight", "adjustment")
LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "first_name": ("exact", "root", "near", "initial", "partial", "weak", "different"),
        "last_name": ("exact", "near", "partial", "weak", "different"),
        "organisation": ("exact", "near", "abbreviated", "partial", "weak", "different"),
        "email": ("exact", "local", "near", "domain", "different"),
        "mailbox": ("exact", "initial", "different"),
        "phone": ("exact", "near", "different"),
        "address": ("exact", "near", "partial", "different"),
        "city": ("exact", "near", "partial", "different"),
        "postcode": ("exact", "near", "area", "different"),
        "birth_date": ("exact", "near", "partial", "different"),
        "national_id": ("exact", "near", "partial", "different"),
    }
)
"""Agreement levels of each compared field, best first. Level code 0 is missing, 1 is the first."""
OPTIONAL = ("mailbox",)
"""Fields that a model version may lack; then their match weights are 0."""
COMMON_WORDS = "organisation_word"
"""The kind of name frequencies for words that many companies have in their names."""


@dataclass(frozen=True)
class Level:
    """How often a level occurs among pairs of the same party (m) and of different parties (u).

    learned: bits that steward decisions add, because fields are not independent of each other.
    """

    m: float
    u: float
    learned: float = 0.0

    @property
    def match_weight(self) -> float:
        """Match weight in bits: log2(m / u) plus what was learned."""
        return math.log2(self.m / self.u) + self.learned


@dataclass(frozen=True)
class MatchModel:
    """One version of the parameters.

    levels maps (field, level) to Level; similarities maps (field, level) to the lowest similarity
    or the largest number of edits; the others map a name to its number. prior is in bits (log2
    odds). Looking up a parameter that the version's rows lack raises ValueError.
    """

    version: str
    prior: float
    levels: Mapping[tuple[str, str], Level]
    similarities: Mapping[tuple[str, str], float]
    limits: Mapping[str, float]
    thresholds: Mapping[str, float]
    weights: Mapping[str, float]
    adjustments: Mapping[str, float]
    frequencies: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def match_weights(self, name: str) -> list[float]:
        """Match weights of a field by level code; code 0 (missing) gives 0."""
        return [0.0] + [self.levels[name, level].match_weight for level in LEVELS[name]]


def read_parameters(
    parameters: pd.DataFrame, name_frequencies: pd.DataFrame | None = None, version: str = CURRENT
) -> MatchModel:
    """Build the model of a version from the rows of the parameter and frequency seeds.

    parameters: model_version, kind, field, level, m, u, value. name_frequencies: model_version,
    kind, name, frequency. Raises ValueError for an unknown version or kind, and for a level whose
    m or u is missing or not between 0 and 1.
    """
    rows = parameters[parameters["model_version"].astype(str) == str(version)]
    if rows.empty:
        raise ValueError(f"match model version {version!r} has no parameters")
    unknown = set(rows["kind"]) - set(KINDS)
    if unknown:
        raise ValueError(f"unknown kinds of match parameters: {sorted(unknown)}")

    levels = {
        (row.field, row.level): Level(
            float(row.m), float(row.u), 0.0 if pd.isna(row.value) else float(row.value)
        )
        for row in rows[rows["kind"] == "evidence"].itertuples()
    }
    for name in set(OPTIONAL) - {key[0] for key in levels}:
        levels |= {(name, level): Level(0.5, 0.5) for level in LEVELS[name]}
    for key in ((name, level) for name, names in LEVELS.items() for level in names):
        if key not in levels:
            raise ValueError(f"match model {version!r} has no evidence row for {key}")
        if not (0 < levels[key].m < 1 and 0 < levels[key].u < 1):
            raise ValueError(f"m and u of {key} must be between 0 and 1")

    def numbers(kind: str) -> "_Numbers":
        chosen = rows[rows["kind"] == kind]
        names = chosen["field"]
        if kind == "similarity":
            names = zip(chosen["field"], chosen["level"], strict=True)
        found = _Numbers(zip(names, chosen["value"].astype(float), strict=True))
        found.owner = f"match model {str(version)!r} has no {kind}"
        return found

    return MatchModel(
        version=str(version),
        prior=numbers("prior")["match"],
        levels=levels,
        similarities=numbers("similarity"),
        limits=numbers("limit"),
        thresholds=numbers("threshold"),
        weights=numbers("weight"),
        adjustments=numbers("adjustment"),
        frequencies=_frequencies(name_frequencies, version),
    )


class _Numbers(dict):
    """Numbers of one kind by name; `owner` starts the error message about a missing one."""

    owner = ""

    def __missing__(self, name: object) -> float:
        raise ValueError(f"{self.owner} {name!r}")


def _frequencies(rows: pd.DataFrame | None, version: str) -> dict[str, dict[str, float]]:
    if rows is None or rows.empty:
        return {}
    rows = rows[rows["model_version"].astype(str) == str(version)]
    return {
        str(kind): dict(zip(group["name"], group["frequency"].astype(float), strict=True))
        for kind, group in rows.groupby("kind")
    }

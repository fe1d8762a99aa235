"""Guards: reasons that lower a pair's tier, and never raise it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..compare.levels import Levels, code
from ..compare.pairs import Comparison
from ..learn.frequencies import COMMON_WORDS
from ..match_model import MatchModel
from ..tables import Rows
from .conflicts import Flags, is_conflict
from .evidence import PLACE, Points, name_points

Texts = NDArray[np.object_]
AUTO, REVIEW, NO_MATCH = "AUTO_MERGE", "REVIEW", "NO_MATCH"
CONFLICT, GENERATION, HOUSEHOLD = "CONFLICT", "GENERATION", "HOUSEHOLD"
SWITCHBOARD, ONE_FIELD = "SWITCHBOARD", "ONE_FIELD"
OVERRULED_BY = {ONE_FIELD: "one_field_bits", HOUSEHOLD: "household_bits"}
"""The adjustment from whose bits in all a guard stands back: out of reach until stewards' decisions
have overruled it often enough. The other guards never do."""


def tier_of(score: NDArray[np.float64], model: MatchModel) -> Texts:
    """Return the tier that the score alone would give."""
    tiers = np.where(score >= model.thresholds[REVIEW], REVIEW, NO_MATCH)
    return np.where(score >= model.thresholds[AUTO], AUTO, tiers).astype(object)


def guard_codes(compared: Comparison, points: Mapping[str, Points], model: MatchModel) -> Texts:
    """Return for each pair the gravest reason why it must not merge by itself, or None."""
    codes = np.full(len(compared), None, dtype=object)
    total = np.sum(list(points.values()), axis=0)
    points = {**points, "email": _mailbox_points(compared, points)}
    stands = {guard: total < model.adjustments[name] for guard, name in OVERRULED_BY.items()}
    alone = (agreeing_fields(points, model) < 2) & ~_is_same_company(compared, points, model)
    codes[alone & stands[ONE_FIELD]] = ONE_FIELD
    codes[_is_switchboard(compared, points, model)] = SWITCHBOARD
    codes[_is_household(compared, points, model) & stands[HOUSEHOLD]] = HOUSEHOLD
    codes[_is_other_generation(compared, points, model)] = GENERATION
    codes[is_conflict(compared)] = CONFLICT
    return codes


def _mailbox_points(compared: Comparison, points: Mapping[str, Points]) -> Points:
    """A domain that many people have is no field that agrees; what speaks against stays."""
    is_mailbox = compared.levels["email"] < code("email", "domain")
    return np.where(is_mailbox, points["email"], np.minimum(points["email"], 0.0))


def lower_tiers(tiers: Texts, codes: Texts) -> Texts:
    """Return the tiers with guarded AUTO_MERGE pairs sent to REVIEW."""
    guarded = np.array([found is not None for found in codes], dtype=bool)
    return np.where(guarded & (tiers == AUTO), REVIEW, tiers).astype(object)


def agreeing_fields(points: Mapping[str, Points], model: MatchModel) -> NDArray[np.int64]:
    """Count the independent fields that agree: name, e-mail, phone or place, birth date, id.

    A field agrees with at least `agreement_bits` points. Address and phone of one building are one
    field. First and last name are two where both agree, together with `rare_name_bits`, and no
    field speaks against; only a fit that measured how rare names are sets these within reach.
    """
    least = model.adjustments["agreement_bits"]
    place = points["address"] + points["city"] + points["postcode"]
    independent = [
        name_points(points),
        points["email"],
        np.maximum(points["phone"], place),
        points["dob"],
        points["nat_id"],
    ]
    counted = np.sum([found >= least for found in independent], axis=0)
    return counted + _is_rare_name(points, model)


def _is_rare_name(points: Mapping[str, Points], model: MatchModel) -> Flags:
    least = model.adjustments["agreement_bits"]
    names = np.stack([points["first_name"], points["last_name"]])
    others = [points[field] for field in ("email", "phone", *PLACE, "dob", "nat_id")]
    rare = names.sum(axis=0) >= model.adjustments["rare_name_bits"]
    return rare & (names.min(axis=0) >= least) & (np.min(others, axis=0) >= -least)


def _is_same_company(
    compared: Comparison, points: Mapping[str, Points], model: MatchModel
) -> Flags:
    """Two companies of one telephone number and one place whose names have something in common.

    Companies of one building may share its switchboard, but then their names are their own.
    """
    least = model.adjustments["agreement_bits"]
    place = np.sum([points[field] for field in PLACE], axis=0)
    found = (points["phone"] >= least) & (place >= least)
    chosen = np.flatnonzero(found)
    levels, rows = compared.levels["organisation"][chosen], [side[chosen] for side in compared.rows]
    found[chosen] = have_names_in_common(levels, compared.records, (rows[0], rows[1]), model)
    return found


def have_names_in_common(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel
) -> NDArray[np.bool_]:
    """Tell the pairs of organisations whose names are more alike than those of two neighbours.

    They are similar, or remotely similar by a word that says which company it is. If all they have
    in common are words that many companies have, they are not. A model without a list of such words
    cannot tell.
    """
    alike = (levels > 0) & (levels < code("organisation", "weak"))
    common = model.frequencies.get(COMMON_WORDS)
    if not common:
        return alike
    names = columns["full_name"]
    places = np.flatnonzero(levels == code("organisation", "weak"))
    sides = [names.values[names.codes[side[places]]] for side in rows]
    for place, left, right in zip(places.tolist(), *sides, strict=True):
        shared = set(left.split()) & set(right.split())
        alike[place] = not shared or any(len(word) > 1 and word not in common for word in shared)
    return alike


def _is_household(compared: Comparison, points: Mapping[str, Points], model: MatchModel) -> Flags:
    """One home, but another person, or nothing that says who: relatives, twins, father and son.

    Relatives share a mailbox as they share a home, and twins a birth date as well.
    """
    agrees = _agreements(points, model)
    levels = compared.levels
    same_surname = np.isin(levels["last_name"], [1, 2]) & (points["last_name"] > 0)
    unlike = [code("first_name", level) for level in ("weak", "different")]
    other_name = np.isin(levels["first_name"], unlike) & (points["first_name"] < 0)
    other_birth = (levels["dob"] == code("dob", "different")) & (levels["first_name"] > 0)
    same_person = agrees["email"] | agrees["nat_id"] | agrees["first_name"] | agrees["dob"]
    other_person = (other_name & ~(agrees["email"] & agrees["dob"])) | (
        other_birth & ~(agrees["email"] & ~_is_generation_apart(compared, model))
    )
    unproven = (same_surname & ~same_person) | (other_person & ~agrees["nat_id"])
    return (agrees["address"] | agrees["phone"]) & unproven


def _is_generation_apart(compared: Comparison, model: MatchModel) -> Flags:
    births = compared.records["dob"]
    years = np.array([int(text[:4]) if text[:4].isdigit() else 0 for text in births.values] + [0])
    left, right = (years[births.codes[rows]] for rows in compared.rows)
    return np.abs(left - right) >= model.adjustments["generation_years"]


def _is_other_generation(
    compared: Comparison, points: Mapping[str, Points], model: MatchModel
) -> Flags:
    """Sr. and Jr., or at one home a name with such a word and the same name without."""
    agrees = _agreements(points, model)
    left, right = (compared.records["generation"].codes[rows] for rows in compared.rows)
    both = (left >= 0) & (right >= 0)
    at_home = (agrees["address"] | agrees["phone"]) & ~agrees["email"]
    proven = agrees["dob"] | agrees["nat_id"]
    return (left != right) & (both | at_home) & ~proven


def _agreements(points: Mapping[str, Points], model: MatchModel) -> dict[str, Flags]:
    least = model.adjustments["agreement_bits"]
    return {field: found >= least for field, found in points.items()}


def _is_switchboard(compared: Comparison, points: Mapping[str, Points], model: MatchModel) -> Flags:
    """Two companies of unequal name at different addresses that answer one telephone number."""
    least = model.adjustments["agreement_bits"]
    levels = compared.levels
    unequal = levels["organisation"] > code("organisation", "near")
    elsewhere = levels["address"] == code("address", "different")
    others = np.maximum(points["email"], points["nat_id"]) >= least
    return unequal & elsewhere & (points["phone"] >= least) & ~others

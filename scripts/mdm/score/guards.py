"""Guards: reasons that keep a pair from AUTO_MERGE. They lower a tier and never raise one."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.columns import Column
from ..compare.levels import Levels, code
from ..compare.pairs import Comparison
from ..match_model import COMMON_WORDS, MatchModel
from ..tables import Rows
from .conflicts import Flags, is_conflict
from .evidence import PLACE, MatchWeights, name_weights

Texts = NDArray[np.object_]
AUTO, REVIEW, NO_MATCH = "AUTO_MERGE", "REVIEW", "NO_MATCH"
CONFLICT, GENERATION, HOUSEHOLD = "CONFLICT", "GENERATION", "HOUSEHOLD"
SWITCHBOARD, ONE_FIELD = "SWITCHBOARD", "ONE_FIELD"
APART = (CONFLICT, GENERATION, HOUSEHOLD)
"""Guards that speak of two persons: their pairs are never in one cluster, whatever joins them."""
OVERRULED_BY = {ONE_FIELD: "one_field_bits", HOUSEHOLD: "household_bits"}
"""The adjustment with the total match weight from which a guard no longer applies. It is out of
reach until steward decisions have overruled the guard often enough. Other guards always apply."""


def tier_of(score: NDArray[np.float64], model: MatchModel) -> Texts:
    """Return the tier by score alone."""
    tiers = np.where(score >= model.thresholds[REVIEW], REVIEW, NO_MATCH)
    return np.where(score >= model.thresholds[AUTO], AUTO, tiers).astype(object)


def guard_codes(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Texts:
    """Return for each pair the most serious reason why it must not merge automatically, or None."""
    codes = np.full(len(compared), None, dtype=object)
    total = np.sum(list(weights.values()), axis=0)
    weights = {**weights, "email": _mailbox_weights(compared, weights)}
    applies = {guard: total < model.adjustments[name] for guard, name in OVERRULED_BY.items()}
    alone = (agreeing_fields(weights, model) < 2) & ~_is_same_company(compared, weights, model)
    codes[alone & applies[ONE_FIELD]] = ONE_FIELD
    codes[_is_switchboard(compared, weights, model)] = SWITCHBOARD
    codes[_is_household(compared, weights, model) & applies[HOUSEHOLD]] = HOUSEHOLD
    codes[_is_other_generation(compared, weights, model)] = GENERATION
    codes[is_conflict(compared)] = CONFLICT
    return codes


def _mailbox_weights(compared: Comparison, weights: Mapping[str, MatchWeights]) -> MatchWeights:
    """Return the weights of e-mail, where only an equal mailbox, not an equal domain, can agree."""
    is_mailbox = compared.levels["email"] < code("email", "domain")
    return np.where(is_mailbox, weights["email"], np.minimum(weights["email"], 0.0))


def lower_tiers(tiers: Texts, codes: Texts) -> Texts:
    """Return the tiers with guarded AUTO_MERGE pairs lowered to REVIEW."""
    guarded = np.array([found is not None for found in codes], dtype=bool)
    return np.where(guarded & (tiers == AUTO), REVIEW, tiers).astype(object)


def agreeing_fields(weights: Mapping[str, MatchWeights], model: MatchModel) -> NDArray[np.int64]:
    """Count the independent fields that agree: name, e-mail, phone or place, birth date, id.

    A field agrees from a match weight of `agreement_bits` on. Address and phone of one building are
    one field. First and last name are two fields if both agree, their sum reaches `rare_name_bits`
    and no field disagrees; that limit is within reach only after a fit has measured how rare names
    are.
    """
    least = model.adjustments["agreement_bits"]
    place = weights["address"] + weights["city"] + weights["postcode"]
    independent = [
        name_weights(weights),
        weights["email"],
        np.maximum(weights["phone"], place),
        weights["birth_date"],
        weights["national_id"],
    ]
    counted = np.sum([found >= least for found in independent], axis=0)
    return counted + _is_rare_name(weights, model)


def _is_rare_name(weights: Mapping[str, MatchWeights], model: MatchModel) -> Flags:
    least = model.adjustments["agreement_bits"]
    names = np.stack([weights["first_name"], weights["last_name"]])
    others = [weights[field] for field in ("email", "phone", *PLACE, "birth_date", "national_id")]
    rare = names.sum(axis=0) >= model.adjustments["rare_name_bits"]
    return rare & (names.min(axis=0) >= least) & (np.min(others, axis=0) >= -least)


def _is_same_company(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two companies with one phone number, one place and similar names.

    Companies in one building may share a switchboard, but then their names differ.
    """
    least = model.adjustments["agreement_bits"]
    place = np.sum([weights[field] for field in PLACE], axis=0)
    found = (weights["phone"] >= least) & (place >= least)
    chosen = np.flatnonzero(found)
    levels, rows = compared.levels["organisation"][chosen], [side[chosen] for side in compared.rows]
    found[chosen] = have_names_in_common(levels, compared.records, (rows[0], rows[1]), model)
    return found


def have_names_in_common(
    levels: Levels, columns: Mapping[str, Column], rows: Rows, model: MatchModel
) -> NDArray[np.bool_]:
    """Return which pairs of organisations have names more similar than those of two neighbours.

    Their names are similar, or weakly similar and share a distinctive word. Words that many
    companies have are not distinctive. Without a list of such words in the model, only similar
    names count.
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


def _is_household(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """One home, but a different person or no proof of the same one: relatives, twins, generations.

    Relatives may share a mailbox as well as a home, and twins a birth date.
    """
    agrees = _agreements(weights, model)
    levels = compared.levels
    same_surname = np.isin(levels["last_name"], [1, 2]) & (weights["last_name"] > 0)
    unlike = [code("first_name", level) for level in ("weak", "different")]
    other_name = np.isin(levels["first_name"], unlike) & (weights["first_name"] < 0)
    other_birth = (levels["birth_date"] == code("birth_date", "different")) & (
        levels["first_name"] > 0
    )
    same_person = (
        agrees["email"] | agrees["national_id"] | agrees["first_name"] | agrees["birth_date"]
    )
    other_person = (other_name & ~(agrees["email"] & agrees["birth_date"])) | (
        other_birth & ~(agrees["email"] & ~_is_generation_apart(compared, model))
    )
    unproven = (same_surname & ~same_person) | (other_person & ~agrees["national_id"])
    return (agrees["address"] | agrees["phone"]) & unproven


def _is_generation_apart(compared: Comparison, model: MatchModel) -> Flags:
    births = compared.records["birth_date"]
    years = np.array([int(text[:4]) if text[:4].isdigit() else 0 for text in births.values] + [0])
    left, right = (years[births.codes[rows]] for rows in compared.rows)
    return np.abs(left - right) >= model.adjustments["generation_years"]


def _is_other_generation(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Sr. and Jr., or at one home the same name with and without such a suffix."""
    agrees = _agreements(weights, model)
    left, right = (compared.records["generation"].codes[rows] for rows in compared.rows)
    both = (left >= 0) & (right >= 0)
    at_home = (agrees["address"] | agrees["phone"]) & ~agrees["email"]
    proven = agrees["birth_date"] | agrees["national_id"]
    return (left != right) & (both | at_home) & ~proven


def _agreements(weights: Mapping[str, MatchWeights], model: MatchModel) -> dict[str, Flags]:
    least = model.adjustments["agreement_bits"]
    return {field: found >= least for field, found in weights.items()}


def _is_switchboard(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Flags:
    """Two companies with different names and addresses and one phone number."""
    least = model.adjustments["agreement_bits"]
    levels = compared.levels
    unequal = levels["organisation"] > code("organisation", "near")
    elsewhere = levels["address"] == code("address", "different")
    others = np.maximum(weights["email"], weights["national_id"]) >= least
    return unequal & elsewhere & (weights["phone"] >= least) & ~others

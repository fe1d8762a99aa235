"""Guards: reasons that keep a pair from AUTO_MERGE. They lower a tier and never raise one."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..compare.pairs import Comparison
from ..match_model import MatchModel
from ..tables import Flags
from .agreement import (
    agreeing_fields,
    are_namesakes,
    is_guess,
    is_personal_mailbox,
    mailbox_weights,
    phone_weights,
)
from .companies import is_other_company, is_same_company, is_switchboard
from .conflicts import is_conflict, is_vat_number
from .evidence import MatchWeights, match_score
from .households import are_neighbours, is_household, is_other_generation
from .reasons import LEVEL_WORDS, WORDS

Texts = NDArray[np.object_]
AUTO, REVIEW, NO_MATCH = "AUTO_MERGE", "REVIEW", "NO_MATCH"
CONFLICT, GENERATION, HOUSEHOLD = "CONFLICT", "GENERATION", "HOUSEHOLD"
SWITCHBOARD, ONE_FIELD = "SWITCHBOARD", "ONE_FIELD"
APART = (CONFLICT, GENERATION, HOUSEHOLD, SWITCHBOARD)
"""Guards that show two parties: their pairs are never in one cluster, whatever joins them."""
DECIDES_CLUSTERS = (
    f"tier = '{AUTO}' or guard_code in ('{CONFLICT}', '{GENERATION}', '{SWITCHBOARD}')"
    f" or guard_code = '{HOUSEHOLD}' and (match_weight_address > 0 or match_weight_phone > 0"
    " or match_weight_email > 0)"
)
"""The pairs that join records or keep them apart, as a condition of SQL; see `keeps_apart`."""
OTHER_BIRTH = LEVEL_WORDS["different"].format(WORDS["birth_date"])
"""The reason that two records have different birth dates."""
OVERRULED_BY = {ONE_FIELD: "one_field_bits", HOUSEHOLD: "household_bits"}
"""The adjustment with the total match weight from which a guard no longer applies. It cannot be
reached until stewards have overruled the guard often enough. Other guards always apply."""


def keeps_apart(scored: pd.DataFrame) -> pd.Series:
    """Return which scored pairs have a guard that keeps clusters apart.

    HOUSEHOLD by postcode alone does not: in a small place they may be one person with two first
    names. A table without match weights has only pairs that were chosen by DECIDES_CLUSTERS.
    """
    if "guard_code" not in scored.columns:
        return pd.Series(False, index=scored.index)
    guards = scored["guard_code"]
    shared = (f"match_weight_{field}" for field in ("address", "phone", "email"))
    home = [scored[name] > 0 for name in shared if name in scored.columns]
    nearby = (guards == HOUSEHOLD) & ~np.logical_or.reduce(home) if home else False
    return guards.isin(APART) & ~nearby


def overrides_same(
    guards: pd.Series, reasons: pd.Series, ids: tuple[pd.Series, pd.Series]
) -> pd.Series:
    """Return which pairs are a CONFLICT that keeps two records apart even if a steward says SAME.

    guards, reasons: of the pairs. ids: national_id of the left and the right records. Both ids are
    VAT numbers, or the birth dates differ too. SAME overrules every other guard, also a CONFLICT of
    two long ids. The macro overrides_same has the same rule.
    """
    is_vat = [
        np.array([isinstance(text, str) and is_vat_number(text) for text in side], dtype=bool)
        for side in ids
    ]
    other_birth = reasons.fillna("").astype(str).str.contains(OTHER_BIRTH, regex=False)
    return (guards == CONFLICT) & (is_vat[0] & is_vat[1] | other_birth)


def tier_of(score: NDArray[np.float64], model: MatchModel) -> Texts:
    """Return the tier by score alone."""
    tiers = np.where(score >= model.thresholds[REVIEW], REVIEW, NO_MATCH)
    return np.where(score >= model.thresholds[AUTO], AUTO, tiers).astype(object)


def guard_codes(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> Texts:
    """Return for each pair the most serious reason why it must not merge automatically, or None."""
    codes = np.full(len(compared), None, dtype=object)
    is_likely = match_score(weights) >= model.thresholds[REVIEW]
    applies = _applies(ONE_FIELD, weights, model)
    apart = apart_guards(compared, weights, model)
    weights = _own_weights(compared, weights)
    alone = (agreeing_fields(weights, model) < 2) & ~is_same_company(compared, weights, model)
    # A personal mailbox suffices to merge or review, but a lower pair keeps its ONE_FIELD guard.
    alone &= ~(is_personal_mailbox(compared, weights, model) & is_likely)
    for test in (is_guess, are_neighbours, are_namesakes):
        alone |= test(compared, weights, model)
    codes[alone & applies] = ONE_FIELD
    for guard, found in apart.items():
        codes[found] = guard
    return codes


def apart_guards(
    compared: Comparison, weights: Mapping[str, MatchWeights], model: MatchModel
) -> dict[str, Flags]:
    """Return for each guard of APART, the most serious one last, which pairs it keeps apart."""
    own = _own_weights(compared, weights)
    return {
        SWITCHBOARD: is_switchboard(compared, own, model) | is_other_company(compared, own, model),
        HOUSEHOLD: is_household(compared, own, model) & _applies(HOUSEHOLD, weights, model),
        GENERATION: is_other_generation(compared, own, model),
        CONFLICT: is_conflict(compared),
    }


def _own_weights(
    compared: Comparison, weights: Mapping[str, MatchWeights]
) -> dict[str, MatchWeights]:
    """Return the weights; those of e-mail and phone only where they belong to one person."""
    return {
        **weights,
        "email": mailbox_weights(compared, weights),
        "phone": phone_weights(compared, weights),
    }


def _applies(guard: str, weights: Mapping[str, MatchWeights], model: MatchModel) -> Flags:
    """Return the pairs with too low a total weight to overrule a guard of OVERRULED_BY."""
    return np.sum(list(weights.values()), axis=0) < model.adjustments[OVERRULED_BY[guard]]


def lower_tiers(tiers: Texts, codes: Texts) -> Texts:
    """Return the tiers with guarded AUTO_MERGE pairs lowered to REVIEW."""
    guarded = np.array([found is not None for found in codes], dtype=bool)
    return np.where(guarded & (tiers == AUTO), REVIEW, tiers).astype(object)

"""Finds pairs that can reach REVIEW, by cheap upper bounds of their match weights."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ..compare.bounds import Bounds
from ..compare.columns import FIELDS, MAILBOX, MAILBOX_FORMS, Columns
from ..compare.levels import Levels, code
from ..compare.mailboxes import mailbox_levels
from ..compare.names import are_persons, grade_names, grade_swapped_names
from ..compare.pairs import grade_field
from ..compare.words import SPREAD
from ..match_model import LEVELS, MatchModel
from ..score.evidence import (
    COLUMN_OF,
    NAMES,
    PLACE,
    RARE_FIELDS,
    MatchWeights,
    mailbox_name_weights,
    may_be_swapped,
    value_bits,
)
from ..score.guards import REVIEW
from ..tables import Flags, Rows
from .companies import CompanyBounds
from .contacts import ContactBounds
from .equality_bits import EQUAL, MISSING, EqualityBits
from .outlines import look_up
from .people import PeopleBounds

SLACK = 1e-6
"""Bits by which rounding may lower a bound below the true match weights."""
ROUNDING = 1e-9
"""Bits by which the order of addition may change a bound."""
Bits = NDArray[np.uint64]
MARKED = ("address", "city", "postcode", "birth_date", "national_id")
"""Fields that are first only tested for equality, because grading them is costly."""


class Pruner:
    """Bounds the match weights of record pairs by the best levels that their values allow.

    margin: bits by which the bound of a pair may be below REVIEW.
    """

    def __init__(self, columns: Columns, model: MatchModel, margin: float = SLACK) -> None:
        self._columns, self._model = columns, model
        self._best = {field: _best_weights(field, model) for field in LEVELS}
        # Pairs with the same local part may be lowered to no evidence.
        self._best["email"] = np.where(
            np.arange(len(LEVELS["email"]) + 1) <= code("email", "local"),
            np.maximum(self._best["email"], 0.0),
            self._best["email"],
        )
        self._bits = {
            field: value_bits(field, columns[COLUMN_OF.get(field, field)], model)
            for field in RARE_FIELDS
        }
        least = model.thresholds[REVIEW]
        self._least = math.log2(least / (1 - least)) - model.prior - margin
        self._mailbox_at_best = sum(max(0.0, self._bits[field].max()) for field in NAMES) + max(
            model.match_weights(MAILBOX)
        )
        self._in_mailboxes = _mailbox_sets(columns, model)
        self._equality = EqualityBits([columns[field] for field in MARKED])
        self._at_best = self._equality.table(MARKED, self._marked_at_best)
        self._contacts = ContactBounds(columns, model)
        self._people = PeopleBounds(columns, model, self._best, self._bits)
        self._companies = CompanyBounds(columns, model)

    def possible(self, rows: Rows) -> NDArray[np.int64]:
        """Return the positions of the pairs of row numbers whose score may reach REVIEW.

        Each step has a tighter bound than the one before, at a higher cost.
        """
        # numpy is twice as fast with rows of its own index type.
        rows = rows[0].astype(np.intp), rows[1].astype(np.intp)
        places, total = self._outlined(rows)
        rows = rows[0][places], rows[1][places]
        names = self._names(rows)
        open_pairs = np.flatnonzero(total + names >= 0)
        rows = rows[0][open_pairs], rows[1][open_pairs]
        found = {field: self._weights(field, self._levels(field, rows), rows) for field in FIELDS}
        place = _damped([found.pop(field) for field in PLACE], self._model)
        total = np.sum(list(found.values()), axis=0) + place
        return places[open_pairs[total + names[open_pairs] >= self._least]]

    def _outlined(self, rows: Rows) -> tuple[NDArray[np.int64], MatchWeights]:
        """Return positions by the bounds of outlines, which exclude most pairs.

        Also returns their weights without names, less the least weight of a possible pair.
        """
        total = look_up(self._at_best, self._equality.states(rows)) - (self._least - ROUNDING)
        total += look_up(self._highest("email"), self._contacts.emails(rows))
        total += look_up(self._highest("phone"), self._contacts.phones(rows))
        most = total + self._may_be_in_mailbox(rows) * self._mailbox_at_best
        is_person = are_persons(self._columns["party_kind"], rows)
        people, others = np.flatnonzero(is_person), np.flatnonzero(~is_person)
        levels = self._companies.levels((rows[0][others], rows[1][others]))
        possible = np.zeros(len(most), dtype=np.bool_)
        possible[others] = most[others] + look_up(self._highest("organisation"), levels) >= 0
        chosen = rows[0][people], rows[1][people]
        possible[people] = self._people.possible(chosen, most[people])
        places = np.flatnonzero(possible)
        return places, total[places]

    def _highest(self, field: str) -> MatchWeights:
        """Return the highest weights of a field from a level on, whatever its values are."""
        rarity = max(0.0, self._bits[field].max()) if field in self._bits else 0.0
        weights = self._best[field] + rarity * self._model.adjustments["near_rarity_share"]
        weights[1] = max(self._best[field][1] + rarity, weights[2])
        return weights

    def _marked_at_best(self, kinds: Mapping[str, int]) -> float:
        """Return the highest weight of MARKED fields that are missing, equal or unequal."""
        found = {field: self._most(field, kind) for field, kind in kinds.items()}
        place = _damped([np.array([found.pop(field)]) for field in PLACE], self._model)
        return sum(found.values()) + float(place[0])

    def _most(self, field: str, kind: int) -> float:
        if kind == MISSING:
            return 0.0
        rarity = max(0.0, self._bits[field].max(initial=0.0)) if field in self._bits else 0.0
        share = 1.0 if kind == EQUAL else self._model.adjustments["near_rarity_share"]
        # Unequal values of these fields are never graded exact: codes from 2 on remain.
        return float(self._best[field][1 if kind == EQUAL else 2]) + share * rarity

    def _levels(self, field: str, rows: Rows) -> Levels:
        return grade_field(field, self._columns, rows, self._model, Bounds())

    def _names(self, rows: Rows) -> MatchWeights:
        levels = grade_names(self._columns, rows, self._model, Bounds())
        swapped = grade_swapped_names(self._columns, rows, self._model, Bounds())
        weights = {field: self._weights(field, levels[field], rows) for field in levels}
        plain = weights["first_name"] + weights["last_name"]
        turned = sum(look_up(self._best[field], swapped[field]) for field in NAMES)
        given = may_be_swapped(levels, swapped, self._model)
        names = np.where(given, np.maximum(plain, turned), plain)
        read = np.flatnonzero(self._may_be_in_mailbox(rows))
        chosen = rows[0][read], rows[1][read]
        read_names = mailbox_levels(self._columns, chosen), self._columns, chosen, self._model
        names[read] += np.maximum(mailbox_name_weights(*read_names)["found"], 0.0)
        return weights["organisation"] + names

    def _may_be_in_mailbox(self, rows: Rows) -> Flags:
        """Return which pairs may have the names of one record in the mailbox of the other."""
        named, mailboxes = self._in_mailboxes
        left, right = rows
        return (named[left] & mailboxes[right] | named[right] & mailboxes[left]) > 0

    def _weights(self, field: str, levels: Levels, rows: Rows) -> MatchWeights:
        """Return the highest weights of levels that may be as good as these, with rarity."""
        weights = look_up(self._best[field], levels)
        if field not in self._bits:
            return weights
        codes = self._columns[COLUMN_OF.get(field, field)].codes
        bits = np.minimum(*(look_up(self._bits[field], codes[side]) for side in rows))
        near = np.maximum(bits, 0.0) * self._model.adjustments["near_rarity_share"]
        worst = len(LEVELS[field])
        return weights + np.where(
            levels == 1, bits, np.where((levels > 1) & (levels < worst), near, 0.0)
        )


def _mailbox_sets(columns: Columns, model: MatchModel) -> tuple[Bits, Bits]:
    """Return per record the mailboxes that its names give, and its own one, as 64-bit sets.

    Sets are full if even other names in a mailbox are evidence.
    """
    is_full = model.match_weights(MAILBOX)[-1] > 0

    def sets(name: str) -> Bits:
        codes = columns[name].codes
        spread = codes.astype(np.uint64) * np.uint64(SPREAD) >> np.uint64(58)
        found = ~np.uint64(0) if is_full else np.uint64(1) << spread
        return np.where(codes >= 0, found, np.uint64(0))

    return np.bitwise_or.reduce([sets(form) for form in MAILBOX_FORMS]), sets(MAILBOX)


def _damped(place: list[MatchWeights], model: MatchModel) -> MatchWeights:
    """Return the sum of the PLACE weights, of which all but the strongest count in part."""
    stacked, share = np.stack(place), model.adjustments["place_share"]
    others = np.maximum(stacked, 0.0) * share
    strongest = np.maximum(stacked.max(axis=0), 0.0)
    damped = others.sum(axis=0) + strongest * (1 - share)
    return damped + np.minimum(stacked, 0.0).sum(axis=0)


def _best_weights(field: str, model: MatchModel) -> MatchWeights:
    """Return weights by level code: for 0 and 1 their own, then the highest from a code on."""
    weights = np.array(model.match_weights(field))
    weights[2:] = np.maximum.accumulate(weights[:1:-1])[::-1]
    return weights

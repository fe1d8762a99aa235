"""Outlines exclude no pair that could reach REVIEW by the bounds of the graders."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from mdm.compare.columns import COMPARED_COLUMNS, encode_records
from mdm.compare.names import are_persons
from mdm.prune.pruner import Pruner

LETTERS = "AABEILNOST é"
WORDS = st.text(LETTERS, min_size=1, max_size=18).map(lambda text: " ".join(text.split()) or "A")
NAMES = st.one_of(st.none(), WORDS, st.sampled_from(["SMITH", "SMYTH", "ANN", "ANNA", "SMITHERS"]))
MAILS = st.one_of(
    st.none(),
    st.builds("{}@{}.de".format, st.text("abé.", min_size=1, max_size=9), st.sampled_from("xy")),
)
PHONES = st.one_of(st.none(), st.text("0123 x", min_size=5, max_size=16))
PEOPLE = st.lists(st.tuples(NAMES, NAMES, st.booleans(), MAILS, PHONES), min_size=2, max_size=14)


def columns_of(people):
    """Standardised records of persons and, with the same words, of organisations, encoded."""
    rows = [
        {
            "party_kind": "PERSON" if is_person else "ORGANISATION",
            "first_name": first if is_person else None,
            "first_root": (first or "").split(" ")[0] or None if is_person else None,
            "last_name": last if is_person else None,
            "last_root": (last or "").split(" ")[0] or None if is_person else None,
            "org_name": None if is_person else f"{first or 'A'} {last or 'B'}",
            "full_name": " ".join(sorted(f"{first or 'A'} {last or 'B'}".split())),
            "email": mail,
            "phone": phone,
        }
        for first, last, is_person, mail, phone in people
    ]
    return encode_records(pd.DataFrame(rows).reindex(columns=list(COMPARED_COLUMNS)))


@settings(max_examples=25)
@given(PEOPLE)
def test_no_outline_is_stricter_than_a_grader(model, people):
    columns = columns_of(people)
    pruner = Pruner(columns, model)
    rows = tuple(side.astype(np.int32) for side in np.triu_indices(len(people), 1))
    for field, found in (("email", pruner._contacts.emails), ("phone", pruner._contacts.phones)):
        graded = pruner._weights(field, pruner._levels(field, rows), rows)
        assert (pruner._highest(field)[found(rows)] >= graded).all()
    is_person = are_persons(columns["party_kind"], rows)
    names = pruner._names(rows) - pruner._may_be_in_mailbox(rows) * pruner._mailbox_at_best
    others = rows[0][~is_person], rows[1][~is_person]
    outlined = pruner._highest("organisation")[pruner._companies.levels(others)]
    assert (outlined >= names[~is_person]).all()
    persons = rows[0][is_person], rows[1][is_person]
    assert pruner._people.possible(persons, 1e-9 - names[is_person]).all()


def test_outlines_exclude_two_people_who_agree_in_nothing(model):
    people = [("ANNABEL", "SMITH", True, "a@x.de", "12345"), ("GUY", "OTTO", True, "b@y.de", "678")]
    pruner = Pruner(columns_of(people), model)
    assert len(pruner._outlined((np.array([0]), np.array([1])))[0]) == 0

"""Engine, review queue and warehouse have the same rule for which conflicts SAME overrules."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from mdm.block.candidates import prepare
from mdm.compare.pairs import compare_candidates
from mdm.match.records import match_compared
from mdm.score.conflicts import is_vat_number
from mdm.score.guards import overrides_same

BORN, ALSO_BORN = "1951-03-04", "1983-11-27"
# The ids and birth dates of two records with one name, and whether SAME joins them.
CASES = {
    "two long ids": (("12345678901", None), ("98765432109", None), True),
    "two long ids, one birth date": (("12345678901", BORN), ("98765432109", BORN), True),
    "two long ids, two birth dates": (("12345678901", BORN), ("98765432109", ALSO_BORN), False),
    "two VAT numbers": (("DE811234567", None), ("DE294400178", None), False),
    "two VAT numbers, one birth date": (("DE811234567", BORN), ("DE294400178", BORN), False),
    "a VAT number and a long id": (("DE811234567", None), ("98765432109", None), True),
    "two short ids, two birth dates": (("5304218", BORN), ("8871956", ALSO_BORN), False),
}
VAT = ("DE811234567", "ATU12345678", "NL123456789B01", "FRXX123456789", "IE1234567WA")
NO_VAT = ("12345678Z", "DE1234567", "DE12345678901234", "D1811234567", "DEABCDEFG1234", "", None)


@pytest.fixture(scope="module")
def decided(make_records, reference, model, backend):
    """Pairs, records and customers after SAME on the two records of each case."""
    rows = []
    for number, (*sides, _) in enumerate(CASES.values()):
        for side, (national_id, birth_date) in zip("lr", sides, strict=True):
            rows.append(
                {"uid": f"{number}{side}", "first_name": "Anna", "last_name": "Lowry",
                 "email": f"annalowry{number}@home.example", "national_id": national_id,
                 "birth_date": birth_date}
            )  # fmt: skip
    ready = prepare(make_records(*rows), reference, model.version)
    compared = compare_candidates(ready.pairs, ready.records, model, backend)
    ends = [(f"{number}l", f"{number}r", "SAME") for number in range(len(CASES))]
    labels = pd.DataFrame(ends, columns=["uid_l", "uid_r", "decision"])
    found = match_compared(ready, compared, model, backend, labels)
    pairs = found.pairs[found.pairs["uid_l"].str[0] == found.pairs["uid_r"].str[0]]
    ids = ready.records.set_index("record_id")["national_id"]
    owners = found.clusters.set_index("uid")["customer_uid"]
    pairs = pairs.sort_values("uid_l", ignore_index=True)
    return pairs.assign(
        national_id_l=pairs["uid_l"].map(ids),
        national_id_r=pairs["uid_r"].map(ids),
        is_joined=pairs["uid_l"].map(owners) == pairs["uid_r"].map(owners),
    )


def test_the_engine_joins_two_records_after_same(decided):
    assert decided["guard_code"].tolist() == ["CONFLICT"] * len(CASES)
    assert dict(zip(CASES, decided["is_joined"], strict=True)) == {
        name: joins for name, (*_, joins) in CASES.items()
    }


def test_only_conflicts_that_same_does_not_join_outweigh_same(decided):
    ids = decided["national_id_l"], decided["national_id_r"]
    final = overrides_same(decided["guard_code"], decided["reasons"], ids)
    assert final.tolist() == (~decided["is_joined"]).tolist()
    other_guard = pd.Series("HOUSEHOLD", index=decided.index)
    assert not overrides_same(other_guard, decided["reasons"], ids).any()


def test_the_macro_overrides_same_has_the_rule_of_the_engine(decided, macros):
    with duckdb.connect() as connection:
        connection.register("pairs", decided)
        rule = macros.overrides_same("pairs", "lefts", "rights")
        found = connection.execute(
            f"select {rule} as is_final from pairs"
            " join (select uid_l, national_id_l as national_id from pairs) as lefts using (uid_l)"
            " join (select uid_r, national_id_r as national_id from pairs) as rights using (uid_r)"
            " order by uid_l"
        ).df()
    assert found["is_final"].tolist() == (~decided["is_joined"]).tolist()


@pytest.mark.parametrize("text", [*VAT, *NO_VAT])
def test_sql_and_engine_recognise_the_same_vat_numbers(apply_macro, text):
    assert bool(apply_macro("is_vat_number", text)) == (text in VAT)
    assert text is None or is_vat_number(text) == (text in VAT)

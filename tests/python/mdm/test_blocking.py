"""Blocking over time: generic values, and keys over the cap."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

OPEN = dt.date(9999, 12, 31)
LIMITS = {"parameters": "limits", "model_version": "1"}


def day(number: int) -> dt.date:
    return dt.date(2026, 1, number)


@pytest.fixture
def small_limits(connection):
    limits = pd.DataFrame(
        {
            "model_version": ["1", "1", "1"],
            "kind": ["limit", "limit", "limit"],
            "field": ["generic_value", "generic_birth_date", "block_cap"],
            "value": [2.0, 0.5, 2.0],
        }
    )
    connection.register("limits", limits)
    return connection


def standardised(connection, rows):
    """Register rows (record, from day, e-mail) as standardised records."""
    columns = (
        "source, party_kind, first_name, first_root, last_name, last_root, generation, org_name,"
    )
    columns += (
        " full_name, phone, address, street, house_number, city, postcode, country, birth_date,"
    )
    columns += " national_id, legal_form, salutation"
    nulls = ", ".join(f"null::varchar as {name.strip()}" for name in columns.split(","))
    frame = pd.DataFrame(rows, columns=["record_id", "known_from", "email"])
    connection.register("rows_in", frame)
    connection.execute(
        "create table standardised as select record_id || '@' || known_from as version_id,"
        f" record_id, known_from::date as known_from, date '9999-12-31' as known_to, email, {nulls}"
        " from rows_in"
    )


def test_a_shared_value_is_generic_from_the_day_it_passes_the_limit(small_limits, macros):
    standardised(small_limits, [(f"r{n}", day(n), "info@x.de") for n in (1, 2, 3, 4)])
    generic = small_limits.sql(macros.generic_values("standardised", **LIMITS)).fetchall()
    assert generic == [("email", "info@x.de", 4, day(3))]


def test_masking_splits_a_version_on_that_day(small_limits, macros):
    standardised(small_limits, [(f"r{n}", day(n), "info@x.de") for n in (1, 2, 3)])
    statement = macros.generic_values("standardised", **LIMITS)
    small_limits.execute(f"create table generic as {statement}")
    masked = small_limits.sql(macros.mask_generic_values("standardised", "generic"))
    found = masked.project("version_id, known_from, known_to, email").order("version_id").fetchall()
    assert found == [
        ("r1@2026-01-01", day(1), day(3), "info@x.de"),
        ("r1@2026-01-03", day(3), OPEN, None),
        ("r2@2026-01-02", day(2), day(3), "info@x.de"),
        ("r2@2026-01-03", day(3), OPEN, None),
        ("r3@2026-01-03", day(3), OPEN, None),
    ]


def test_an_address_is_counted_with_its_postcode(small_limits, macros):
    standardised(small_limits, [(f"r{n}", day(n), None) for n in (1, 2, 3, 4, 5, 6)])
    small_limits.execute(
        "create table addresses as select * replace ('ELM ROAD 5' as address,"
        " case when record_id in ('r1', 'r2', 'r4') then 'LS1'"
        " when record_id = 'r3' then '1067' end as postcode,"
        " case when record_id in ('r5', 'r6') then 'BONN' end as city)"
        " from standardised"
    )
    statement = macros.generic_values("addresses", **LIMITS)
    small_limits.execute(f"create table generic as {statement}")
    assert small_limits.sql("from generic").fetchall() == [
        ("address", "ELM ROAD 5, LS1", 3, day(4))
    ]
    masked = small_limits.sql(macros.mask_generic_values("addresses", "generic"))
    known_at_last = masked.filter("known_to = date '9999-12-31' and address is not null")
    assert sorted(known_at_last.project("record_id").fetchall()) == [("r3",), ("r5",), ("r6",)]


def keys(connection, macros, rows):
    frame = pd.DataFrame(rows, columns=["record_id", "known_from", "known_to", "block_key"])
    connection.register("rows_in", frame)
    connection.execute(
        "create table keys as select record_id || '@' || known_from as version_id, record_id,"
        " known_from::date as known_from, known_to::date as known_to, 'name' as key_type, block_key"
        " from rows_in"
    )
    statement = macros.block_key_sizes("keys", **LIMITS)
    connection.execute(f"create table sizes as {statement}")
    return connection.sql(macros.candidate_pairs("keys", "sizes"))


def test_a_pair_exists_while_both_records_are_known(small_limits, macros):
    rows = [("a", day(1), day(5), "K"), ("b", day(3), OPEN, "K")]
    pairs = keys(small_limits, macros, rows).project(
        "record_id_l, record_id_r, known_from, known_to"
    )
    assert pairs.fetchall() == [("a", "b", day(3), day(5))]


def test_versions_that_do_not_overlap_in_time_form_no_pair(small_limits, macros):
    rows = [("a", day(1), day(3), "K"), ("b", day(3), OPEN, "K")]
    assert keys(small_limits, macros, rows).fetchall() == []


def test_a_key_over_the_cap_forms_pairs_only_until_that_day(small_limits, macros):
    rows = [(name, day(number), OPEN, "K") for number, name in enumerate("abcd", start=1)]
    pairs = keys(small_limits, macros, rows).project(
        "record_id_l, record_id_r, known_from, known_to"
    )
    assert pairs.fetchall() == [("a", "b", day(2), day(3))]
    capped = small_limits.sql("select record_count, predicted_pairs, over_cap_from from sizes")
    assert capped.fetchall() == [(4, 6, day(3))]


def test_a_second_key_keeps_the_pair(small_limits, macros):
    rows = [(name, day(number), OPEN, "K") for number, name in enumerate("abc", start=1)]
    rows += [("a", day(1), OPEN, "L"), ("b", day(2), day(9), "L")]
    pairs = keys(small_limits, macros, rows).project(
        "record_id_l, record_id_r, known_to, key_count"
    )
    assert pairs.fetchall() == [("a", "b", day(9), 2)]


SIMILAR = [
    ({"email": "ann.lee@x.de"}, {"email": "ann.lee@x.de"}),
    ({"phone": "+49 30 1234567"}, {"phone": "030/1234567"}),
    ({"full_name": "Bob Smith"}, {"full_name": "Smith Robert"}),
    ({"first_name": "Jon", "last_name": "Meier", "city": "Bonn"},
     {"first_name": "John", "last_name": "Meyer", "city": "Bonn"}),
    ({"org_name": "Acme GmbH", "postcode": "01067"}, {"org_name": "ACME", "postcode": "1067"}),
    ({"national_id": "DE123456788"}, {"national_id": "de 123 456 788"}),
    ({"first_name": "Ann", "last_name": "Lee"}, {"first_name": "Lee", "last_name": "Ann"}),
    ({"first_name": "Ann", "last_name": "Lee", "postcode": "12345"},
     {"first_name": "Lee", "last_name": "Ann", "city": "Leeds"}),
    ({"first_name": "Jon", "last_name": "Meier", "birth_date": "1980-04-01"},
     {"first_name": "Meyer", "last_name": "John", "birth_date": "1980-04-11"}),
    ({"first_name": "Ann", "last_name": "Lee"}, {"email": "lee.ann@x.de"}),
    ({"first_name": "Ann", "last_name": "Lopez Lee"}, {"email": "a.lopezlee7@x.de"}),
    ({"first_name": "Ann", "last_name": "Lopez Lee"}, {"email": "lopezleea@x.de"}),
    ({"first_name": "Marie", "last_name": "Lee", "city": "Bonn"},
     {"email": "mariel3@x.de", "city": "Bonn"}),
]  # fmt: skip


def test_similar_records_become_candidates(prepared):
    sides = {
        f"{number}{side}": pair[side == "r"] for number, pair in enumerate(SIMILAR) for side in "lr"
    }
    pairs = prepared(*({"uid": uid, **values} for uid, values in sides.items())).pairs
    found = set(zip(pairs["record_id_l"], pairs["record_id_r"], strict=True))
    assert [
        pair for number, pair in enumerate(SIMILAR) if (f"{number}l", f"{number}r") not in found
    ] == []

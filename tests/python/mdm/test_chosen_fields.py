"""Records with few fields have the same block keys if only these fields are standardised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mdm.block.planned import PlannedSteps
from mdm.seeds import LOOKUPS
from mdm.standardise.records import RECORD_COLUMNS, read_records

GENERIC = (
    "create temp table generic as from (values ('email', 'info@acme.com', date '2000-01-01'),"
    " ('phone', '49 301234567', date '2000-01-01')) as listed (field, value, generic_from)"
)
FURTHER = [
    {"full_name": "Doe, John"},
    {"full_name": "Dr. Müller GmbH & Co. KG", "phone": "+49 30 1234567"},
    {"full_name": "Metcalfe Mark F.", "email": "N/A"},
    {"full_name": "山田 太郎 様"},
    {"full_name": "Nguyen Van Tuan", "email": "tuan.nguyen@example.com"},
    {"org_name": "株式会社東京", "email": "info@acme.com"},
    {"first_name": "Null", "last_name": "Smith"},
    {"first_name": "Test", "last_name": "User", "org_name": "Unknown"},
    {"last_name": "O'Neil Ltd.", "birth_date": "31.12.1980", "national_id": "DE 123 456 789"},
]
CHOSEN = [
    ("full_name", "org_name", "email", "phone"),
    ("full_name",),
    ("org_name", "country", "phone"),
    ("first_name", "last_name", "address", "postcode", "city"),
    ("last_name", "birth_date", "national_id"),
    RECORD_COLUMNS[1:],
]


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    known = read_records(Path(__file__).with_name("customers.csv"))
    further = pd.DataFrame(FURTHER).assign(uid=[f"further {row}" for row in range(len(FURTHER))])
    # Names in one column.
    whole = known.assign(
        uid="whole " + known["uid"],
        full_name=known["first_name"].fillna("") + " " + known["last_name"].fillna(""),
    ).drop(columns=["first_name", "last_name"])
    return pd.concat([known, whole, further], ignore_index=True)


def planned(reference: Any, macros: Any, fields: tuple[str, ...] | None) -> PlannedSteps:
    generic = [name for name in macros.generic_value_fields().split() if name in (fields or ())]
    chosen = {"fields": " ".join(fields)} if fields else {}
    masked = {"fields": " ".join(generic)} if generic else {}
    steps = {
        "standardised": macros.standardise_records("records_in", *LOOKUPS, **chosen),
        "masked": macros.mask_generic_values("standardised", "generic", **masked),
        "block_keys": macros.block_keys("masked"),
    }
    return PlannedSteps(reference, steps, tables=[GENERIC])


def results(steps: PlannedSteps, records: pd.DataFrame) -> Iterator[list[tuple[Any, ...]]]:
    steps.run(records)
    for name in ("standardised", "masked", "block_keys"):
        yield steps.connection.sql(f"from {name} order by all").fetchall()


@pytest.fixture(scope="module")
def all_fields(reference, macros) -> PlannedSteps:
    return planned(reference, macros, None)


@pytest.mark.parametrize("fields", CHOSEN, ids=" ".join)
def test_records_with_some_fields_are_standardised_as_with_all(
    reference, macros, all_fields, records, fields
) -> None:
    left = records.reindex(columns=["uid", "source", *fields])
    expected = list(results(all_fields, left))
    assert list(results(planned(reference, macros, fields), left)) == expected
    assert len(expected[-1]) > len(fields)


def test_fields_that_are_not_chosen_count_as_missing(
    reference, macros, all_fields, records
) -> None:
    fields = CHOSEN[0]
    left = records.reindex(columns=["uid", "source", *fields])
    expected = list(results(all_fields, left))
    assert list(results(planned(reference, macros, fields), records)) == expected


def test_key_types_can_be_chosen(reference, macros, all_fields, records) -> None:
    all_fields.run(records)
    key_types = ["email", "both_names", "postcode_sound"]
    chosen = all_fields.connection.sql(
        f"from ({macros.block_keys('masked', ' '.join(key_types))}) order by all"
    ).fetchall()
    expected = all_fields.connection.execute(
        "from block_keys where key_type in $types order by all", {"types": key_types}
    ).fetchall()
    assert chosen == expected
    assert {row[4] for row in chosen} == set(key_types)

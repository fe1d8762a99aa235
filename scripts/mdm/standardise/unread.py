"""Counts the values of a file that standardising does not understand, and its placeholders."""

import duckdb
import pandas as pd

from .macros import load_macros

NAMES = ("first_name", "last_name", "org_name", "full_name")
READ_FIELDS = ("email", "phone", "address", "city", "postcode", "birth_date", "national_id")
UNREAD_COLUMNS = ["field", "unread", "placeholders"]
CLEAN_NAMES = ("first_name", "last_name", "org_name", "whole_name")


def count_unread_values(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return UNREAD_COLUMNS: per field, values that are empty after standardising.

    placeholders: those that are only empty because they are placeholders. unread: all others.
    connection: has the tables records_in, standardised and placeholder_values. The field `name`
    stands for a record with names of which none is left.
    """
    given = {field: _is_given(field) for field in READ_FIELDS}
    given["name"] = f"({' or '.join(map(_is_given, NAMES))})"
    left = {field: f"standardised.{field}" for field in READ_FIELDS}
    left["name"] = "standardised.full_name"
    lost = {field: f"({given[field]} and {left[field]} is null)" for field in given}
    connection.execute(
        "create or replace temp table lost_values as select records.*,"
        f" {', '.join(f'{test} as lost_{field}' for field, test in lost.items())}"
        " from records_in as records inner join standardised using (version_id)"
        f" where {' or '.join(lost.values())}"
    )
    macros = load_macros()
    cleaned = {field: [f"cleaned.{field} is not null"] for field in READ_FIELDS}
    cleaned["name"] = [f"cleaned.{field} is not null" for field in CLEAN_NAMES]
    for field in READ_FIELDS:
        words = macros.name_words(f"lost_values.{field}")
        cleaned[field].append(
            f"{words} in (select value from placeholder_values where field in ('any', '{field}'))"
        )
    counts = " union all ".join(
        f"select '{field}' as field,"
        f" count(*) filter (where lost_{field} and not coalesce({test}, false)) as unread,"
        f" count(*) filter (where lost_{field} and ({test})) as placeholders"
        " from lost_values inner join cleaned using (version_id)"
        for field, test in ((field, " or ".join(tests)) for field, tests in cleaned.items())
    )
    clean = macros.clean_record_fields("lost_values", "country_names")
    found = connection.sql(f"with cleaned as ({clean}) {counts}").df()
    connection.execute("drop table lost_values")
    return found[UNREAD_COLUMNS]


def _is_given(field: str) -> str:
    return f"coalesce(trim(records.{field}), '') <> ''"

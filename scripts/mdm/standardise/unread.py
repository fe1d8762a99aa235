"""Counts the values of a file that standardising does not understand, and its placeholders."""

import duckdb
import pandas as pd

from .macros import load_macros
from .records import planned_for

NAMES = ("first_name", "last_name", "org_name", "full_name")
READ_FIELDS = ("email", "phone", "address", "city", "postcode", "birth_date", "national_id")
UNREAD_COLUMNS = ["field", "unread", "placeholders"]
CLEAN_NAMES = ("first_name", "last_name", "org_name", "whole_name")


def count_unread_values(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return UNREAD_COLUMNS: per field, values that are empty after standardising.

    placeholders: those that are only empty because they are placeholders. unread: all others.
    Fields without such values have no row.
    connection: has the tables records_in, standardised and placeholder_values. The field `name`
    counts records with names of which none is left.
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
    clean = load_macros().clean_record_fields("lost_values", "country_names")
    with planned_for(connection, "lost_values"):
        connection.execute(f"create or replace temp table cleaned_values as {clean}")
        found = connection.execute(_counts()).df()
    for name in ("lost_values", "cleaned_values"):
        connection.execute(f"drop table {name}")
    return found[UNREAD_COLUMNS]


def _counts() -> str:
    """Return the query of UNREAD_COLUMNS. It reads the text of each value once."""
    cleaned = {field: f"cleaned_values.{field} is not null" for field in READ_FIELDS}
    cleaned["name"] = " or ".join(f"cleaned_values.{field} is not null" for field in CLEAN_NAMES)
    texts = " union all ".join(
        f"select '{field}' as field, {test} as is_placeholder,"
        f" {'null' if field == 'name' else f'lost_values.{field}'} as text"
        f" from lost_values inner join cleaned_values using (version_id) where lost_{field}"
        for field, test in cleaned.items()
    )
    macros = load_macros()
    return f"""
        with
        folded as (
            select field, is_placeholder, {macros.fold_text("text")} as folded
            from ({texts}) as texts
        ),
        words as (
            select field, is_placeholder, {macros.name_words("folded", is_folded=True)} as words
            from folded
        ),
        counted as (
            select
                field,
                is_placeholder or exists (
                    select 1 from placeholder_values as listed
                    where listed.value = words.words and listed.field in ('any', words.field)
                ) as is_placeholder
            from words
        )
        select
            field,
            count(*) filter (where not is_placeholder) as unread,
            count(*) filter (where is_placeholder) as placeholders
        from counted
        group by field
    """


def _is_given(field: str) -> str:
    return f"coalesce(trim(records.{field}), '') <> ''"

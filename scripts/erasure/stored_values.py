"""The spellings in which the warehouse stores the values of a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import duckdb

from erasure.erasable import names_together
from erasure.mentions import Shared
from erasure.text import add_folding, sql_folded
from erasure.values import Values

# Tables with values of records, cleaned, standardised, or in their golden form.
TABLES = """
    select schema_name, table_name, list(column_name order by column_index) as columns
    from duckdb_columns()
    where
        database_name = current_database()
        and (data_type = 'VARCHAR' or column_name = 'customer_hk')
        and (
            table_name in ('standardised_records', 'customer_attributes', 'golden_candidates')
            or table_name like 'sat\\_customer\\_pii\\_\\_%' escape '\\'
            or table_name like 'ma\\_sat\\_customer\\_%' escape '\\'
        )
    group by schema_name, table_name
"""
# Columns that describe a value, or in which many records have the same value.
OTHERS = re.compile(
    r"record_source|source|source_system|record_id|version_id|content_id|party_kind|generation"
    r"|salutation|attribute|time_axis|customer_uid|override_id|\w*_rule|\w*_hk|\w*_hashdiff|country|region"
    r"|legal_form|industry|segment|job_title|contact_id"
)
# A date alone does not identify a person.
DAY = re.compile(r"(?:1[89]|20)\d\d(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?:[ T].*)?")

# Columns with a name, which is also searched for inside other text if it is one word.
NAMES = re.compile(r"(\w*_)?name(_\d)?")
# A standardised phone number: calling code, number, extension.
STANDARD_PHONE = re.compile(r"\d{1,3} (\d+)(?:x\d+)?")


def kind_of(text: str, column: str) -> str:
    """The category of a value, by its form and its column."""
    if "@" in text:
        return "email"
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 7 and re.fullmatch(r"[+\d ()/.x-]+", text):
        return "phone"
    if len(digits) >= 6 and " " not in text:
        return "id"
    return "name" if NAMES.fullmatch(column) else "address"


def columns_with_values(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str]]:
    """(table, column, hub key as SQL) of each column with values of records."""
    for schema, table, columns in connection.execute(TABLES).fetchall():
        key = "record_id" if "record_id" in columns else "lower(hex(customer_hk))"
        for column in columns:
            if not OTHERS.fullmatch(column):
                yield f"{schema}.{table}", column, key


def names_of_records(
    connection: duckdb.DuckDBPyConnection, keys: Collection[str]
) -> Iterator[tuple[str, str, bool]]:
    """First and last name of records that the warehouse has separately, and whether no other record
    has both."""
    for schema, table, columns in connection.execute(TABLES).fetchall():
        if {"first_name", "last_name", "record_id"} <= {*columns}:
            query = f"""
                select first_name, last_name, bool_and(record_id in (select unnest($keys)))
                from {schema}.{table} where first_name is not null and last_name is not null
                group by first_name, last_name having bool_or(record_id in (select unnest($keys)))
            """
            yield from connection.execute(query, {"keys": list(keys)}).fetchall()


def add_stored_values(
    connection: duckdb.DuckDBPyConnection, keys: Collection[str], values: Values
) -> None:
    """Add the values of the records that no other record has in the same column, and all names.

    keys: hub keys in lower-case hexadecimal digits.
    """
    for first, last, is_only in names_of_records(connection, keys):
        values.add_parts(first)
        values.add_parts(last)
        for text, kind in names_together(first, last):
            values.add_name(text)
            if is_only:
                values.add(text, kind)
    for table, column, key in columns_with_values(connection):
        if NAMES.fullmatch(column):
            query = f"""
                select distinct {column} from {table}
                where {column} is not null and {key} in (select unnest($keys))
            """
            for (text,) in connection.execute(query, {"keys": list(keys)}).fetchall():
                values.add_name(text)
        query = f"""
            select {column} from {table} where {column} is not null
            group by {column} having bool_and({key} in (select unnest($keys)))
        """
        for (text,) in connection.execute(query, {"keys": list(keys)}).fetchall():
            if column == "phone" or not DAY.fullmatch(text):
                values.add(text, kind_of(text, column))
            if column == "phone" and (standard := STANDARD_PHONE.fullmatch(text)):
                values.add(standard[1], "phone")


def stored_for_others(
    connection: duckdb.DuckDBPyConnection, keys: Collection[str], values: Values
) -> set[str]:
    """The values, as folded text, that other records have in a form that the warehouse stores, such
    as the same phone number in another format."""
    found: set[str] = set()
    pattern = "|".join(map(re.escape, values.kinds))
    shared = Shared.of(values)
    if not pattern:
        return found
    add_folding(connection)
    for table, column, key in columns_with_values(connection):
        query = f"""
            select distinct {column} from {table}
            where regexp_matches({sql_folded(column)}, $pattern)
                and {key} not in (select unnest($keys))
        """
        given = {"pattern": pattern, "keys": list(keys)}
        for (text,) in connection.execute(query, given).fetchall():
            found |= shared.in_value(text, kind_of(text, column))
    return found

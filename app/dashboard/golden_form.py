"""The golden form of a value that a steward sets, by the project's macros on DuckDB in memory."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

# Steps of golden_forms, and the tables that it reads.
FILES = ("golden_contacts", "golden_forms", "golden_names", "name_case")
TABLES = (
    "country_names", "city_spellings", "postcode_formats", "name_spellings", "legal_suffixes",
    "first_names",
)  # fmt: skip
# A name stays as the steward wrote it; segment and industry have no form.
FORMED = ("email", "phone", "country", "city", "postcode")

lock = Lock()


@cache
def prepared() -> tuple[Any, str]:
    """A connection with the tables, and the statement that gives the form of the row in `given`."""
    import duckdb

    from mdm.seeds import REFERENCE
    from mdm.standardise.macros import MACROS, load_macros

    connection = duckdb.connect(config={"threads": 1})
    connection.execute(
        "create table given (attribute varchar, attribute_value varchar, country varchar)"
    )
    for name in TABLES:
        rows = "read_csv(?, all_varchar = true, header = true, hive_partitioning = false)"
        path = str(REFERENCE / f"{name}.csv")
        connection.execute(f"create table {name} as from {rows}", [path])
    golden = tuple(MACROS.parent / "golden" / f"{name}.sql" for name in FILES)
    forms = load_macros(further=golden).golden_forms("given", *TABLES)
    return connection, f"select golden_form from ({forms}) as forms"


@cache
def golden_form(attribute: str, value: str, country: str | None) -> str | None:
    """The golden form of a set value; None if the value is not understood and so has no effect.

    country: ISO code of the customer's country, in which a phone number or postcode is read.
    """
    if attribute not in FORMED:
        return value
    with lock:
        connection, statement = prepared()
        connection.execute("delete from given")
        connection.execute("insert into given values (?, ?, ?)", [attribute, value, country])
        found = connection.execute(statement).fetchall()
    return found[0][0] if found else None

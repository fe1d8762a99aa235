"""The macros as SQL text for both engines."""

from __future__ import annotations

import duckdb
import pytest
import sqlglot

from mdm.seeds import LOOKUPS
from mdm.standardise.macros import load_macros

STATEMENTS = {
    "standardise_records": ("records", *LOOKUPS),
    "generic_values": ("standardised", "parameters", "1"),
    "mask_generic_values": ("standardised", "generic"),
    "block_keys": ("masked",),
    "block_key_sizes": ("keys", "parameters", "1"),
    "candidate_pairs": ("keys", "sizes"),
}


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
@pytest.mark.parametrize("macro", STATEMENTS)
def test_a_macro_renders_one_statement_in_the_engines_dialect(engine, macro):
    text = str(getattr(load_macros(engine), macro)(*STATEMENTS[macro]))
    parsed = sqlglot.parse(text, dialect=engine)
    assert len(parsed) == 1
    assert isinstance(parsed[0], sqlglot.exp.Select)


@pytest.mark.parametrize("macro", STATEMENTS)
def test_snowflake_sql_has_no_duckdb_function(macro):
    text = str(getattr(load_macros("snowflake"), macro)(*STATEMENTS[macro]))
    for function in (
        "string_split",
        "unnest",
        "string_agg",
        "generate_subscripts",
        "regexp_extract",
    ):
        assert function not in text
    assert "'g')" not in text


def test_a_folder_without_macros_is_reported(tmp_path):
    with pytest.raises(FileNotFoundError, match="no macros in"):
        load_macros(folder=tmp_path)


# value -> the phone number, and the e-mail address, that is compared
LISTED = {
    '["+55 11 96138-8905", "11 3130-1717"]': ("+55 11 96138-8905", None),
    '["home", 49301234567]': ("49301234567", None),
    '[{"type": 1, "number": "(030) 1234567"}]': ("(030) 1234567", None),
    '["Ann", "ann@example.com", "b@example.com"]': (None, "ann@example.com"),
    "[]": (None, None),
    "[030] 1234567": ("[030] 1234567", "[030] 1234567"),
}


@pytest.mark.parametrize("value", LISTED)
def test_of_a_list_the_first_phone_number_or_address_counts(value):
    macros = load_macros("duckdb")
    text = "'" + value + "'"
    fields = ", ".join(str(macros.first_listed(text, field)) for field in ("phone", "email"))
    assert duckdb.connect().execute(f"select {fields}").fetchall() == [LISTED[value]]

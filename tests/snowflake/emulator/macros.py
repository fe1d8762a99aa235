"""DuckDB macros with Snowflake's results, which the translated SQL calls.

DuckDB chooses an overload by the types of the arguments, which are unknown when SQL is translated;
it cannot do so if an argument is an aggregate.
"""

from __future__ import annotations

import math

import duckdb
import jellyfish

SCHEMA = "EMULATOR.PUBLIC"
NOT_ZERO = "case when divisor = 0 then error('Division by zero') else divisor end"
# A FLOAT as text has no decimals if it is whole, and a sign in its exponent.
FLOAT_TEXT = r"regexp_replace(regexp_replace(cast({} as varchar), '\.0$', ''), 'e(\d)', 'e+\1')"
# The decimals of a quotient, by the type of the dividend.
# https://docs.snowflake.com/en/sql-reference/operators-arithmetic#division
SCALE = (
    r"coalesce(try_cast(regexp_extract(kind, '^DECIMAL\(\d+,\s*(\d+)\)$', 1) as integer),"
    " if(contains(kind, 'INT'), 0, 12))"
)
MACROS = {
    # Timestamps and dates as text follow the parameters of the session. An argument is named once
    # in each overload, because a macro repeats its whole expression.
    "to_text": f"""
        (x timestamp) as strftime(x, getvariable('timestamp_format')),
        (x date) as strftime(x, getvariable('date_format')),
        (x varchar) as x,
        (x) as case
            when typeof(x) in ('DOUBLE', 'FLOAT') then {FLOAT_TEXT.format("x")}
            else cast(x as varchar)
        end
    """,
    "aggregate_to_text": f"""
        (x) as case typeof(x)
            when 'TIMESTAMP'
            then strftime(try_cast(x as timestamp), getvariable('timestamp_format'))
            when 'DATE' then strftime(try_cast(x as date), getvariable('date_format'))
            when 'DOUBLE' then {FLOAT_TEXT.format("x")}
            else cast(x as varchar)
        end
    """,
    # An operand of a concatenation, which takes numbers and bytes as they are.
    "to_part": """
        (x timestamp) as strftime(x, getvariable('timestamp_format')),
        (x date) as strftime(x, getvariable('date_format')),
        (x varchar) as x,
        (x) as x
    """,
    "number_text": """
        (x varchar) as replace(x, '_', '~'),
        (x) as x
    """,
    # A quotient rounded by the type of its dividend; a FLOAT keeps all digits.
    "rounded_quotient": f"""
        (quotient, kind) as round(
            quotient,
            if(typeof(quotient) = 'DOUBLE', 400, greatest({SCALE}, least({SCALE} + 6, 12)))
        )
    """,
    # NUMBER / NUMBER is exact, and rounded half away from zero.
    "divide": f"""
        (dividend decimal(38, 12), divisor decimal(38, 12)) as
            cast(dividend / {NOT_ZERO} as decimal(38, 12)),
        (dividend bigint, divisor bigint) as cast(dividend / {NOT_ZERO} as decimal(38, 6)),
        (dividend hugeint, divisor hugeint) as cast(dividend / {NOT_ZERO} as decimal(38, 6)),
        (dividend double, divisor double) as dividend / {NOT_ZERO}
    """,
    "not_zero": f"(divisor) as {NOT_ZERO}",
    "to_bytes": """
        (x blob) as x,
        (x varchar) as unhex(x)
    """,
    "aggregate_to_bytes": """
        (x) as case typeof(x) when 'BLOB' then cast(x as blob) else unhex(cast(x as varchar)) end
    """,
    # Of a date it is a date.
    "truncate": """
        (unit varchar, x date) as cast(date_trunc(unit, x) as date),
        (unit varchar, x timestamp) as date_trunc(unit, x),
        (unit varchar, x timestamptz) as date_trunc(unit, x),
        (unit varchar, x varchar) as date_trunc(unit, cast(x as timestamp))
    """,
    "current_role": "() as 'TRANSFORMER'",
    "current_warehouse": "() as 'TRANSFORMING'",
    "current_account": "() as 'EMULATOR'",
    "current_region": "() as 'LOCAL'",
    "is_role_in_session": "(role) as true",
}


def jarowinkler(left: str, right: str) -> int:
    """Jaro-Winkler similarity from 0 to 100, without regard to case."""
    return math.floor(100 * jellyfish.jaro_winkler_similarity(left.lower(), right.lower()) + 1e-9)


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros in the emulator's database, and the functions that DuckDB lacks."""
    for name, body in MACROS.items():
        connection.execute(f"create or replace macro {SCHEMA}.{name}{body}")
    connection.create_function("soundex", jellyfish.soundex, ["VARCHAR"], "VARCHAR")
    connection.create_function("jarowinkler", jarowinkler, ["VARCHAR", "VARCHAR"], "BIGINT")

"""Quotients are exact to the last digit, and halves are rounded away from zero."""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

import duckdb
import pytest
from landing_macros import landing_macros

HALF_CENTS = [
    ("9696.46", "4"),  # 2424.115, which is 2424.1149999999998 as a double
    ("-9696.46", "4"),
    ("4848.23", "2"),
    ("0.01", "2"),
    ("0.29", "2"),
    ("1.005", "1"),
    ("-1.005", "1"),
    ("2424.11499999", "1"),
    ("2424.11500001", "1"),
    ("100.50", "1.2"),
    ("1000000000000.01", "2"),
    ("999999999999.99", "0.000002"),
    ("0", "3"),
    ("-0.00000001", "1000000"),
]


def exact(numerator: str, denominator: str, scale: int) -> Decimal:
    with localcontext(prec=80):
        quotient = Decimal(numerator) / Decimal(denominator)
        return quotient.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP)


def quotients(pairs: list[tuple[str, str]], scale: int, engine: str = "duckdb") -> list:
    """What the macro gives for each pair; Snowflake's SQL is run in DuckDB with exact division."""
    sql = str(landing_macros(engine).divide("numerator", "denominator", scale)).strip()
    if engine == "snowflake":
        # The dividend is a multiple of the divisor, so any exact division gives the same.
        sql, count = re.subn(r"mod\((.*?)\)\) / ", r"mod(\1)) // ", sql, flags=re.S)
        assert count == 1
        sql = sql.replace("decimal(38, 0)", "hugeint")
    rows = (
        duckdb.cursor()
        .execute(
            f"select {sql} from (select unnest(?::decimal(24, 8)[]) as numerator,"
            " unnest(?::decimal(24, 6)[]) as denominator)",
            [[one for one, _ in pairs], [other for _, other in pairs]],
        )
        .fetchall()
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
@pytest.mark.parametrize("scale", [0, 1, 2, 4, 6])
def test_half_cents_are_rounded_away_from_zero(engine: str, scale: int) -> None:
    assert quotients(HALF_CENTS, scale, engine) == [exact(*pair, scale) for pair in HALF_CENTS]


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_any_quotient_is_exact(engine: str) -> None:
    draw = random.Random(3)
    pairs = [
        (f"{draw.randint(-(10**14), 10**14) / 100:.2f}", f"{draw.randint(1, 10**9) / 10**6:.6f}")
        for _ in range(2000)
    ]
    # Quotients that are exactly half a unit of the last digit.
    pairs += [(str(Decimal(2 * k + 1) * n / 200), str(n)) for k in range(99) for n in (1, 4, 7)]
    assert quotients(pairs, 2, engine) == [exact(*pair, 2) for pair in pairs]


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_a_null_dividend_or_a_zero_divisor_gives_null(engine: str) -> None:
    assert quotients([("1", "0"), ("0", "0")], 2, engine) == [None, None]
    macro = str(landing_macros().divide("null", "4"))
    assert duckdb.cursor().execute(f"select {macro}").fetchall() == [(None,)]


def test_a_division_of_doubles_rounds_some_quotients_wrongly() -> None:
    """A double cannot represent 2424.115 exactly, so the project has the macro divide."""
    ((wrong,),) = duckdb.cursor().execute("select round(9696.46::decimal(18, 2) / 4, 2)").fetchall()
    assert Decimal(str(wrong)) == Decimal("2424.11")

"""The query function builds only statements that run on both engines."""

from __future__ import annotations

from datetime import date

import pytest
import sqlglot

from dashboard.query import query
from dashboard.statement import (
    Condition,
    Statement,
    among,
    average,
    between,
    distinct,
    is_,
    is_not,
    rows,
    starts_with,
    total,
)

MEASURES = {
    "revenue_eur": total("line_total_eur", is_("is_revenue")),
    "customers": distinct("customer_uid", is_not("customer_uid", "UNKNOWN")),
    "discount": average("discount"),
    "lines": rows(),
}
WHERE = (
    *between("order_date", date(2025, 1, 1), date(2025, 12, 31)),
    among("dim_customer.segment", ("SMB", "Retail")),
    starts_with("order_id", "ORD"),
    is_not("region", None),
)


def text(model: str, *arguments: object) -> tuple[str, list[object]]:
    """A statement and its values."""
    statement = Statement(model, "marts")
    return statement.text(*arguments), statement.values


def test_a_statement_has_question_marks_for_all_values_in_their_order() -> None:
    columns = ["order_date:month", "dim_product.category"]
    sql, values = text("fact_sales", columns, MEASURES, WHERE, ["order_date", "-revenue_eur"], 10)
    days = [date(2025, 1, 1), date(2025, 12, 31)]
    assert values == [True, "UNKNOWN", *days, "SMB", "Retail", "ORD"]
    assert sql.count("?") == len(values)
    assert sql.count("left join") == 2


@pytest.mark.parametrize("engine", ["duckdb", "snowflake"])
def test_both_engines_read_the_statements(engine: str) -> None:
    columns = ["order_date:month", "dim_product.category"]
    sql, _ = text("fact_sales", columns, MEASURES, WHERE, ["-revenue_eur"], 10)
    parsed = sqlglot.parse_one(sql, read=engine)
    assert not list(parsed.find_all(sqlglot.exp.Anonymous))


@pytest.mark.parametrize(
    ("model", "columns", "order", "message"),
    [
        ("fact_sales; drop table x", (), (), "not a name"),
        ("fact_sales", ("region, 1",), (), "not a name"),
        ("fact_sales", ("order_date:hour",), (), "the grain is one of"),
        ("fact_sales", ("load_audit.feed",), (), "not joined"),
        ("fact_sales", ("region",), ("category",), "not among"),
        ("Fact_Sales", (), (), "not a name"),
    ],
)
def test_an_invalid_name_is_refused(
    model: str, columns: tuple[str, ...], order: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        text(model, columns, {}, (), order, 10)


def test_a_value_is_never_part_of_the_statement(as_reader: None) -> None:
    found = query("dim_campaign", ["campaign"], where=[is_("campaign", "' or 1 = 1 --")])
    assert found.empty


def test_rows_are_grouped_filtered_and_sorted(as_reader: None) -> None:
    by_region = query("fact_sales", ["region"], {"lines": rows()}, order=["-lines"])
    assert by_region["lines"].is_monotonic_decreasing
    one = by_region["region"].iloc[0]
    (count,) = query("fact_sales", (), {"lines": rows()}, [is_("region", one)])["lines"]
    assert count == by_region["lines"].iloc[0]
    late = Condition("order_date", ">", date(2100, 1, 1))
    assert query("fact_sales", (), {"revenue": total("line_total_eur")}, [late])["revenue"][0] == 0


def test_rows_that_the_caller_keeps_are_not_cached(
    as_reader: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = query("fact_sales", (), {"lines": rows()})["lines"]
    monkeypatch.delattr("dashboard.query.fetched")
    assert query("fact_sales", (), {"lines": rows()}, is_kept=False)["lines"].equals(counted)
    with pytest.raises(NameError, match="fetched"):
        query("fact_sales", (), {"lines": rows()})

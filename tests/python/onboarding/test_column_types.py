"""Values decide on types and formats; where they cannot, the profile asks instead of guessing."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from onboarding.column_type import ColumnType, Hints
from onboarding.column_types import type_of

TODAY = date(2026, 11, 29)
DAYS, MONTHS = range(1, 29), range(1, 13)


def found(name: str, values: list[str], **hints: object) -> ColumnType:
    """The type of a column."""
    return type_of(name, Counter(values), Hints(TODAY, **hints))


def days(pattern: str) -> list[str]:
    """All days of a year up to the 28th of each month."""
    return [pattern.format(day=day, month=month) for day in DAYS for month in MONTHS]


DECIDED = {
    "thousands by a value with two": ("n", ["1.234", "1.234.567"], "integer", "1.234,56"),
    "thousands by round numbers": ("n", ["1,234", "12,500", "800"], "integer", "1,234.56"),
    "decimals by larger numbers": ("n", ["1,218", "2345", "9,101"], "number", "1234,56"),
    "decimals by other digits": ("n", ["1,218", "5,5"], "number", "1.234,56"),
    "a leading zero": ("n", ["1,218", "0,125"], "number", "1.234,56"),
    "groups of two in India": ("n", ["1,23,456.50", "12,345.00"], "number", "12,34,567.89"),
    "apostrophes": ("n", ["1'234.50", "99.00"], "number", "1'234.56"),
    "parentheses": ("n", ["(1,234.50)", "99.00"], "number", "1,234.56"),
    "one currency": ("n", ["5,50 €", "7 EUR"], "number", "1.234,56 EUR"),
    "per cent": ("n", ["5,5 %", "10 %"], "number", "1.234,56 %"),
    "days after the 12th": ("d", days("{day:02}/{month:02}/2024"), "date", "dd/MM/yyyy"),
    "months second": ("d", days("{month:02}/{day:02}/2024"), "date", "MM/dd/yyyy"),
    "short American dates": ("d", ["1/5/24", "12/15/24"], "date", "M/d/yy"),
    "names of months": ("d", ["3. März 2024", "12. Mai 2024"], "date", "d. MMM yyyy"),
    "French months": ("d", ["15 juin 2024", "1 déc. 2022"], "date", "d MMM yyyy"),
    "Japanese dates": ("d", ["1980年1月2日", "2001年12月31日"], "date", "yyyy'年'M'月'd'日'"),
    "Japanese amounts": ("n", ["1,234.5円", "99円"], "number", "1,234.56 JPY"),
    "the log of a web server": (
        "ts", ["26/Nov/2026:18:00:00 +0900", "01/Dec/2026:01:02:03 +0000"],
        "timestamp", "dd/MMM/yyyy:HH:mm:ssXXX",
    ),
    "digits that are times": (
        "x", [f"202401{day:02}{month:02}0000" for day in DAYS for month in MONTHS],
        "timestamp", "yyyyMMddHHmmss",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "values", "kind", "formats"), DECIDED.values(), ids=DECIDED)
def test_values_decide_on_the_format(name: str, values: list[str], kind: str, formats: str) -> None:
    column = found(name, values * 9)
    assert (column.kind, column.source_formats) == (kind, (formats,))
    assert not column.question


OPEN = {
    "commas and three digits": ("n", ["1,218", "2,345"], "is 1,218 the number 1218 or 1.218"),
    "points and three digits": ("n", ["12.345", "99.123"], "12.345 or 12345"),
    "two formats": ("n", ["1.218,50"] * 50 + ["1,218.50"] * 3 + ["1.218"], "rows have another"),
    "days up to the 12th": ("d", ["01/02/2024", "03/04/2024"], "dd/MM/yyyy or MM/dd/yyyy"),
    "the same day and month": ("d", ["01/01/2024", "02/02/2024"], "dd/MM/yyyy or MM/dd/yyyy"),
    "a year or a day": ("d", ["24-05-06", "24-07-08"], "dd-MM-yy or yy-MM-dd"),
    "a child or a centenarian": ("birth_date", ["01.01.20", "03.04.55"], "in 2020 or in 1920"),
}


@pytest.mark.parametrize(("name", "values", "question"), OPEN.values(), ids=OPEN)
def test_ambiguous_values_lead_to_a_question(name: str, values: list[str], question: str) -> None:
    column = found(name, values * 9)
    assert question in column.question
    assert column.is_open and column.source_formats


TEXT = {
    "two orders of day and month": (
        "d", days("{day:02}/{month:02}/2024") + days("{month:02}/{day:02}/2024"), "some rows are",
    ),
    "two currencies": ("pay", ["€ 5.50", "$ 7"], "EUR and USD"),
    "versions by their zeros": ("fw", ["1.10", "1.9", "2.0"], "1.10 and 1.9"),
    "versions by name": ("os_version", ["13.1", "14.2"], ""),
    "codes with zeros": ("x", ["0123", "0456"], ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "values", "question"), TEXT.values(), ids=TEXT)
def test_values_that_would_lose_information_stay_text(
    name: str, values: list[str], question: str
) -> None:
    column = found(name, values * 9)
    assert (column.kind, column.is_open) == ("string", False)
    assert question in column.question and bool(question) == bool(column.question)


def test_other_columns_and_typed_files_also_decide_the_format() -> None:
    values = ["12.345", "99.123"] * 9
    assert found("n", values, is_typed=True).source_formats == ()
    by_point = found("n", values, point=(",", "price"))
    assert (by_point.kind, by_point.reason) == (
        "integer",
        "numbers are written 1.234,56, as in price",
    )
    dates = found("d", ["01/02/2024", "03/04/2024"] * 9, day_first=(False, "paid"))
    assert (dates.source_formats, dates.is_open) == (("MM/dd/yyyy",), False)


def test_the_reason_names_the_deciding_rows() -> None:
    column = found("d", ["01/02/2024", "03/04/2024", "25/04/2024"] * 9)
    assert (column.reason, column.deciding) == ("dates are dd/MM/yyyy", ("25/04/2024",))


def test_a_mistake_in_one_row_is_not_a_second_format() -> None:
    values = [*days("{day:02}/{month:02}/2024"), "12/25/2024"]
    column = found("d", values)
    assert column.source_formats == ("dd/MM/yyyy",)
    assert "1 of them MM/dd/yyyy, such as 12/25/2024, and so rejected" in column.reason


@pytest.mark.parametrize("name", ["mandat", "candidate_id", "mandat_nr", "validated"])
def test_numbers_are_not_read_as_times_because_of_a_part_of_the_name(name: str) -> None:
    values = [str(1_700_000_000 + 7 * number) for number in range(60)]
    assert found(name, values).kind == "number"
    assert found("created", values).source_formats == ("epochSeconds",)


def test_two_digit_years_are_in_the_past_for_birth_dates() -> None:
    column = found("geburtsdatum", ["01.02.30", "03.04.55", "05.06.08"] * 9)
    assert (column.first_year, column.earliest, column.latest) == (1927, "1930-02-01", "2008-06-05")


def test_dates_in_an_unknown_format_are_asked_for() -> None:
    values = [f"R6.{month}.{day}" for month in range(1, 13) for day in (5, 12, 20)]
    column = found("joined_date", values)
    assert column.question.startswith("is R6.1.5 a date or a time?") and not column.is_open
    assert not found("chapter", values).question
    assert not found("talk_time", ["0:03:21", "1:10:05", "27:00:00"]).question


def test_few_decimals_among_whole_numbers_are_asked_for() -> None:
    whole = [str(number) for number in range(2000)]
    column = found("amount", [*whole, "12.50"])
    assert column.kind == "number" and not column.is_open
    assert column.question.startswith("is 12.50 right? Of 2001 values, only 1 has decimals")
    assert not found("amount", [*whole[:500], "12.50"]).question


def test_microseconds_are_kept() -> None:
    column = found("sent_at", ["2024-01-02 10:11:12.123456", "2024-01-02 10:11:13.5"] * 9)
    assert column.target == "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"


def test_types_of_numbers_leave_room_for_larger_ones() -> None:
    large = found("n", ["1999999999", "5"] * 9)
    assert (large.kind, large.scale) == ("number", 0)
    measured = found("lat", ["50.941", "50.9", "51.12"] * 9)
    assert measured.scale == 5
    assert found("x", ["8.021270073846665", "0.44007510165451125"] * 9).scale == 18


def names(often: int, rare: int) -> list[str]:
    """A column of names, each 20 times, and of further ones, each once."""
    return [f"Name{chr(65 + i % often)}" for i in range(20 * often)] + [
        f"Rare{chr(65 + i)}" for i in range(rare)
    ]


# Values that are not a closed set, by the name of their column.
NOT_CODES = {
    "lists": ("x", ['["a", "b"]', '["b"]', "[]"]),
    "objects": ("x", ['{"a": 1}', '{"a": 2}']),
    "lists in text": ("x", ["vip, b2b", "newsletter"]),
    "quotations": ("x", ['Order "express"', "Order"]),
    "sentences": ("x", ["Please call the customer back today", "Wait"]),
    "text": ("opis", ["VIP", "Partner"]),
    "tags": ("tags", ["vip", "newsletter"]),
    "one value": ("accepts_sms", ["no"]),
    "a unit": ("unit", ["°C"]),
    "long identifiers": ("owner", ["zcrm_5123400000010", "zcrm_5123400000011"]),
    "keys": ("sales_rep_id", ["REP-01", "REP-02"]),
    "many rare values": ("x", names(5, 4)),
}


@pytest.mark.parametrize(("name", "values"), NOT_CODES.values(), ids=NOT_CODES)
def test_values_that_are_not_a_closed_set_are_not_codes(name: str, values: list[str]) -> None:
    repeated = values if len(values) > 20 else values * 20
    assert not found(name, repeated).codes


def test_a_closed_set_of_values_is_listed_with_what_was_seen() -> None:
    column = found("status", ["open"] * 30 + ["closed"] * 12 + ["opne"])
    assert (column.codes, column.rare) == (("closed", "open"), ("opne",))
    assert column.reason == "2 values in 43 rows, the rarest is closed in 12"
    assert found("loevm", ["X"] * 30).codes == ("X",)
    # Only looks like lists and objects.
    assert found("x", ["[a]", "{b}", "[c"] * 20).codes == ("[a]", "[c", "{b}")

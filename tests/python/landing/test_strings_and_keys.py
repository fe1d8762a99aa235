"""Whitespace and invisible characters, which keys are the same, and hashed numbers as strings."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from unicodedata import category

import duckdb
import pytest
from landing_macros import clean, landing_macros, special_characters
from meanings import cleaned_text

from warehouse.landing.batches import batch_name


def test_clean_text_treats_every_character_by_its_category() -> None:
    # Beyond the first 65,536, what may be invisible with its neighbours, and some of the others.
    high = {point for point in range(0x10000, 0x110000) if category(chr(point))[0] in "CZ"}
    high = {point for point in high if category(chr(point)) not in ("Cn", "Co")}
    high |= {*range(0x13430, 0x13440), *range(0xE0000, 0xE1000, 99), 0xE01EF, 0xE0FFF, 0x1F600}
    high |= {point + step for point in high for step in (-1, 1)} | set(
        range(0x10000, 0x110000, 997)
    )
    points = sorted({*range(0xD800), *range(0xE000, 0x10000), *high})
    strings = [f"a{chr(point)}b" for point in points]
    rows = (
        duckdb.cursor()
        .execute(
            f"""
        with special_characters as ({special_characters()}),
        delivered as (select unnest(?) as value, unnest(?) as place)
        select {clean("value")} from delivered cross join special_characters order by place
        """,
            [strings, points],
        )
        .fetchall()
    )
    wrong = [
        hex(point)
        for point, text, (found,) in zip(points, strings, rows, strict=True)
        if found != cleaned_text(text) or found != batch_name(text)
    ]
    assert wrong == []


def test_clean_text_is_the_same_statement_on_both_engines() -> None:
    here, there = (
        special_characters() + clean("x"),
        special_characters("snowflake") + clean("x", "snowflake"),
    )
    here = re.sub(r"decode\(unhex\(([^()]*)\)\)", r"hex_decode_string(\1)", here)
    # Snowflake replaces all matches by default.
    assert here.replace("regexp_full_match", "regexp_like").replace(", 'g')", ")") == there


# Salesforce's own example, and ids that differ in case.
SALESFORCE = {
    ("0015g00000AbCdE", "0015g00000ABCDe"): False,
    ("0015g00000AbCdE", "0015g00000AbCdEAAV"): True,
    ("0015g00000AbCdEAAV", "0015g00000abcdeaav"): True,
    ("0015g00000ABCDe", "0015g00000AbCdEAAV"): False,
    ("a1", "A1"): False,
    ("A1", "A1"): True,
}


@pytest.mark.parametrize(
    ("casing", "pairs"),
    [
        ("insensitive", {("prod-0001", "PROD-0001"): True, ("prod-1", "prod-2"): False}),
        ("upperCase", {("prod-0001", "PROD-0001"): True, ("prod-1", "prod-2"): False}),
        ("sensitive", {("prod-0001", "PROD-0001"): False, ("prod-1", "prod-1"): True}),
        ("sensitive", {("aB", "Ab"): False, ("ab", "AB~6162"): False}),
        ("salesforceId", SALESFORCE),
    ],
)
def test_keys_are_equal_according_to_their_casing(casing: str, pairs: dict) -> None:
    text = str(landing_macros().text_in_casing("key", casing))
    hashed = f"select upper({text}) from (select unnest(?) as key)"
    for keys, is_one in pairs.items():
        one, other = duckdb.cursor().execute(hashed, [list(keys)]).fetchall()
        assert (one == other) == is_one, keys


def id_of_18_characters(key: str) -> str:
    """The Salesforce id with the three check characters of one with 15."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    is_upper = ["A" <= character <= "Z" for character in key]
    numbers = (
        sum(2**place for place in range(5) if is_upper[start + place]) for start in (0, 5, 10)
    )
    return key + "".join(letters[number] for number in numbers)


def test_an_id_of_15_characters_gets_the_check_characters_of_salesforce() -> None:
    draw = random.Random(1)
    keys = ["".join(draw.choices("ABYZaz019É_= ~", k=15)) for _ in range(500)]
    keys += ["0015g00000AbCdE", "A" * 15, "a" * 15]
    text = str(landing_macros().text_in_casing("key", "salesforceId"))
    rows = (
        duckdb.cursor()
        .execute(f"select key, {text} from (select unnest(?) as key)", [keys])
        .fetchall()
    )
    assert rows == [(key, id_of_18_characters(key)) for key in keys]


@pytest.mark.parametrize("number", ["0", "76.03", "-5", "0.1", "1470504.00"])
def test_a_hashed_number_does_not_depend_on_the_digits_of_its_type(number: str) -> None:
    written = str(landing_macros().number_text("price", 2))
    for scale in (2, 6):
        ((text, narrow),) = (
            duckdb.cursor()
            .execute(
                f"select {written}, cast(cast(? as decimal(18, 2)) as varchar)"
                f" from (select cast(? as decimal(18, {scale})) as price)",
                [number, number],
            )
            .fetchall()
        )
        assert text == narrow


def test_different_numbers_are_hashed_differently() -> None:
    written = str(landing_macros().number_text("price", 2))
    numbers = [
        Decimal(number) for number in ("0.0035", "0.00", "0.01", "0.003501", "1.5", "1.500001")
    ]
    rows = (
        duckdb.cursor()
        .execute(f"select {written} from (select unnest(?::decimal(18, 6)[]) as price)", [numbers])
        .fetchall()
    )
    assert [Decimal(text) for (text,) in rows] == numbers
    assert len(set(rows)) == len(numbers)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("B010.csv", "B010"),
        ("B010.Csv", "B010"),
        ("B010.csv.GZ", "B010"),
        ("B010.JsonL.gz", "B010"),
        ("B010.PARQUET", "B010"),
        ("B010", "B010"),
        ("B.csv.1", "B.csv.1"),
    ],
)
def test_the_extension_of_a_file_may_be_in_any_case(name: str, expected: str) -> None:
    macros = landing_macros()
    for given, expression in (
        (name, macros.without_extensions("?")),
        (f"orders/2026/{name}", macros.batch_of_path("?")),
    ):
        assert duckdb.cursor().execute(f"select {expression}", [given]).fetchone() == (expected,)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("orders/dt=2026-01-05/B1.csv", "dt=2026-01-05/B1"),
        ("s3://in/orders/dt=2026-01-05/hr=23/B1.csv.gz", "dt=2026-01-05/hr=23/B1"),
        ("/dt=2026-01-05/hr=23/orders/B1.csv", "B1"),
        ("orders/dt=2026-01-05/hr=24/B1.csv", "B1"),
        ("orders/hr=23/B1.csv", "B1"),
    ],
)
def test_the_batch_of_a_file_has_its_day_and_hour(path: str, expected: str) -> None:
    batch = landing_macros().batch_of_path("?")
    assert duckdb.cursor().execute(f"select {batch}", [path]).fetchone() == (expected,)

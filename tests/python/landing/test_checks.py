"""A check of the landing accepts a text exactly if staging stores what the text means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from landing_macros import check_and_value, clean, landing_macros, odd_characters
from nasty_texts import TEXTS, R

from contracts.declarations import column_facts
from contracts.feed import Feed
from contracts.read import read_feeds
from dbt_in_process import ROOT

FEEDS = {feed.name: feed for feed in read_feeds(ROOT / "contracts")}
CASINGS = {
    f"{feed.name}.{column.name}": column.casing
    for feed in FEEDS.values()
    for column in feed.columns
}
COLUMNS = {
    f"{feed.name}.{column.name}": column_facts(column, CASINGS)
    for feed in FEEDS.values()
    for column in feed.own_columns
}


def feed_of(column: str) -> Feed:
    return FEEDS[column.split(".")[0]]


def outcomes(column: str, texts: Sequence[str]) -> list[tuple[str | None, Any]]:
    """What the check of a column says of each text, and what staging stores, as DuckDB does it."""
    declared = {name: fact for name, fact in COLUMNS[column].items() if name != "is_past"}
    check, value = check_and_value(declared, feed_of(column).time_zone)
    rows = duckdb.execute(
        f"""
        with odd_characters as ({odd_characters()}),
        delivered as (select unnest(?) as value, unnest(?) as place),
        cleaned as (
            select {clean("delivered.value")} as value, place
            from delivered cross join odd_characters
        )
        select {check} as reason, {value} as stored from cleaned order by place
        """,
        [list(texts), list(range(len(texts)))],
    ).fetchall()
    return [(reason and reason.removesuffix(" in value"), stored) for reason, stored in rows]


def test_the_table_has_at_least_two_hundred_texts() -> None:
    assert sum(map(len, TEXTS.values())) >= 200


@pytest.mark.parametrize("column", TEXTS)
def test_a_text_is_stored_as_what_it_means_or_rejected(column: str) -> None:
    expected = TEXTS[column]
    for (text, meant), (reason, stored) in zip(
        expected.items(), outcomes(column, list(expected)), strict=True
    ):
        if isinstance(meant, R):
            assert reason == meant, repr(text)
        else:
            assert (reason, stored) == (None, meant), repr(text)


def patterns_of(sql: str) -> list[str]:
    """The regular expressions in SQL for Snowflake."""
    return re.findall(r"regexp_like\(\w+, '([^']*)'\)", sql)


@pytest.mark.parametrize("column", TEXTS)
def test_snowflake_decides_by_the_same_patterns(column: str) -> None:
    time_zone = feed_of(column).time_zone
    there = ", ".join(check_and_value(COLUMNS[column], time_zone, "snowflake"))
    here = ", ".join(check_and_value(COLUMNS[column], time_zone))
    assert patterns_of(there) == re.findall(r"regexp_full_match\(\w+, '([^']*)'\)", here)
    # A pattern in the syntax that all engines share: no escapes, no lazy or possessive repeats.
    for pattern in patterns_of(there):
        assert not re.search(r"\\|\(\?|[*+?}][?+]", pattern), pattern
    assert sqlglot.parse_one(f"select {there}", read="snowflake")


@pytest.mark.parametrize("column", TEXTS)
def test_another_engine_of_regular_expressions_agrees(column: str) -> None:
    texts = [text for text in TEXTS[column] if text.isprintable()]
    check = " ".join(check_and_value(COLUMNS[column], feed_of(column).time_zone))
    for pattern in set(re.findall(r"regexp_full_match\(\w+, '([^']*)'\)", check)):
        found = duckdb.execute(
            "select regexp_full_match(text, ?) from (select unnest(?) as text)", [pattern, texts]
        ).fetchall()
        assert [hit for (hit,) in found] == [bool(re.fullmatch(pattern, text)) for text in texts]


@pytest.mark.parametrize(
    ("column", "text", "is_accepted"),
    [
        ("orders.UPDATED_AT", "2026-01-01 18:00:00", True),
        ("orders.UPDATED_AT", "2026-01-02 18:00:00", True),
        ("orders.UPDATED_AT", "2026-01-02 18:00:01", False),
        ("orders.UPDATED_AT", "2062-01-05 00:00:00", False),
        ("oracle_customers.DATE_OF_BIRTH", "2026-01-02", True),
        ("oracle_customers.DATE_OF_BIRTH", "2026-01-03", False),
        ("opportunities.EXPECTED_CLOSE_DATE", "2027-01-01", True),
    ],
)
def test_what_has_happened_is_not_after_the_delivery(
    column: str, text: str, is_accepted: bool
) -> None:
    check, _ = check_and_value(COLUMNS[column])
    for loaded_at, accepted in (("2026-01-01 18:00:00", is_accepted), ("bad", True)):
        ((reason,),) = duckdb.execute(
            f"select {check} from (select ? as value, ? as _loaded_at)", [text, loaded_at]
        ).fetchall()
        assert reason == (None if accepted else "out_of_range in value")


def test_every_time_of_a_change_is_before_its_delivery() -> None:
    """Otherwise a slip of the year would be the current version for ever."""
    changes = re.compile(r"\w+\.(UPDATED_AT|UPDAT|SystemModstamp|\w+_TIME|BOOKED_AT|METRIC_HOUR)")
    found = {column for column in COLUMNS if changes.fullmatch(column)}
    assert len(found) > 15
    assert {column for column in found if not COLUMNS[column].get("is_past")} == set()


def test_every_column_of_every_feed_has_a_check() -> None:
    unchecked = [column for column in COLUMNS if "when" not in check_and_value(COLUMNS[column])[0]]
    assert unchecked == []


# What texts mean, written without the macros.

FORMATS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "YYYYMMDD": "%Y%m%d",
    "plain": "%Y-%m-%d %H:%M:%S",
    "iso": "%Y-%m-%dT%H:%M:%S.%fZ",
}


def meaning_of_number(text: str, column: Mapping[str, Any]) -> Decimal | None:
    """The number that staging must store, or None where the row must be rejected."""
    if not text.isascii() or not re.fullmatch(r"[-+]?(\d+|\d*\.\d+)", text):
        return None
    with localcontext(prec=300):
        number = Decimal(text)
        is_exact = number == number.quantize(Decimal(1).scaleb(-column.get("scale", 0)))
    bounds = Decimal(column["at_least"]), Decimal(column["at_most"])
    return number if is_exact and bounds[0] <= number <= bounds[1] else None


def meaning_of_time(text: str, column: Mapping[str, Any]) -> date | datetime | None:
    """The date or UTC time that staging must store, or None where the row must be rejected."""
    try:
        moment = datetime.strptime(text, FORMATS[column["format"]])
    except ValueError:
        return None
    written = moment.strftime(FORMATS[column["format"]])
    if column["format"] == "iso":
        written = written[:-4] + "Z"
    if written != text or not (
        column["at_least"] <= moment.date().isoformat() <= column["at_most"]
    ):
        return None
    return moment.date() if column["kind"] == "date" else moment


MEANINGS: dict[str, Callable[[str, Mapping[str, Any]], Any]] = {
    "number": meaning_of_number,
    "integer": meaning_of_number,
    "date": meaning_of_time,
    "timestamp": meaning_of_time,
    "boolean": lambda text, _: {"true": True, "false": False}.get(text),
}
DIGITS = st.text("0123456789", max_size=25)
NUMBERS = st.builds(
    lambda sign, whole, point, rest, end: sign + whole + point + rest + end,
    st.sampled_from(["", "", "", "-", "+", "−", "--"]),
    st.one_of(DIGITS, st.text("0123456789,_'１٣ ", max_size=8)),
    st.sampled_from(["", ".", ".", ",", "..", "·"]),
    DIGITS,
    st.sampled_from(["", "", "", "", "0000000000", "e3", "E-2", "-", "%", "x", "NaN"]),
)
MOMENTS = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).flatmap(
    lambda moment: st.sampled_from(
        [*FORMATS.values(), "%d.%m.%Y", "%y-%m-%d", "%Y-%m-%d %H:%M"]
    ).map(lambda form: moment.strftime(form).replace("000Z", "Z"))
)
WRONG_TIMES = st.builds(
    lambda year, month, day, gap, hour, minute, second, end: (
        f"{year}-{month:02}-{day:02}{gap}{hour:02}:{minute:02}:{second:02}{end}"
    ),
    st.sampled_from(["2024", "2025", "24", "0024", "12025", "1969", "2100"]),
    *(st.integers(low, high) for low, high in ((0, 13), (0, 32))),
    st.sampled_from([" ", "T", "  ", ""]),
    *(st.integers(low, high) for low, high in ((0, 25), (0, 61), (0, 61))),
    st.sampled_from(["", "", "Z", ".000Z", ".5", "+05:00", " AM"]),
)
WORDS = st.sampled_from(
    ["true", "false", "TRUE", "1", "t", "infinity", "-infinity", "NaN", "epoch"]
)
ANYTHING = st.one_of(NUMBERS, MOMENTS, WRONG_TIMES, WORDS, st.text(max_size=12))


@pytest.mark.parametrize(
    "column",
    [
        *("order_lines.QUANTITY", "order_lines.UNIT_PRICE", "order_lines.DISCOUNT"),
        *("finance_accounts.BALANCE", "interactions.CSAT_SCORE", "sap_kna1.ERDAT"),
        *("oracle_customers.DATE_OF_BIRTH", "orders.UPDATED_AT", "opportunities.UPDATED_AT"),
        "salesforce_accounts.IsDeleted",
    ],
)
@settings(max_examples=20, deadline=None, derandomize=True)
@given(texts=st.lists(ANYTHING, min_size=20, max_size=40))
def test_accepted_means_stored_exactly(column: str, texts: list[str]) -> None:
    declared = COLUMNS[column]
    for text, (reason, stored) in zip(texts, outcomes(column, texts), strict=True):
        cleaned = cleaned_text(text)
        meant = MEANINGS[declared["kind"]](cleaned, declared) if cleaned else None
        if reason is None:
            assert stored == meant, repr(text)
            assert meant is not None or not cleaned, repr(text)
        else:
            assert meant is None, (repr(text), reason)


# Blanks that are letters or symbols to Unicode, and format characters that are seen.
BLANK_LETTERS = "\u2800\u3164"
VISIBLE_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
WHITESPACE_CONTROLS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def is_invisible(character: str, category: str) -> bool:
    """Whether it has no width: controls and formats, of the 65,536 first, and a joiner."""
    is_format = category in ("Cc", "Cf") and character <= "\uffff"
    return character == "\u034f" or (is_format and character not in VISIBLE_FORMATS)


def cleaned_text(text: str) -> str:
    """The clean text by the categories of Unicode."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp") or character in WHITESPACE_CONTROLS + BLANK_LETTERS:
            kept.append(" ")
        elif (
            character <= "\uffff" and category in ("Cc", "Cf") and character not in VISIBLE_FORMATS
        ):
            continue
        elif character != "\u034f":
            kept.append(character)
    return "".join(kept).strip(" ")


def test_clean_text_treats_every_character_by_its_category() -> None:
    points = [*range(0xD800), *range(0xE000, 0x11000), 0x1F600, 0xE0041]
    texts = [f"a{chr(point)}b" for point in points]
    rows = duckdb.execute(
        f"""
        with odd_characters as ({odd_characters()}),
        delivered as (select unnest(?) as value, unnest(?) as place)
        select {clean("value")} from delivered cross join odd_characters order by place
        """,
        [texts, points],
    ).fetchall()
    wrong = [
        hex(point)
        for point, text, (found,) in zip(points, texts, rows, strict=True)
        if found != cleaned_text(text)
    ]
    assert wrong == []


def test_clean_text_is_the_same_statement_on_both_engines() -> None:
    assert odd_characters("snowflake") == odd_characters()
    assert clean("x", "snowflake") == clean("x").replace("regexp_full_match", "regexp_like")


# Salesforce's own example, and ids that differ in capitals.
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
        ("sensitive", {("prod-0001", "PROD-0001"): False, ("prod-1", "prod-1"): True}),
        ("sensitive", {("aB", "Ab"): False, ("ab", "AB~6162"): False}),
        ("salesforceId", SALESFORCE),
    ],
)
def test_keys_are_one_as_their_casing_says(casing: str, pairs: dict) -> None:
    text = str(landing_macros().text_in_casing("key", casing))
    hashed = f"select upper({text}) from (select unnest(?) as key)"
    for keys, is_one in pairs.items():
        one, other = duckdb.execute(hashed, [list(keys)]).fetchall()
        assert (one == other) == is_one, keys

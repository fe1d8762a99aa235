"""The columns that identify rows are found by names and values, or asked for."""

from __future__ import annotations

import pytest

from onboarding.keys import (
    CHANGED,
    HAPPENED,
    Candidate,
    find_key,
    is_time_of_change,
    time_column,
)
from onboarding.raw_files import RawTable

ROWS = range(60)
# Columns as (name, kind, value of a row); the columns of the key; whether it is asked for.
CASES = {
    "a name before its place": (
        [("article", "string", "A{i}"), ("order_no", "string", "O{i}")], [1], False,
    ),
    "an id per change": (
        [("reading_id", "string", "R{third}"), ("updated_at", "timestamp", "2024-01-01 10:{i}"),
         ("v", "integer", "{i}")],
        [0], False,
    ),
    "a code in the first place": (
        [("station", "string", "S{i}"), ("value", "integer", "{i}")], [0], False,
    ),
    "a grid of shops and days": (
        [("shop", "string", "S{tenth}"), ("day", "date", "2024-01-{rest}"),
         ("revenue", "integer", "{i}")],
        [0, 1], False,
    ),
    "prices by day": (
        [("price_id", "string", "P{third}"), ("day", "date", "2024-01-{i}")], [0, 1], False,
    ),
    "yes and no": (
        [("is_new", "boolean", "yes"), ("is_old", "boolean", "no"),
         ("kind", "string", "k{seventh}"), ("v", "integer", "{i}")],
        [2], True,
    ),
    "an amount": (
        [("shop", "string", "{tenth}"), ("amount", "number", "{i}.50")], [0], True,
    ),
    "a measure without decimals": (
        [("shop", "string", "{tenth}"), ("points", "integer", "{i}")], [0], True,
    ),
    "words": (
        [("kind", "string", "{tenth}"), ("text", "string", "it is number {i} of many")], [0], True,
    ),
    "three columns by chance": (
        [("a", "string", "a{a}"), ("b", "string", "b{b}"), ("c", "string", "c{c}")], [0], True,
    ),
    "a number in the last place": (
        [("customer_id", "string", "C{third}"), ("v", "integer", "{i}")], [0], True,
    ),
    "lines of a document, each changed at its own time": (
        [("order_no", "string", "O{third}"), ("pos", "string", "{line}"),
         ("changed_at", "timestamp", "2024-01-01 10:{a}")],
        [0, 1], True,
    ),
    "lines of a document, of which few changed together": (
        [("order_no", "string", "O{third}"), ("pos", "string", "{line}"),
         ("changed_at", "timestamp", "2024-01-01 10:{repeated}")],
        [0, 1], False,
    ),
    "lines of a document, with codes that are nearly unique": (
        [("order_no", "string", "O{third}"), ("line_no", "integer", "{line}"),
         ("batch", "string", "B{repeated}")],
        [0, 1], False,
    ),
    "lines of a document, with unique codes": (
        [("order_no", "string", "O{third}"), ("item", "integer", "{line}"),
         ("batch", "string", "B{i}")],
        [0, 1], True,
    ),
    "stock of shops and products": (
        [("shop_id", "string", "S{tenth}"), ("sku", "string", "P{rest}"),
         ("updated_at", "timestamp", "2024-01-01 10:{a}")],
        [0, 1], True,
    ),
    "unique codes and two keys": (
        [("shop_id", "string", "S{tenth}"), ("sku", "string", "P{rest}"),
         ("batch", "string", "B{i}")],
        [2], False,
    ),
    "keys with decimals": (
        [("customer_ref", "number", "{i}.0"), ("v", "integer", "{i}")], [0], True,
    ),
}  # fmt: skip


def value(pattern: str, i: int) -> str:
    """The value of a row."""
    return pattern.format(
        i=i, third=i // 3, seventh=i % 7, tenth=i // 10, rest=i % 10, line=i % 3 + 1,
        repeated=max(i, 1), a=i % 37, b=i * 7 % 41, c=i * 13 % 43,
    )  # fmt: skip


@pytest.mark.parametrize(("columns", "places", "is_asked"), CASES.values(), ids=CASES)
def test_a_key_is_found_or_asked_for(
    columns: list[tuple[str, str, str]], places: list[int], is_asked: bool
) -> None:
    rows: list[list[str | None]] = [[value(pattern, i) for *_, pattern in columns] for i in ROWS]
    names, kinds = [name for name, *_ in columns], [kind for _, kind, _ in columns]
    time = time_column(names, kinds, [1.0] * len(names), CHANGED)
    candidates = [Candidate(name, kind) for name, kind, _ in columns]
    found = find_key([RawTable(tuple(names), rows)], candidates, time)
    assert (list(found.places), bool(found.question)) == (places, is_asked)


def test_the_question_about_a_key_names_both_candidates() -> None:
    columns = ["order_no", "pos", "changed_at"]
    rows: list[list[str | None]] = [[f"O{i // 3}", f"{i % 3 + 1}", f"10:{i}"] for i in ROWS]
    candidates = [Candidate(name, "string") for name in columns[:2]]
    found = find_key(
        [RawTable(tuple(columns), rows)], [*candidates, Candidate("changed_at", "date")], 2
    )
    assert found.question.startswith(
        "both order_no and pos and order_no and changed_at identify rows: is the key order_no and "
        "pos, or order_no, once per changed_at?"
    )


def test_a_personal_column_is_a_key_only_if_a_person_says_so() -> None:
    rows: list[list[str | None]] = [[f"a{i}@example.com", "x"] for i in ROWS]
    candidates = [Candidate("email", "string", is_personal=True), Candidate("kind", "string")]
    found = find_key([RawTable(("email", "kind"), rows)], candidates)
    assert found.places == (0,) and "it is personal" in found.question


@pytest.mark.parametrize(
    "name",
    "updated_at geaendert_am zuletzt_bearbeitet date_modification fecha_modificacion gewijzigd_op"
    " last_upd mod_ts dt_maj sysmodtime_modified data_modyfikacji data_aggiornamento"
    " atualizado_em updated_time guncelleme_tarihi".split(),
)
def test_the_time_of_a_change_is_not_that_of_creation(name: str) -> None:
    names, kinds = ["created_at", name], ["timestamp", "timestamp"]
    assert time_column(names, kinds, [1.0, 1.0], CHANGED) == 1
    assert time_column(names[:1], kinds, [1.0], CHANGED) is None
    assert time_column(names[:1], kinds, [1.0], HAPPENED) == 0


def test_a_time_that_changed_rows_keep_is_not_that_of_the_change() -> None:
    def file(price: str, day: str) -> RawTable:
        return RawTable(("id", "price", "day"), [[f"T{i}", price, day] for i in range(40)])

    first = file("1", "2026-01-01")
    assert not is_time_of_change([first, file("2", "2026-01-01")], (0,), 2)
    assert is_time_of_change([first, file("2", "2026-01-02")], (0,), 2)
    assert is_time_of_change([first, first], (0,), 2)

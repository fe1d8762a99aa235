"""Hashes: upstream's text by default; injective and the same bytes everywhere when switched on."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import product

import pytest
from vault_project import VaultProject, make_project

PARTS = (None, "", " ", "^^", "a", "A", " a", "a||b", "N", "T1:a", "1:a", "ä", "日本", "a" * 12)
PAIRS = list(product(PARTS, repeat=2))
MOMENT = dt.datetime(2026, 1, 31, 10, 11, 12, 500000)
MODELS = {
    "hashes": """
        select
            number,
            {{ automate_dv.hash(columns='one', alias='single') }},
            {{ automate_dv.hash(columns=['one', 'two'], alias='pair') }},
            {{ automate_dv.hash(columns=['two', 'one'], alias='diff', is_hashdiff=true) }},
            {{ automate_dv.hash(columns=['one', 'day', 'moment'], alias='timed',
                is_hashdiff=true, timestamps=['moment', 'day']) }},
            {{ automate_dv.hash(columns=['!SAP', 'one'], alias='constant') }},
            {{ automate_dv.hash_columns({
                'listed': 'one', 'nested': {'is_hashdiff': true, 'columns': ['one', 'two']}}) }}
        from pairs
    """
}


def injective(parts: list[str | None]) -> str:
    """The text that is hashed when switched on."""
    return "".join("N" if part is None else f"T{len(part)}:{part}" for part in parts)


def tidy(part: str | None) -> str | None:
    """A part of a key: trimmed, in capitals, null if nothing is left."""
    return (part or "").strip(" ").upper() or None


def make(path, variables: dict[str, object]) -> VaultProject:
    """The model of hashes over all pairs of parts, built."""
    project = make_project(path / "project", MODELS, variables)
    columns = {"number": "integer", "one": "varchar", "two": "varchar"}
    project.create(
        "pairs",
        columns | {"moment": "timestamp", "day": "date"},
        [(i, one, two, MOMENT, MOMENT.date()) for i, (one, two) in enumerate(PAIRS)],
    )
    project.load()
    return project


@pytest.fixture(scope="module")
def switched_on(tmp_path_factory) -> VaultProject:
    return make(tmp_path_factory.mktemp("on"), {"hash": "SHA", "injective_hashing": True})


@pytest.fixture(scope="module")
def switched_off(tmp_path_factory) -> VaultProject:
    return make(tmp_path_factory.mktemp("off"), {})


def column(project: VaultProject, name: str) -> list[bytes | None]:
    """A hash of each pair."""
    return [row[0] for row in project.rows(f"select {name} from hashes order by number")]


def test_hashdiffs_differ_wherever_values_do(switched_on: VaultProject) -> None:
    assert len(set(column(switched_on, "diff"))) == len(PAIRS)
    assert column(switched_on, "diff") == [
        hashlib.sha256(injective(list(pair)).encode()).digest() for pair in PAIRS
    ]
    assert column(switched_on, "nested") == column(switched_on, "diff")


def test_keys_differ_wherever_tidied_keys_do(switched_on: VaultProject) -> None:
    tidied = [(tidy(one), tidy(two)) for one, two in PAIRS]
    hashes = column(switched_on, "pair")
    assert hashes == [
        hashlib.sha256(injective(list(pair)).encode()).digest() if any(pair) else None
        for pair in tidied
    ]
    assert len(set(hashes)) == len(set(tidied))


def test_a_single_key_of_nothing_is_null(switched_on: VaultProject) -> None:
    expected = [tidy(one) is None for one, _ in PAIRS]
    assert [value is None for value in column(switched_on, "single")] == expected
    assert column(switched_on, "listed") == column(switched_on, "single")


def test_timestamps_and_dates_are_hashed_in_one_format(switched_on: VaultProject) -> None:
    for (one, _), value in zip(PAIRS, column(switched_on, "timed"), strict=True):
        texts = ["2026-01-31 00:00:00.000000", "2026-01-31 10:11:12.500000", one]
        assert value == hashlib.sha256(injective(texts).encode()).digest()


def test_a_constant_is_part_of_a_key(switched_on: VaultProject) -> None:
    for (one, _), value in zip(PAIRS, column(switched_on, "constant"), strict=True):
        assert value == hashlib.sha256(injective(["SAP", tidy(one)]).encode()).digest()


def test_by_default_hashes_are_those_of_upstream(switched_off: VaultProject) -> None:
    def joined(pair: tuple[str | None, str | None]) -> str:
        return "||".join(tidy(part) or "^^" for part in pair)

    assert column(switched_off, "diff") == [
        hashlib.md5(joined(pair).encode()).digest() for pair in PAIRS
    ]
    assert column(switched_off, "pair") == [
        hashlib.md5(joined(pair).encode()).digest() if joined(pair) != "^^||^^" else None
        for pair in PAIRS
    ]
    assert column(switched_off, "single") == [
        hashlib.md5(text.encode()).digest() if (text := tidy(one)) else None for one, _ in PAIRS
    ]


@pytest.mark.parametrize(("algorithm", "length"), [("md5", 16), ("SHA", 32), ("sha1", 20)])
def test_the_algorithm_is_a_var(switched_off: VaultProject, algorithm: str, length: int) -> None:
    switched_off.dbt("run", "--vars", f"{{hash: {algorithm}}}")
    assert {len(value) for value in column(switched_off, "diff")} == {length}


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ("{hash: CRC32}", "the var hash must be MD5, SHA or SHA1; it is 'CRC32'"),
        ("{hash_content_casing: LOWER}", "hash_content_casing must be UPPER or DISABLED"),
    ],
)
def test_a_var_of_another_value_is_refused(
    switched_off: VaultProject, variables: str, said: str
) -> None:
    result = switched_off.try_dbt("compile", "--vars", variables)
    assert said in str(result.exception or [run.message for run in result.result.results])

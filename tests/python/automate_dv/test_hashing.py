"""Hashes: upstream's text by default; injective and the same everywhere with the extra vars."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

import pytest
from hash_vectors import pair_of, vectors
from memory_vault import MakeVault, MemoryVault
from vault_project import MakeProject, VaultProject

PARTS = (None, "", " ", "^^", "a", "A", " a", "a||b", "N", "T1:a", "1:a", "ä", "日本", "a" * 12)
PAIRS = list(product(PARTS, repeat=2))
MOMENT = dt.datetime(2026, 1, 31, 10, 11, 12, 500000)


def injective(parts: list[str | None]) -> str:
    """The text that is hashed with the extra vars on."""
    return "".join("N" if part is None else f"T{len(part)}:{part}" for part in parts)


def normalized(part: str | None) -> str | None:
    """A part of a key: trimmed, upper case, null if nothing is left."""
    return (part or "").strip(" ").upper() or None


def hashed(make: MakeVault, given: Sequence[tuple[str | None, str | None]] = PAIRS) -> MemoryVault:
    """The model of hashes on pairs of parts."""
    vault = make("hashes")
    pairs = [(i, one, two, MOMENT, MOMENT.date()) for i, (one, two) in enumerate(given)]
    vault.deliver("pairs", pairs)
    vault.load()
    return vault


@pytest.fixture(scope="module")
def switched_on(replay_safe: MakeVault) -> MemoryVault:
    return hashed(replay_safe)


@pytest.fixture(scope="module")
def switched_off(default: MakeVault) -> MemoryVault:
    return hashed(default)


@pytest.fixture(scope="module")
def project(new_project: MakeProject) -> VaultProject:
    return new_project("hashing")


def column(vault: MemoryVault, name: str) -> list[bytes | None]:
    """A hash of each pair."""
    return [row[0] for row in vault.rows(f"select {name} from hashes order by number")]


def test_different_values_have_different_hashdiffs(switched_on: MemoryVault) -> None:
    assert len(set(column(switched_on, "diff"))) == len(PAIRS)
    assert column(switched_on, "diff") == [
        hashlib.sha256(injective(list(pair)).encode()).digest() for pair in PAIRS
    ]
    assert column(switched_on, "nested") == column(switched_on, "diff")


def test_different_normalized_keys_have_different_hash_keys(switched_on: MemoryVault) -> None:
    pairs = [(normalized(one), normalized(two)) for one, two in PAIRS]
    hashes = column(switched_on, "pair")
    assert hashes == [
        hashlib.sha256(injective(list(pair)).encode()).digest() if any(pair) else None
        for pair in pairs
    ]
    assert len(set(hashes)) == len(set(pairs))


def test_a_single_empty_key_is_null(switched_on: MemoryVault) -> None:
    expected = [normalized(one) is None for one, _ in PAIRS]
    assert [value is None for value in column(switched_on, "single")] == expected
    assert column(switched_on, "listed") == column(switched_on, "single")


def test_timestamps_and_dates_are_hashed_in_one_format(switched_on: MemoryVault) -> None:
    for (one, _), value in zip(PAIRS, column(switched_on, "timed"), strict=True):
        strings = ["2026-01-31 00:00:00.000000", "2026-01-31 10:11:12.500000", one]
        assert value == hashlib.sha256(injective(strings).encode()).digest()


def test_a_constant_is_part_of_a_key(switched_on: MemoryVault) -> None:
    for (one, _), value in zip(PAIRS, column(switched_on, "constant"), strict=True):
        assert value == hashlib.sha256(injective(["SAP", normalized(one)]).encode()).digest()


def test_default_hashes_equal_those_of_upstream(switched_off: MemoryVault) -> None:
    def joined(pair: tuple[str | None, str | None]) -> str:
        return "||".join(normalized(part) or "^^" for part in pair)

    assert column(switched_off, "diff") == [
        hashlib.md5(joined(pair).encode()).digest() for pair in PAIRS
    ]
    assert column(switched_off, "pair") == [
        hashlib.md5(joined(pair).encode()).digest() if joined(pair) != "^^||^^" else None
        for pair in PAIRS
    ]
    assert column(switched_off, "single") == [
        hashlib.md5(text.encode()).digest() if (text := normalized(one)) else None
        for one, _ in PAIRS
    ]


def test_a_hashdiff_over_one_column_is_null_where_the_column_is_empty(
    switched_off: MemoryVault,
) -> None:
    assert column(switched_off, "single_diff") == column(switched_off, "single")
    assert None not in column(switched_off, "list_diff")


@pytest.mark.parametrize(("algorithm", "length"), [("md5", 16), ("SHA", 32), ("sha1", 20)])
def test_the_var_hash_sets_the_algorithm(
    project: VaultProject, switched_off: MemoryVault, algorithm: str, length: int
) -> None:
    sql = project.compile("--select", "hashes", variables={"hash": algorithm})["hashes"]
    values = switched_off.rows(f"select diff from ({sql})")
    assert {len(value) for (value,) in values} == {length}


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"hash": "CRC32"}, "the var hash must be MD5, SHA or SHA1; it is 'CRC32'"),
        (
            {"hash_content_casing": "LOWER", "injective_hashing": False},
            "hash_content_casing must be UPPER or DISABLED",
        ),
    ],
)
def test_an_invalid_var_is_refused(
    project: VaultProject, variables: dict[str, object], message: str
) -> None:
    result = project.invoke("compile", "--select", "hashes", variables=variables)
    assert message in str(result.exception or [run.message for run in result.result.results])


@pytest.mark.parametrize("suffix", ["sha", "md5"])
def test_fixed_hashes_have_the_same_bytes_in_python_and_on_duckdb(
    replay_safe: MakeVault, default: MakeVault, suffix: str
) -> None:
    fixed = vectors()
    vault = hashed(replay_safe if suffix == "sha" else default, [pair_of(it) for it in fixed])
    for name in ("single", "pair", "diff"):
        expected = [it[f"{name}_{suffix}"] for it in fixed]
        assert [value.hex() if value else "" for value in column(vault, name)] == expected
        assert [in_python(it, name, suffix) for it in fixed] == expected


def in_python(vector: Mapping[str, str], name: str, suffix: str) -> str:
    """The hash of a vector's pair in hexadecimal digits; empty if it is null."""
    given = pair_of(vector)
    parts = [normalized(part) for part in given][: 1 if name == "single" else 2]
    if name != "diff" and not any(parts):
        return ""
    if suffix == "sha":
        return hashlib.sha256(
            injective(list(given) if name == "diff" else parts).encode()
        ).hexdigest()
    return hashlib.md5("||".join(part or "^^" for part in parts).encode()).hexdigest()


@pytest.mark.long
def test_a_million_tuples_made_to_collide_have_a_million_hashes(replay_safe: MakeVault) -> None:
    random = Random(7)
    fragments = ["N", "T", "1", "2", ":", "T1:", "T0:", "||", "^^", "a", " ", "é"]
    parts: dict[str | None, None] = {None: None}
    while len(parts) < 1000:
        parts["".join(random.choices(fragments, k=random.randint(0, 6)))] = None
    vault = replay_safe("hashes")
    vault.deliver("pairs", [(0, part, None, MOMENT, MOMENT.date()) for part in parts])
    vault.rows(
        "create or replace table pairs as select row_number() over () as number, one.one,"
        " two.one as two, one.moment, one.day from pairs as one cross join pairs as two"
    )
    vault.load()
    keys = len({normalized(part) for part in parts}) ** 2
    found = vault.rows("select count(*), count(distinct diff), count(distinct pair) from hashes")
    # The key of two nulls is null.
    assert found == [(1_000_000, 1_000_000, keys - 1)]

"""The committed tables equal those generated from public data, and both engines fold alike."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import duckdb
import pytest

from mdm.standardise.macros import load_macros
from reference_data import folding

ROOT = Path(__file__).resolve().parents[3]
FOLDING = ROOT / "macros" / "identity" / "folding_table.sql"
# Scripts that are not folded and have too many characters to try each.
UNTOUCHED = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x20000, 0x3FFFF))


def written_with(path: Path) -> str:
    """The version of the data that a generated file names."""
    found = re.search(r"Generated from \w+ (\S+) by", path.read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def test_the_folding_table_is_that_of_unicode() -> None:
    if written_with(FOLDING) != unicodedata.unidata_version:
        pytest.skip(f"this Python has Unicode {unicodedata.unidata_version}")
    assert FOLDING.read_text(encoding="utf-8") == folding.render()


def test_countries_and_calling_codes_are_those_of_the_packages() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    from reference_data import calling_codes, countries

    path = ROOT / "macros" / "identity" / "calling_codes.sql"
    assert written_with(path) == phonenumbers.__version__, "run python -m reference_data"
    assert path.read_text(encoding="utf-8") == calling_codes.render()
    path = ROOT / "seeds" / "reference" / "country_names.csv"
    assert path.read_text(encoding="utf-8") == countries.render()


def test_first_names_are_those_of_faker() -> None:
    pytest.importorskip("faker")
    from reference_data import first_names

    path = ROOT / "seeds" / "reference" / "first_names.csv"
    assert path.read_text(encoding="utf-8") == first_names.render()
    path = ROOT / "scripts" / "mdm" / "score" / "listed_names.py"
    assert path.read_text(encoding="utf-8") == first_names.render_listed_names()


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_spelling_of_a_country_is_listed_once_with_a_known_code() -> None:
    spellings = read_rows(ROOT / "scripts" / "reference_data" / "country_spellings.csv")
    codes = {row["country"] for row in read_rows(ROOT / "seeds" / "reference" / "countries.csv")}
    assert len(spellings) == len({row["spelling"] for row in spellings}) > len(codes)
    assert all(row["spelling"] for row in spellings)
    names = read_rows(ROOT / "seeds" / "reference" / "country_names.csv")
    known = {row["country"] for row in names if row["name"] == row["country"]}
    assert codes <= {row["country"] for row in spellings} <= known


def test_numbers_of_every_country_are_standardised_as_by_phonenumbers() -> None:
    phonenumbers = pytest.importorskip("phonenumbers")
    cases = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE):
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                zeros = "0" * (number.number_of_leading_zeros or 1)
                digits = f"{zeros if number.italian_leading_zero else ''}{number.national_number}"
                for form in range(4):
                    text = phonenumbers.format_number(number, form)
                    cases.append((text, str(number.country_code), digits))
    sql = load_macros().add_standard_phone("numbers", "text", "phone", "code")
    with duckdb.connect() as connection:
        connection.execute("create table numbers (text varchar, code varchar, digits varchar)")
        connection.execute(
            "insert into numbers"
            " select upper(unnest($1::varchar[])), unnest($2::varchar[]), unnest($3::varchar[])",
            [list(column) for column in zip(*cases, strict=True)],
        )
        wrong = connection.sql(
            f"select text, code, digits, phone from ({sql}) where phone <> code || ' ' || digits"
        ).fetchall()
    # Numbers that are dialled differently at home and abroad: Argentine mobiles.
    assert len(wrong) / len(cases) < 0.01, wrong


def characters() -> list[str]:
    return [
        one
        for one in map(chr, range(1, 0x110000))
        if unicodedata.category(one) not in ("Cn", "Cs", "Co")
        and not any(first <= ord(one) <= last for first, last in UNTOUCHED)
    ]


def folded(expression: str, texts: list[str]) -> list[str]:
    with duckdb.connect() as connection:
        connection.execute("create table texts (place integer, given varchar)")
        connection.execute(
            "insert into texts select unnest($1::integer[]), unnest($2::varchar[])",
            [list(range(len(texts))), texts],
        )
        return [
            text
            for (text,) in connection.sql(
                f"select {expression} from texts order by place"
            ).fetchall()
        ]


def test_the_fast_form_folds_like_the_table() -> None:
    """Tries one character of thirty, because folding by the table is slow."""
    chosen = characters()[::30]
    macros = load_macros()
    assert folded(macros.fold_text("given"), chosen) == folded(
        macros.default__fold_text("given"), chosen
    )


def test_no_latin_letter_of_a_name_is_lost() -> None:
    """Letters that Unicode calls a Latin letter with a mark become letters without one."""
    marked = [
        one
        for one in characters()
        if re.match(r"LATIN (CAPITAL|SMALL) LETTER [A-Z] WITH ", unicodedata.name(one, ""))
        and unicodedata.decomposition(one)
    ]
    found = folded(load_macros().fold_text("given"), marked)
    assert len(marked) > 450
    assert [
        (one, text) for one, text in zip(marked, found, strict=True) if not text.isalpha()
    ] == []
    assert "".join(found).isascii()

"""Files of any kind: format, encoding, delimiter and columns are detected."""

from __future__ import annotations

import gzip
import io

import pandas as pd
import pytest

from mdm.command.progress import SECONDS, Progress
from mdm.files.columns import name_columns, parse_columns
from mdm.files.table import FileOptions, read_file
from mdm.tables import InputError

PEOPLE = "uid;full_name;city\n1;Müller, Jürgen;Köln\n2;Zoë Núñez;São Paulo\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
@pytest.mark.parametrize("is_gzip", [False, True])
def test_encoding_delimiter_and_gzip_are_detected(tmp_path, encoding, shown, is_gzip):
    content = PEOPLE.encode(encoding)
    path = tmp_path / ("people.csv.gz" if is_gzip else "people.txt")
    path.write_bytes(gzip.compress(content) if is_gzip else content)
    found = read_file(path)
    assert found.table["full_name"].tolist() == ["Müller, Jürgen", "Zoë Núñez"]
    gzipped = ", gzip" if is_gzip else ""
    assert found.format == f"CSV{gzipped}, {shown}, separated by semicolons"


def test_cyrillic_text_of_an_old_program_is_read(tmp_path):
    names = ["Иван Петров", "Ольга Сидорова", "Дмитрий Кузнецов", "Екатерина Соколова"]
    path = tmp_path / "people.csv"
    path.write_bytes("\n".join(["full_name", *names]).encode("cp1251"))
    assert read_file(path).table["full_name"].tolist() == names


# Encoding that Windows writes -> names that the older encoding also has, and names that it lacks.
OF_WINDOWS = {
    "cp932": (["鈴木 花子", "フリガナ サトウ", "東京都 港区"], ["髙橋 一郎", "㈱山田"]),
    "cp949": (["김철수 서울", "이영희 부산", "박지성 인천"], ["똠방"]),
}


@pytest.mark.parametrize("encoding", OF_WINDOWS)
def test_east_asian_text_is_read_in_the_encoding_of_windows(tmp_path, encoding):
    usual, others = OF_WINDOWS[encoding]
    path = tmp_path / "people.csv"
    for names in (usual, [*usual, *others]):
        path.write_bytes("\n".join(["full_name", *names]).encode(encoding))
        assert read_file(path).format.startswith(f"CSV, {encoding}")
        assert read_file(path).table["full_name"].tolist() == names


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_splits_all_lines_alike(tmp_path, delimiter):
    path = tmp_path / "people.csv"
    rows = [("uid", "name", "note"), ("1", "Falk, Anna", "a;b|c"), ("2", "Falk, Bo", "d,e;f")]
    quoted = [delimiter.join(f'"{cell}"' for cell in row) for row in rows]
    path.write_text("\n".join(quoted))
    assert list(read_file(path).table.itertuples(index=False, name=None)) == rows[1:]


def test_a_given_encoding_that_does_not_fit_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(PEOPLE.encode("cp1252"))
    for encoding, message in (("utf-8", "the file is not valid utf-8"), ("x", "unknown encoding")):
        with pytest.raises(InputError, match=message):
            read_file(path, FileOptions(encoding=encoding))


def test_excel_without_its_library_says_what_to_install(tmp_path, monkeypatch):
    path = tmp_path / "people.xlsx"
    path.write_bytes(b"PK\x03\x04")

    def missing(*_args, **_options):
        raise ImportError("python_calamine")

    monkeypatch.setattr(pd, "ExcelFile", missing)
    with pytest.raises(InputError, match="pip install python-calamine"):
        read_file(path)


def test_cells_of_excel_become_text(tmp_path):
    pytest.importorskip("python_calamine")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.create_sheet("People").append(["Name", "Tel", "born"])
    book["People"].append(["Anna", 301234567, pd.Timestamp("1980-01-02")])
    path = tmp_path / "people.xlsx"
    book.save(path)
    found = read_file(path)
    assert found.format == "Excel, sheet People"
    assert found.table.iloc[0].tolist() == ["Anna", "301234567", "1980-01-02"]


FIELDS = ("uid", "full_name", "phone", "email", "birth_date")


@pytest.mark.parametrize(
    ("given", "columns", "expected"),
    [
        ("", ["uid", "E-Mail", "Full Name"], {"uid": "uid", "email": "E-Mail",
                                              "full_name": "Full Name"}),
        ("full_name=Name,phone=Tel", ["Name", "Tel", "born"],
         {"full_name": "Name", "phone": "Tel", "birth_date": "born"}),
        ("full_name=Last, first,phone=Tel", ["Last, first", "Tel"],
         {"full_name": "Last, first", "phone": "Tel"}),
        ("phone=email", ["email"], {"phone": "email"}),
        ("phone=mobile", ["phone", "mobile"], {"phone": "mobile"}),
    ],
)  # fmt: skip
def test_columns_are_found_by_name_or_as_given(tmp_path, given, columns, expected):
    table = pd.DataFrame([columns], columns=columns)
    mapping = parse_columns(given) if given else {}
    named, found = name_columns(table, FIELDS, {"born": "birth_date"}, mapping, tmp_path)
    assert found == expected
    assert named.iloc[0][list(expected)].to_dict() == expected


@pytest.mark.parametrize(
    ("given", "message"), [("name=x", "no field 'name'"), ("phone=Tel", "no column 'Tel'")]
)
def test_an_unknown_field_or_column_is_named(tmp_path, given, message):
    with pytest.raises(InputError, match=message):
        name_columns(pd.DataFrame({"uid": ["1"]}), FIELDS, {}, parse_columns(given), tmp_path)


def test_long_steps_show_their_progress():
    now = iter([0.0, 1.0, SECONDS + 1, SECONDS + 1, SECONDS + 2])
    out = io.StringIO()
    progress = Progress("match", out, lambda: next(now))
    assert list(progress.count("abcd"[:3], 3, "cases written")) == ["a", "b", "c"]
    assert out.getvalue() == "mdm match: 6 s, 2 of 3 cases written\n"

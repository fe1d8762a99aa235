"""The command end to end on files, against one golden file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mdm.command.main import main
from mdm.seeds import active_version

HERE = Path(__file__).parent
CUSTOMERS = HERE / "customers.csv"
GOLDEN = HERE / "customers_matched.csv"


def run_match(source: Path, out: Path, *options: str) -> pd.DataFrame:
    assert main(["match", str(source), "--out", str(out), *options]) == 0
    return pd.read_parquet(out / "pairs.parquet")


@pytest.fixture
def as_parquet(tmp_path: Path) -> Path:
    path = tmp_path / "customers.parquet"
    pd.read_csv(CUSTOMERS, dtype=str).to_parquet(path)
    return path


def test_pairs_and_clusters_match_the_golden_file(tmp_path):
    pairs = run_match(CUSTOMERS, tmp_path, "--model", "active")
    shown = pairs[["uid_l", "uid_r", "match_score", "tier", "guard_code", "reasons"]]
    shown = shown.fillna({"guard_code": ""})
    expected = pd.read_csv(GOLDEN, dtype={"uid_l": str, "uid_r": str}, keep_default_na=False)
    pd.testing.assert_frame_equal(
        shown.round({"match_score": 4}), expected, check_dtype=False, check_names=False
    )


def test_csv_and_parquet_give_the_same_result(tmp_path, as_parquet):
    from_csv = run_match(CUSTOMERS, tmp_path / "csv", "--model", "active")
    from_parquet = run_match(as_parquet, tmp_path / "parquet", "--model", "active")
    pd.testing.assert_frame_equal(from_csv, from_parquet)


def test_every_record_has_one_customer(tmp_path):
    run_match(CUSTOMERS, tmp_path)
    clusters = pd.read_parquet(tmp_path / "clusters.parquet")
    assert list(clusters.columns) == ["uid", "customer_uid"]
    assert sorted(clusters["uid"]) == sorted(pd.read_csv(CUSTOMERS, dtype=str)["uid"])


def test_evaluate_prints_the_figures(tmp_path, capsys):
    run_match(CUSTOMERS, tmp_path, "--model", "active")
    assert main(["evaluate", str(CUSTOMERS), "--result", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    for figure in ("precision", "recall", "f1", "cluster_f1", "candidate_recall"):
        assert f"\n{figure} " in printed


def test_a_fitted_version_can_be_used(tmp_path):
    rows = tmp_path / "versions"
    assert main(["fit", str(CUSTOMERS), "--version", "trial", "--out", str(rows)]) == 0
    pairs = run_match(CUSTOMERS, tmp_path, "--model", "trial", "--parameters", str(rows))
    assert set(pairs["model_version"]) == {"trial"}


def test_the_summary_counts_what_guards_hold_back_and_what_was_not_understood(tmp_path, capsys):
    path = tmp_path / "couple.csv"
    path.write_text(
        "uid;Name;Tel;E-Mail;address;city;postcode\n"
        "1;Anna Falk;040 1234567;none;Elm Road 5;Leeds;LS1 4AB\n"
        "2;Bernd Falk;040 1234567;foo;Elm Road 5;Leeds;LS1 4AB\n"
        "3;Clara Falk;n/a;;;;\n"
    )
    options = ("--model", "active", "--columns", "full_name=Name,phone=Tel")
    run_match(path, tmp_path / "out", *options)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{path}: CSV, utf-8, separated by semicolons"
    assert lines[1] == "read: full_name from Name, phone from Tel, email from E-Mail"
    assert lines[2].startswith("not in the file: source, first_name")
    assert "3 records, 3 customers" in lines
    assert "1 pair: 1 REVIEW" in lines
    assert "1 pair held back by guards: 1 HOUSEHOLD" in lines
    assert "1 value not understood: 1 email" in lines
    assert "2 placeholders: 1 email, 1 phone" in lines


def test_the_active_model_is_the_one_of_the_project(tmp_path):
    pairs = run_match(CUSTOMERS, tmp_path, "--model", "active")
    assert set(pairs["model_version"]) == {active_version()}


def test_no_worst_pairs_are_shown_if_none_are_asked_for(tmp_path, capsys):
    run_match(CUSTOMERS, tmp_path, "--model", "active")
    capsys.readouterr()
    assert main(["evaluate", str(CUSTOMERS), "--result", str(tmp_path), "--worst", "0"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("cluster_f1")


def test_names_as_long_as_a_book_are_matched_and_shown(tmp_path):
    """Comparing two of them letter by letter would take minutes."""
    names = [letter * 20_000 for letter in ("ab", "bc", "cd")] * 4
    path = tmp_path / "long.csv"
    frame().head(len(names)).assign(last_name=names, address=names).to_csv(path, index=False)
    run_match(path, tmp_path / "out", "--model", "active")
    pages = ("--result", str(tmp_path / "out"), "--out", str(tmp_path / "pages"))
    assert main(["report", str(path), *pages]) == 0


def frame(**changes: object) -> pd.DataFrame:
    return pd.read_csv(CUSTOMERS, dtype=str).assign(**changes)


@pytest.mark.parametrize(
    ("name", "table", "message"),
    [
        ("absent.csv", None, "no such file"),
        ("notes.txt", "text", "none of the columns source, first_name"),
        ("image.csv", "\x89PNG\0\0", "not a Parquet, CSV or Excel file"),
        ("nothing.csv", "", "the file is empty"),
        ("broken.parquet", "text", "cannot be read"),
        ("long.csv", "uid,email\n1,a@x.de,b\n", "cannot be read"),
        ("twice.csv", frame(uid="7"), "uid '7' occurs more than once"),
        ("no_uid.csv", frame(uid=""), "rows without uid"),
    ],
)
def test_an_unusable_file_is_reported(tmp_path, capsys, name, table, message):
    path = tmp_path / name
    if isinstance(table, pd.DataFrame):
        table.to_csv(path, index=False)
    elif table is not None:
        path.write_text(table)
    assert main(["match", str(path), "--out", str(tmp_path / "out")]) == 2
    printed = capsys.readouterr().err
    assert message in printed
    assert name in printed
    assert not (tmp_path / "out").exists()


def test_an_unknown_model_is_reported(tmp_path, capsys):
    assert main(["match", str(CUSTOMERS), "--out", str(tmp_path), "--model", "none"]) == 2
    assert "'none'" in capsys.readouterr().err


@pytest.mark.parametrize("rows", [0, 1])
def test_a_file_without_pairs_is_matched(tmp_path, rows):
    path = tmp_path / "few.csv"
    frame().head(rows).to_csv(path, index=False)
    assert len(run_match(path, tmp_path)) == 0
    assert len(pd.read_parquet(tmp_path / "clusters.parquet")) == rows


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("day", "same birth date"),
        ("month", "nearly same birth date"),
        (None, "nearly same birth date"),
    ],
)
def test_the_declared_order_of_dates_is_used_where_no_date_shows_it(tmp_path, order, reason):
    rows = ["uid,source,full_name,birth_date,city", "1,A,Ann Bohnbach,03/04/1980,Leeds"]
    rows += ["2,B,Anne Bohnbach,1980-04-03,Leeds", "3,B,Otto Kruger,1959-11-30,Bonn"]
    source = tmp_path / "dates.csv"
    source.write_text("\n".join(rows))
    options = ["--date-order", order] if order else []
    pairs = run_match(source, tmp_path / "out", "--model", "active", *options)
    found = dict(zip(pairs["uid_r"], pairs["reasons"], strict=True))
    assert reason in found["2"].split("; ")

"""Vars that would silently have no effect are refused with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.run_vars import (
    VarsError,
    check_model_version,
    check_vars,
    declared_vars,
    requested_vars,
)

DECLARED = {"load_until", "as_of_date", "hash"}
OTHERS = {"calendar_until", "now", "match_model_version", "rebuild_from_landing", "landing"}
NO_DATES = {"load_until": "", "as_of_date": ""}

REFUSED = {
    "misspelt": ("{lod_until: 2026-01-05}", "var lod_until: dbt_project.yml declares no such var; "
                 "did you mean load_until?"),
    "unheard of": ("{zzz: 1}", "var zzz: dbt_project.yml declares no such var; "
                   "known are as_of_date, hash, load_until"),
    "no date": ("{load_until: soon}", "var load_until: must be a date like 2026-01-05, not 'soon'"),
    "impossible date": ("{as_of_date: 2026-02-30}", "var as_of_date: must be a date like "
                        "2026-01-05, not '2026-02-30'"),
    "date and time": ("{load_until: 2026-01-05 02:00:00}", "var load_until: must be a date like "
                      "2026-01-05, not '2026-01-05 02:00:00'"),
    "compact date": ("{load_until: 20260105}", "var load_until: must be a date like 2026-01-05, "
                     "not '20260105'"),
    "no calendar end": ("{calendar_until: ''}", "var calendar_until: must be a date like "
                        "2026-01-05, not ''"),
    "no time": ("{now: 2026-01-05}", "var now: must be a time like 2026-01-05 06:30:00, not "
                "'2026-01-05'"),
    "impossible time": ("{now: 2026-02-30 06:30:00}", "var now: must be a time like 2026-01-05 "
                        "06:30:00, not '2026-02-30 06:30:00'"),
    "SQL in a date": ("{calendar_until: \"2026-12-31' or '1\"}", "var calendar_until: must be a "
                      "date like 2026-01-05, not '2026-12-31' or '1'"),
    "text for a switch": ("{rebuild_from_landing: 'false'}", "var rebuild_from_landing: must be "
                          "true or false, not 'false'"),
    "unknown hash": ("{hash: CRC32}", "var hash: must be MD5, SHA or SHA1, not 'CRC32'"),
    "SQL in a version": ("{match_model_version: \"1' or '1'='1\"}", "var match_model_version: must "
                         "be a text of letters, digits and simple signs, not '1' or '1'='1'"),
    "list for a version": ("{match_model_version: [1]}", "var match_model_version: must be a text "
                           "of letters, digits and simple signs, not '[1]'"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_an_invalid_var_gives_one_sentence(text: str, message: str) -> None:
    known = DECLARED if "zzz" in text else DECLARED | OTHERS
    problems = check_vars(requested_vars(text, NO_DATES), known)
    assert [str(problem) for problem in problems] == [message]


def test_declared_vars_with_good_values_pass() -> None:
    text = """{load_until: 2026-01-05, as_of_date: "", hash: sha, calendar_until: 2027-12-31,
        now: 2026-01-05 06:30:00,
        match_model_version: 1, rebuild_from_landing: true, landing: "/in/O'Brien"}"""
    assert check_vars(requested_vars(text, NO_DATES), DECLARED | OTHERS) == []


def test_separate_dates_are_added_to_the_vars_as_text() -> None:
    dates = {"load_until": "2026-01-05", "as_of_date": ""}
    assert requested_vars("{hash: MD5}", dates) == {"hash": "MD5", "load_until": "2026-01-05"}
    assert requested_vars("{load_until: 2026-01-05}", dates) == {"load_until": "2026-01-05"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{load_until: 2026-01-05", "cannot be read as YAML"),
        ("load_until", "must be names with values"),
        ("{load_until: 2026-01-04}", "give load_until two values, 2026-01-04 and 2026-01-05"),
    ],
)
def test_vars_that_cannot_be_read_or_contradict_are_refused(text: str, message: str) -> None:
    with pytest.raises(VarsError, match=message):
        requested_vars(text, {"load_until": "2026-01-05"})


def test_declared_vars_are_read_from_project_and_packages(tmp_path: Path) -> None:
    root, package = tmp_path / "root.yml", tmp_path / "package.yml"
    root.write_text("name: root\nvars: {load_until: '', package: {hash: SHA}}\n")
    package.write_text("name: package\nvars: {concat_string: '||'}\n")
    missing = tmp_path / "missing.yml"
    assert declared_vars([root, package, missing]) == {"load_until", "hash", "concat_string"}


def test_a_match_model_must_be_in_the_file_of_parameters(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text("model_version,kind\n1,prior\n2,prior\n1,evidence\n")
    for version in ({}, {"match_model_version": 2}, {"match_model_version": "1"}):
        assert check_model_version(version, path) == []
    (problem,) = check_model_version({"match_model_version": 3}, path)
    assert str(problem) == (
        "var match_model_version: must be a version of parameters.csv: 1, 2, not '3'"
    )

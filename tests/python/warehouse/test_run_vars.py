"""Vars that would silently have no effect are refused with a hint."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import jinja2
import pytest
import yaml

from contracts.read import read_feeds
from dbt_in_process import ROOT
from warehouse.options import is_switched_on
from warehouse.run_vars import (
    CHOICES,
    DATE_VARS,
    STRING_VARS,
    SWITCHES,
    VarsError,
    check_model_version,
    check_vars,
    declared_vars,
    expected_value,
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
                         "be a string of letters, digits and simple punctuation, "
                         "not '1' or '1'='1'"),
    "a calendar before all data": ("{calendar_until: 1900-01-01}", "var calendar_until: must be a "
                                   "date from 2001-01-01 to 2199-12-31, not '1900-01-01'"),
    "a day before all data": ("{load_until: 1999-12-31}", "var load_until: must be a date from "
                              "2000-01-01 to 2199-12-31, not '1999-12-31'"),
    "list for a version": ("{match_model_version: [1]}", "var match_model_version: must be a "
                           "string of letters, digits and simple punctuation, not '[1]'"),
}  # fmt: skip


PROJECTS = [ROOT / "dbt_project.yml", ROOT / "packages" / "automate_dv" / "dbt_project.yml"]
VALUES = (
    "", None, True, False, 1, 2.5, [1], {"a": 1}, "x", "'", "never", "foo", "upper", "DISABLED",
    "sha1", "2026-01-05", "2026-02-30", "0001-01-01", "1900-01-01", "1999-12-31", "2000-06-01",
    "2200-01-01", "9999-12-31", "2026-01-05 00:00:00", "9999-12-31 23:59:59.999999",
    "9999-12-31 24:00:00", "9999-13-31 23:59:59", "2199-12-31 23:59:59", "-1", "||", "x" * 101,
    "2026-01-05\n", "/in/O'Brien",
)  # fmt: skip


class ReturnedError(Exception):
    """Raised with the value that a macro returns, which ends the macro, as in dbt."""


def macro_of_check_vars() -> Callable[[str, object], str]:
    """The macro expected_value as a function."""
    given: dict[str, object] = {"modules": SimpleNamespace(re=re, datetime=datetime)}
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])

    def returned(value: object) -> None:
        raise ReturnedError(value)

    def called(file: str, name: str) -> Callable[..., object]:
        text = (ROOT / "macros" / "checks" / f"{file}.sql").read_text(encoding="utf-8")
        macro = getattr(environment.from_string(text, globals=given).module, name)

        def call(*arguments: object) -> object:
            try:
                macro(*arguments)
            except ReturnedError as result:
                return result.args[0]
            raise AssertionError(f"{name} returned nothing")

        return call

    given["return"] = returned
    given["is_iso_date"] = called("is_iso_date", "is_iso_date")
    return called("check_vars", "expected_value")


def test_every_declared_var_has_a_rule_and_its_default_is_valid() -> None:
    ruled = {*CHOICES, *DATE_VARS, *SWITCHES, *STRING_VARS}
    ruled |= {"landing", "max_datetime", "now", "replay_safe_loading"}
    assert declared_vars(PROJECTS) == ruled
    defaults: dict[str, object] = {}
    for path in reversed(PROJECTS):  # the project's own values count
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))["vars"]
        defaults |= declared.get("automate_dv", declared)
    for name, value in defaults.items():
        assert expected_value(name, value) == "", name


def test_the_calendar_starts_before_all_days_that_the_contracts_accept() -> None:
    """Facts and customers join it by their days; only birth dates are earlier."""
    days = {
        f"{feed.name}.{column.name}": column.at_least
        for feed in read_feeds(ROOT / "contracts")
        for column in feed.own_columns
        if column.kind in ("date", "timestamp") and "birth_date" not in column.matching_fields
    }
    latest_start = DATE_VARS["calendar_from"][1]
    assert len(days) > 30
    assert {name for name, first in days.items() if first < latest_start} == set()
    declared = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert declared["calendar_from"] <= latest_start


def test_plain_dbt_has_the_same_rules() -> None:
    """The macro check_vars decides as the check before a build does."""
    macro = macro_of_check_vars()
    names = sorted(declared_vars(PROJECTS))
    cases = list(itertools.product(names, VALUES))
    decided = {(name, str(value)): expected_value(name, value) for name, value in cases}
    differing = {
        (name, str(value)): (said, decided[name, str(value)])
        for name, value in cases
        if (said := macro(name, value)) != decided[name, str(value)]
    }
    assert differing == {}
    for name, value in [
        ("max_datetime", "never"), ("hash_content_casing", "foo"), ("calendar_until", "0001-01-01"),
        ("calendar_until", "1900-01-01"), ("concat_string", ""), ("null_key_required", True),
        ("replay_safe_loading", False),
    ]:  # fmt: skip
        assert decided[name, str(value)], name


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_an_invalid_var_gives_one_sentence(text: str, message: str) -> None:
    known = DECLARED if "zzz" in text else DECLARED | OTHERS
    problems = check_vars(requested_vars(text, NO_DATES), known)
    assert [str(problem) for problem in problems] == [message]


def test_declared_vars_with_valid_values_pass() -> None:
    text = """{load_until: 2026-01-05, as_of_date: "", hash: sha, calendar_until: 2027-12-31,
        now: 2026-01-05 06:30:00,
        match_model_version: 1, rebuild_from_landing: true, landing: "/in/O'Brien"}"""
    assert check_vars(requested_vars(text, NO_DATES), DECLARED | OTHERS) == []


def test_separate_dates_are_added_to_the_vars_as_strings() -> None:
    dates = {"load_until": "2026-01-05", "as_of_date": ""}
    assert requested_vars("{hash: MD5}", dates) == {"hash": "MD5", "load_until": "2026-01-05"}
    assert requested_vars("{load_until: 2026-01-05}", dates) == {"load_until": "2026-01-05"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{load_until: 2026-01-05", "cannot be read as YAML"),
        ("load_until", "must be a mapping"),
        ("{hash: SHA, hash: MD5}", "hash is set twice; set it once"),
        ("{load_until: 2026-01-04}", "load_until is set to both 2026-01-04 and 2026-01-05"),
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


def test_a_match_model_version_must_be_in_the_parameters(tmp_path: Path) -> None:
    path = tmp_path / "parameters.csv"
    path.write_text("model_version,kind\n1,prior\n2,prior\n1,evidence\n")
    for version in ({}, {"match_model_version": 2}, {"match_model_version": "1"}):
        assert check_model_version(version, path) == []
    (problem,) = check_model_version({"match_model_version": 3}, path)
    assert str(problem) == (
        "var match_model_version: must be a version of parameters.csv: 1, 2, not '3'"
    )


@pytest.mark.parametrize(
    ("value", "is_on"),
    [("1", True), ("yes", True), ("true", True), ("0", False), ("no", False), ("False", False)],
)
def test_a_value_can_turn_a_switch_off(value: str, is_on: bool) -> None:
    """OVERWRITE=0 must not overwrite."""
    assert is_switched_on(value) == is_on
    assert not is_switched_on("")

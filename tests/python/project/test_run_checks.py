"""The checks at the start of a dbt run, in a small project with this project's macros."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dbt.cli.main import dbtRunner

from dbt_in_process import clear_compiled

PROJECT = """
name: small
profile: small
flags: {{send_anonymous_usage_stats: false}}
macro-paths: ["{macros}"]
on-run-start:
  - "{{{{ check_options() }}}}"
  - "{{{{ check_vars() }}}}"
  - "{{{{ check_load_until() }}}}"
vars:
  load_until: ""
  as_of_date: ""
  rebuild_from_landing: false
  match_model_version: "2"
  small: {{hash: SHA}}
models:
  small:
    raw_vault: {{+materialized: incremental}}
"""
PROFILE = """
small:
  target: duckdb
  outputs:
    duckdb: {{type: duckdb, path: '{path}'}}
"""
HUB = "select 1 as customer_hk, cast('2026-01-05 02:00:00' as timestamp) as loaded_at"
HUB_COLUMNS = "models: [{name: hub_customer, columns: [{name: loaded_at}]}]"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A function that runs the small project with vars and returns the error, or "" on success.

    The vault has been built once, with a delivery of 2026-01-05.
    """
    folder = tmp_path_factory.mktemp("small")
    vault = folder / "models" / "raw_vault"
    vault.mkdir(parents=True)
    macros = (root / "macros" / "checks").as_posix()
    (folder / "dbt_project.yml").write_text(PROJECT.format(macros=macros))
    (folder / "profiles.yml").write_text(PROFILE.format(path=folder / "small.duckdb"))
    (vault / "hub_customer.sql").write_text(HUB)
    (vault / "_models.yml").write_text(HUB_COLUMNS)
    paths = ["--project-dir", str(folder), "--profiles-dir", str(folder)]
    paths += ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]

    # Parsed once: each run with other vars would parse it again.
    parsed = dbtRunner().invoke(["--quiet", "parse", *paths])
    assert parsed.success, parsed.exception

    def run(dbt_vars: str, *options: str) -> str:
        clear_compiled(parsed.result)
        arguments = ["--quiet", "run", *paths, "--vars", dbt_vars, *options]
        result = dbtRunner(manifest=parsed.result).invoke(arguments)
        assert result.success == (result.exception is None)
        return " ".join(str(result.exception or "").split())

    assert run("{}") == ""
    return run


@pytest.mark.parametrize(
    ("dbt_vars", "sentence"),
    [
        ("lod_until: 2026-01-05", "the var 'lod_until' is not known; dbt_project.yml declares "
         "as_of_date, hash, load_until, match_model_version, rebuild_from_landing."),
        ("load_until: soon", "the var 'load_until' must be a date like 2026-01-05, not 'soon'."),
        ("as_of_date: '2026-02-30'", "must be a date like 2026-01-05, not '2026-02-30'."),
        ("load_until: 2026-01-04", "load_until 2026-01-04 is earlier than 2026-01-05, the newest "
         "delivery in the vault"),
        ("as_of_date: 2026-01-04", "as_of_date 2026-01-04 is earlier than 2026-01-05"),
        ("{load_until: [1]}", "the var 'load_until' must be a date like 2026-01-05, not '[1]'."),
        ("{rebuild_from_landing: 'no'}", "'rebuild_from_landing' must be true or false, not 'no'."),
        ("{hash: CRC32}", "the var 'hash' must be MD5, SHA or SHA1, not 'CRC32'."),
        ('{match_model_version: "1\' --"}', "'match_model_version' must be a string of letters, "
         "digits and simple punctuation, not '1' --'."),
        ("{match_model_version: [1]}", "'match_model_version' must be a string of letters"),
    ],
)  # fmt: skip
def test_a_run_with_an_invalid_var_stops_with_an_error(
    run: Run, dbt_vars: str, sentence: str
) -> None:
    assert sentence in run(dbt_vars)


@pytest.mark.parametrize(
    "dbt_vars",
    ["load_until: 2026-01-05", "{load_until: '2026-01-06', as_of_date: ''}", "hash: MD5"],
)
def test_a_run_with_valid_vars_succeeds(run: Run, dbt_vars: str) -> None:
    assert run(dbt_vars) == ""


def test_only_a_rebuild_from_landing_may_load_until_an_earlier_day(run: Run) -> None:
    assert "is earlier than" in run("load_until: 2026-01-04", "--full-refresh")
    assert run("{load_until: 2026-01-04, rebuild_from_landing: true}") == ""


def test_a_run_without_rows_is_refused(run: Run) -> None:
    assert "tables would record their loads as processed" in run("{}", "--empty")

"""The runner of `make prove-snowflake`, on the emulator: it proves nothing about Snowflake."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import duckdb
import pytest
import sqlglot
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from snowflake.connector import SnowflakeConnection

from emulator.app import Emulator
from emulator.serve import connect, running
from loading import ROOT
from rights import evaluated, grants, hierarchy, ledger, policy_bodies
from snowflake_account.cli import main as setup
from snowflake_proof import commands
from snowflake_proof.__main__ import finish, main
from snowflake_proof.account import (
    ROLE,
    SET_UP,
    USER,
    build_environment,
    public_key,
    set_up_environment,
)
from snowflake_proof.commands import builds, last_lines
from snowflake_proof.items import FOLDER, Item, read_item, read_items
from snowflake_proof.project import patterns
from snowflake_proof.report import report
from snowflake_proof.run import LATE, NOT_RUN, PROVEN, REFUTED, Command, Outcome, run_items
from snowflake_proof.sample import write_deliveries
from snowflake_proof.tables import differences_from_duckdb

# Items that the emulator answers like Snowflake.
EMULATED = {
    "04_division",
    "05_parsing",
    "06_time_text",
    "10_clone_keeps_policies",
    "11_swap_keeps_privileges",
    "12_undrop",
    "14_view_in_clone",
}
NO_EMBEDDINGS = "{embed_messages: false}"
# Refused on purpose, or syntax that only Snowflake knows.
UNKNOWN_TO_SQLGLOT = ("02_reserved_words", "09_row_access", "17_procedure", "19_alert")


@pytest.fixture
def session(emulator: Emulator) -> Callable:
    """Opens a session in the database of the proof."""
    return lambda: connect(emulator, database="C360_PROOF")


def outcomes(items: list, session: Callable, end: float = 100) -> dict[str, Outcome]:
    ticks = count(1)
    found = run_items(items, session, lambda: next(ticks), end)
    return {outcome.name: outcome for outcome in found}


def test_every_item_says_what_it_proves_and_what_it_expects() -> None:
    items = read_items()
    assert len(items) >= 20
    assert len({item.title for item in items}) == len(items)
    assert all(bool(item.rows) != bool(item.error) for item in items)
    assert all(item.statements for item in items)


def test_every_item_names_its_page() -> None:
    for path in FOLDER.glob("*.sql"):
        page = path.read_text(encoding="utf-8").splitlines()[1]
        assert re.fullmatch(r"-- https://docs\.snowflake\.com/en/[\w/#-]+", page), path


def test_every_script_parses() -> None:
    for item in read_items():
        if item.name in UNKNOWN_TO_SQLGLOT:
            continue
        for statement in item.statements:
            sqlglot.parse(statement, read="snowflake")


def test_items_that_the_emulator_can_answer_are_proven(session: Callable) -> None:
    found = outcomes([item for item in read_items() if item.name in EMULATED], session)
    assert {name: outcome.answer for name, outcome in found.items()
            if outcome.result != PROVEN} == {}  # fmt: skip
    assert found.keys() == EMULATED


def test_an_item_that_the_emulator_does_not_enforce_is_refuted(session: Callable) -> None:
    found = outcomes([item for item in read_items() if item.name == "08_masking"], session)
    assert found["08_masking"].result == REFUTED
    assert "Bea" in found["08_masking"].answer


@pytest.mark.parametrize(
    ("item", "result"),
    [
        (Item("a", "rows", ("select 1, 'x'",), rows=(("1", "x"),)), PROVEN),
        (Item("b", "other rows", ("select 2",), rows=(("1",),)), REFUTED),
        (Item("c", "an error", ("select 1 from missing",), error="missing"), PROVEN),
        (Item("d", "another error", ("select 1 from missing",), error="syntax"), REFUTED),
        (Item("e", "no error", ("select 1",), error="missing"), REFUTED),
        (Item("f", "an early error", ("select 1 from missing", "select 1"), error="miss"), REFUTED),
        (Item("g", "an error for rows", ("select 1 from missing",), rows=(("1",),)), REFUTED),
    ],
)
def test_only_the_expected_answer_is_a_proof(item: Item, result: str, session: Callable) -> None:
    assert outcomes([item], session)[item.name].result == result


def test_items_after_the_time_are_not_run(session: Callable) -> None:
    items = [Command(name, name, lambda: "") for name in ("one", "two", "three")]
    found = outcomes(items, session, end=5)
    assert [outcome.result for outcome in found.values()] == [PROVEN, PROVEN, NOT_RUN]


def test_an_item_that_ends_after_the_time_is_not_proven(session: Callable) -> None:
    items = [Command("good", "", lambda: ""), Command("bad", "", lambda: "2 tests failed")]
    found = outcomes(items[:1], session, end=1.5)
    assert found["good"].result == LATE
    found = outcomes(items[1:], session, end=1.5)
    assert (found["bad"].result, found["bad"].answer) == (REFUTED, "2 tests failed")


def test_a_command_is_proven_if_nothing_is_wrong(session: Callable) -> None:
    items = [Command("good", "", lambda: ""), Command("bad", "", lambda: "2 tests failed")]
    found = outcomes(items, session)
    assert (found["good"].result, found["bad"].result) == (PROVEN, REFUTED)
    assert found["bad"].answer == "2 tests failed"


def test_the_last_lines_of_a_command_say_why_it_failed() -> None:
    assert last_lines(["true"], {"PATH": "/usr/bin:/bin"}, 10) == ""
    wrong = last_lines(["sh", "-c", "echo first; echo last >&2; exit 1"], {}, 10)
    assert wrong == "first; last"
    assert "not finished" in last_lines(["sleep", "5"], {"PATH": "/usr/bin:/bin"}, 0.1)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The credentials of an administrator, with a new key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path_factory.mktemp("key") / "key.p8"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return {
        "SNOWFLAKE_ACCOUNT": "trial",
        "SNOWFLAKE_USER": "ADMIN",
        "SNOWFLAKE_PRIVATE_KEY_PATH": str(path),
        "SNOWFLAKE_PRIVATE_KEY": "of another user",
    }


def test_builds_are_proven_one_by_one(environment: dict[str, str]) -> None:
    names = [command.name for command in builds(environment, lambda: 1, Path("built"))]
    assert names == sorted(names)
    assert len(names) == 9


def test_all_commands_share_the_time(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left, given = iter([300.0, 200.0, 100.0, 0.0]), []

    def recorded(command: list[str], environment: dict, seconds: float) -> str:
        given.append((command[-1], environment["SNOWFLAKE_USER"], seconds))
        return ""

    monkeypatch.setattr(commands, "last_lines", recorded)
    monkeypatch.setattr(commands, "write_archive", lambda *paths: "mdm.zip")
    on = commands.Builds(environment, lambda: next(left), Path("built"))
    monkeypatch.setattr(on, "give_rights", lambda: None)
    monkeypatch.setattr(on, "put_sample", lambda: None)
    assert on.first_load() == ""
    assert given == [
        ("setup", "ADMIN", 300.0),
        ("load", USER, 200.0),
        (NO_EMBEDDINGS, USER, 100.0),
        (NO_EMBEDDINGS, USER, 0.0),
    ]
    assert "not finished" in last_lines(["true"], {"PATH": "/usr/bin:/bin"}, -1)


@pytest.fixture(scope="module")
def account(environment: dict[str, str]) -> Iterator[Emulator]:
    """An account after the set-up of the proof."""
    with running() as emulator:

        def administrator(*_: object, **__: object) -> SnowflakeConnection:
            return connect(emulator, database=None, schema=None, role="ACCOUNTADMIN")

        with administrator() as session:
            session.execute_string(SET_UP)
        assert setup(["setup"], set_up_environment(environment), administrator) == 0
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(commands, "connection", administrator)
            commands.Builds(environment, lambda: 1, Path("built")).give_rights()
        yield emulator


@pytest.fixture(scope="module")
def rows(account: Emulator) -> list[tuple]:
    """The ledger after the set-up: action, kind, target, grantee, detail."""
    return ledger(account)


def test_the_role_of_the_builds_sees_all_values_and_rows(rows: list[tuple]) -> None:
    """Otherwise they would hash masked values, and no table would equal the one on DuckDB."""
    session = hierarchy(rows)[ROLE]
    masking = policy_bodies(rows, "MASKING POLICY")
    assert {name.split(".")[-1] for name in masking} == {"MASK_TEXT", "MASK_DATE"}
    for policy in masking.values():
        value = "1980-04-03"
        assert str(evaluated(policy, value, ROLE, session, {})) == value
        assert str(evaluated(policy, value, "ACCOUNTADMIN", {"ACCOUNTADMIN"}, {})) != value
    tables = {
        "governance.region_access": [("role_name", "region")],
        "governance.region_countries": [("country", "region")],
    }
    row_access = policy_bodies(rows, "ROW ACCESS POLICY")
    assert {name.split(".")[-1] for name in row_access} == {"OWN_COUNTRY", "OWN_REGION"}
    for policy in row_access.values():
        assert evaluated(policy, "DE", ROLE, session, tables) is True


def test_the_user_of_the_builds_has_the_roles_of_the_proof_and_no_other(
    rows: list[tuple], environment: dict[str, str]
) -> None:
    given = {
        target
        for action, kind, target, grantee, _ in rows
        if (action, kind, grantee) == ("GRANT", "ROLE", USER)
    }
    assert given == {ROLE, "LOADER", "READER", "REGION_EMEA"}
    (altered,) = [row[4] for row in rows if row[:3] == ("ALTER", "USER", USER)]
    assert "default_secondary_roles = ()" in altered
    assert public_key(environment) in altered
    assert build_environment(environment)["SNOWFLAKE_PRIVATE_KEY"] == ""
    warehouses = {
        one.target
        for one in grants(rows, "C360_PROOF")
        if one.kind == "WAREHOUSE" and one.role in hierarchy(rows)[ROLE]
    }
    assert {"TRANSFORMING", "MATCHING"} <= warehouses


def test_the_sample_has_a_file_per_feed_and_batch(tmp_path: Path) -> None:
    found = write_deliveries(ROOT / "seeds", tmp_path)
    orders = sorted(path.name for path in found if path.parent.name == "orders")
    assert orders == [f"B{number:03}.csv" for number in range(1, 11)]
    written = sum(len(path.read_text("utf-8").splitlines()) - 1 for path in found
                  if path.parent.name == "exchange_rates")  # fmt: skip
    seed = (ROOT / "seeds" / "feeds" / "exchange_rates.csv").read_text("utf-8")
    assert written == len(seed.splitlines()) - 1


def test_the_project_is_put_on_the_stage_with_its_packages(tmp_path: Path) -> None:
    package = tmp_path / "packages" / "vault"
    package.mkdir(parents=True)
    (package / "dbt_project.yml").write_text("name: vault\n", encoding="utf-8")
    (tmp_path / "dbt_packages").mkdir()
    (tmp_path / "dbt_packages" / "vault").symlink_to(package)
    (tmp_path / "models" / "marts").mkdir(parents=True)
    for name in ("dim_customer.sql", "_marts__models.yml", "notes.txt"):
        (tmp_path / "models" / "marts" / name).write_text("", encoding="utf-8")
    found = {files.removeprefix(f"{tmp_path}/"): folder for files, folder in patterns(tmp_path)}
    assert {name: found[name] for name in found if "/" in name} == {
        "dbt_packages/vault/*.yml": "dbt_packages/vault",
        "models/marts/*.sql": "models/marts",
        "models/marts/*.yml": "models/marts",
        "packages/vault/*.yml": "packages/vault",
    }
    assert found["dbt_project.yml"] == ""


def test_tables_are_compared_with_the_build_on_duckdb(session: Callable, tmp_path: Path) -> None:
    built = tmp_path / "built.duckdb"
    rows = "select 'a' as full_name, 1.50::decimal(18, 2) as amount, date '2026-01-05' as day"
    with duckdb.connect(str(built)) as connection:
        for layer in ("raw_vault", "business_vault", "marts"):
            connection.execute(f"create schema {layer}; create table {layer}.people as {rows}")
    with session() as opened:
        for layer in ("raw_vault", "business_vault", "marts"):
            opened.execute_string(
                f"create or replace schema C360_PROOF.{layer};"
                f"create table C360_PROOF.{layer}.people as {rows};"
            )
        assert differences_from_duckdb(opened, "C360_PROOF", built) == ""
        opened.cursor().execute("update C360_PROOF.marts.people set full_name = 'b'")
        found = differences_from_duckdb(opened, "C360_PROOF", built)
        assert found.startswith("marts.people: 1 rows only on DuckDB, 1 only on Snowflake")
        assert "run `make build`" in differences_from_duckdb(opened, "C360_PROOF", tmp_path / "no")


def test_without_credentials_nothing_is_proven(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--out", str(tmp_path / "report.md")], {"SNOWFLAKE_ACCOUNT": "a"}) == 2
    said = capsys.readouterr().err
    assert "Nothing is proven" in said
    assert "SNOWFLAKE_USER, SNOWFLAKE_PRIVATE_KEY_PATH not set" in said
    assert not (tmp_path / "report.md").exists()


def test_the_report_lists_what_is_not_proven(tmp_path: Path) -> None:
    found = [
        Outcome("a", "A says", PROVEN, "1", 30),
        Outcome("b", "B says", REFUTED, "[('2',)]", 60),
    ]
    text = report(found, "trial", "9.1", "2026-01-05 04:00")
    assert "1 of 2 items proven, in 1.5 minutes" in text
    assert "| b | B says | refuted | 60.0 |" in text
    assert "- b: [('2',)]" in text
    out = tmp_path / "folder" / "report.md"
    assert finish(found, out, "trial", "9.1", "2026-01-05 04:00") == 1
    assert finish(found[:1], out, "trial", "9.1", "2026-01-05 04:00") == 0
    assert "Not proven" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["select 1;", "-- Title\nselect 1;", "-- \n-- expect: [[1]]\nselect 1"]
)
def test_a_script_that_expects_nothing_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "01_item.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="starts with a title"):
        read_item(path)

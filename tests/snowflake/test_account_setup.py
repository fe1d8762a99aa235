"""The scripts of an account run in order, can be repeated, and give each role its rights."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import deliveries
from contracts.read import read_feeds
from emulator.app import Emulator
from emulator.serve import connect, running
from emulator.statements import entry
from loading import DATABASE, ROOT
from rights import evaluated, grants, hierarchy, ledger, policy_bodies, tables_with
from snowflake_account.scripts import scripts, statements
from snowflake_account.settings import read_settings

SETTINGS = {"C360_ALLOWED_ADDRESSES": "192.0.2.0/24,198.51.100.7"}
BUCKET = {
    "C360_DELIVERIES_URL": "s3://deliveries-example/customer_360/",
    "C360_AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/customer-360-deliveries",
}
# Tables that only builds read and write, and those of the last publication.
BUILT = ("RAW_VAULT.HUB_CUSTOMER", "BUSINESS_VAULT.GOLDEN_VALUES", "MARTS.DIM_CUSTOMER")
STEWARD_LOGS = {
    f"LANDING_FILES.{name}"
    for name in ("STEWARD_DECISIONS", "STEWARD_OVERRIDES", "STEWARD_SNAPSHOTS", "ACCEPTED_FILES")
}
READER_ROLE = "{{ var('reader_role') }}"
READERS = ("READER", "STEWARD", "ANALYST_PII")
PERSONAL = {"MASK_TEXT": "Erika Mustermann", "MASK_DATE": "1980-04-03"}


ADMINISTRATORS = {"USERADMIN", "SECURITYADMIN", "SYSADMIN", "ACCOUNTADMIN"}


def run(emulator: Emulator, command: str, **environment: str) -> int:
    """Run a command as in an account."""
    return deliveries.run(emulator, command, **SETTINGS | environment)


@pytest.fixture(scope="module")
def account() -> Iterator[Emulator]:
    """An account that has been set up once."""
    with running() as emulator:
        assert run(emulator, "setup") == 0
        yield emulator


@pytest.fixture(scope="module")
def rows(account: Emulator) -> list[tuple]:
    """The ledger after the first run."""
    return ledger(account)


@pytest.fixture(scope="module")
def tables(account: Emulator) -> list[str]:
    """All tables of the account, and some that builds would create."""
    with connect(account, database=DATABASE) as session:
        found = session.cursor().execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_type = 'BASE TABLE'"
        )
        return sorted({name for (name,) in found.fetchall()} | set(BUILT))


def selected(privilege: str, role: str, rows: list[tuple], tables: list[str]) -> set[str]:
    """The tables on which a session of a role has a privilege."""
    session = hierarchy(rows)[role]
    return set(tables_with(privilege, session, grants(rows, DATABASE), tables))


def test_a_second_run_changes_nothing(account: Emulator, rows: list[tuple]) -> None:
    with connect(account, database=DATABASE) as session:
        cursor = session.cursor()
        cursor.execute("insert into governance.region_access values ('REGION_DACH', 'EMEA')")
        cursor.execute("insert into landing_files.orders (order_id) values ('O1')")
        cursor.execute(
            "insert into landing_files.load_history (file_name) values ('orders/B1.csv')"
        )
        counted = (
            "select (select count(*) from governance.region_access),"
            " (select count(*) from governance.region_countries),"
            " (select count(*) from landing_files.orders),"
            " (select count(*) from landing_files.load_history)"
        )
        before = cursor.execute(counted).fetchall()
        assert run(account, "setup") == 0
        assert cursor.execute(counted).fetchall() == before
        cursor.execute("delete from governance.region_access where role_name = 'REGION_DACH'")
        cursor.execute("delete from landing_files.orders")
        cursor.execute("delete from landing_files.load_history")
    again = ledger(account)[len(rows) :]
    assert again == rows
    replaced = [one.sql for one in account.log.statements if "or replace" in one.sql.lower()]
    assert [sql for sql in replaced if "or replace view" not in sql] == []


def test_a_bucket_is_read_through_a_storage_integration() -> None:
    with running() as emulator:
        assert run(emulator, "setup", **BUCKET) == 0
        assert run(emulator, "setup", **BUCKET) == 0
        found = ledger(emulator)
    granted = {(grant.kind, grant.target, grant.role) for grant in grants(found, DATABASE)}
    assert ("STAGE", "LANDING_FILES.DELIVERIES", "LOADER") in granted
    (created,) = {detail for action, kind, _, _, detail in found
                  if (action, kind) == ("CREATE", "STORAGE INTEGRATION")}  # fmt: skip
    assert BUCKET["C360_DELIVERIES_URL"] in created
    assert BUCKET["C360_AWS_ROLE_ARN"] in created


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SNOWFLAKE_DATABASE", "X; drop database Y"),
        ("C360_CREDIT_QUOTA", "ten"),
        ("C360_ALLOWED_ADDRESSES", "10.0.0.0/8, anywhere"),
        ("C360_TRANSFORMING_SIZE", "HUGE"),
        ("C360_DELIVERIES_URL", "https://example.com/"),
        ("C360_BUILD_ROLE", "ACCOUNTADMIN"),
        ("C360_ALERT_ADDRESS", "people@example.com', 'others@example.com"),
    ],
)
def test_a_setting_without_a_valid_value_is_refused(
    account: Emulator, setting: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(account, "setup", **{setting: value}) == 1
    assert setting in capsys.readouterr().err


def test_loader_writes_the_landing_and_reads_only_its_history(
    rows: list[tuple], tables: list[str]
) -> None:
    landing = {name for name in tables if name.startswith("LANDING_FILES.")}
    assert selected("INSERT", "LOADER", rows, tables) == landing
    assert selected("SELECT", "LOADER", rows, tables) == {"LANDING_FILES.LOAD_HISTORY"}
    feeds = {f"LANDING_FILES.{feed.name.upper()}" for feed in read_feeds(ROOT / "contracts")}
    assert feeds < landing


def test_transformer_reads_the_landing_and_cannot_change_it(
    rows: list[tuple], tables: list[str]
) -> None:
    landing = {name for name in tables if name.startswith("LANDING_FILES.")}
    assert selected("SELECT", "TRANSFORMER", rows, tables) == landing
    assert selected("INSERT", "TRANSFORMER", rows, tables) == set()
    created = {
        grant.role for grant in grants(rows, DATABASE) if "CREATE SCHEMA" in grant.privileges
    }
    assert created == {"TRANSFORMER"}


def test_an_erasure_changes_the_landing_and_what_builds_own(
    rows: list[tuple], tables: list[str]
) -> None:
    landing = {name for name in tables if name.startswith("LANDING_FILES.")}
    assert selected("UPDATE", "ERASER", rows, tables) == landing
    assert selected("SELECT", "ERASER", rows, tables) == landing
    assert selected("UPDATE", "TRANSFORMER", rows, tables) == set()
    # It owns the register of erasures through the role of the builds.
    assert "TRANSFORMER" in hierarchy(rows)["ERASER"]


WAREHOUSE = re.compile(r"(?:^use warehouse|\bwarehouse =) (\w+)", re.I)


def used_warehouses() -> Iterator[tuple[str, str, str]]:
    """(script, role, warehouse) of each use of a warehouse by a role."""
    values = read_settings({"C360_ALERT_ADDRESS": "people@example.com"})
    for folder in ("setup", "operations"):
        for name, found in scripts(ROOT / "snowflake" / folder, values):
            yield from uses(name, found)
    for path in (ROOT / "snowflake" / "load").glob("*.sql"):
        yield from uses(path.name, statements(path.read_text("utf-8")))


def uses(name: str, found: list[str]) -> Iterator[tuple[str, str, str]]:
    """(script, role, warehouse) of each use of a warehouse in the statements of a script."""
    role = ""
    for sql in found:
        if named := re.match(r"use role (\w+)", sql, re.I):
            role = named[1].upper()
        for warehouse in WAREHOUSE.findall(sql):
            yield name, role, warehouse.upper()


def test_a_role_may_use_the_warehouses_that_scripts_use_with_it(rows: list[tuple]) -> None:
    granted = [one for one in grants(rows, DATABASE) if one.kind == "WAREHOUSE"]
    used = set(used_warehouses())
    assert {
        ("copy.sql", "LOADER", "LOADING"),
        ("20_tasks.sql", "TRANSFORMER", "TRANSFORMING"),
        ("30_alerts.sql", "TRANSFORMER", "READING"),
    } <= used
    session = hierarchy(rows)
    refused = {
        (name, role, warehouse)
        for name, role, warehouse in used
        if role not in ADMINISTRATORS
        and not any(one.target == warehouse and one.role in session[role] for one in granted)
    }
    assert refused == set()


CI = {"SNOWFLAKE_DATABASE": "CUSTOMER_360_CI", "C360_BUILD_ROLE": "TRANSFORMER_CI"}


def test_the_role_of_ci_has_no_rights_in_production(account: Emulator, rows: list[tuple]) -> None:
    before = len(ledger(account))
    assert run(account, "setup", **CI) == 0
    added = ledger(account)[before:]
    both = [*rows, *added]
    session = hierarchy(both)["TRANSFORMER_CI"]
    assert session == {"TRANSFORMER_CI"}
    targets = {
        target
        for action, kind, target, role, _ in both
        if action == "GRANT" and role in session and kind not in ("ROLE", "WAREHOUSE")
    }
    assert {"CUSTOMER_360_CI", "CUSTOMER_360_CI.LANDING_FILES"} <= targets
    assert {target for target in targets if target.split(".")[0] == DATABASE} == set()
    users = {
        grantee
        for action, kind, target, grantee, _ in both
        if (action, kind, target) == ("GRANT", "ROLE", "TRANSFORMER_CI")
    }
    assert users == {"SYSADMIN", "ERASER", "CUSTOMER_360_DBT_CI"}
    policies = policy_bodies(added, "MASKING POLICY")
    mask = next(body for name, body in policies.items() if name.endswith("MASK_TEXT"))
    seen = {
        role: evaluated(mask, "Erika", role, {role}, {})
        for role in ("TRANSFORMER_CI", "TRANSFORMER")
    }
    assert seen == {"TRANSFORMER_CI": "Erika", "TRANSFORMER": "***"}


def test_readers_have_no_table_before_a_publication(rows: list[tuple], tables: list[str]) -> None:
    assert {role: selected("SELECT", role, rows, tables) for role in READERS} == {
        "READER": set(),
        "STEWARD": STEWARD_LOGS,
        "ANALYST_PII": set(),
    }
    assert selected("INSERT", "STEWARD", rows, tables) == STEWARD_LOGS


def test_readers_read_what_is_published_and_nothing_else(
    rows: list[tuple], tables: list[str]
) -> None:
    macro = (ROOT / "macros" / "runs" / "publish.sql").read_text(encoding="utf-8")
    granted = [
        entry(
            re.sub(r"\{\{ next \}\}", f"{DATABASE}.published", sql).replace(READER_ROLE, "READER")
        )
        for sql in re.findall(r"grant [^;]*(?=;)", macro)
    ]
    assert len(granted) == 2
    published = [*rows, *((one.action, one.kind, one.target, one.grantee, one.detail)
                          for one in granted)]  # fmt: skip
    for role in READERS:
        found = selected("SELECT", role, published, [*tables, "PUBLISHED.DIM_CUSTOMER"])
        assert found == {"PUBLISHED.DIM_CUSTOMER"} | (STEWARD_LOGS if role == "STEWARD" else set())
    for role in ("LOADER", "REGION_ALL"):
        found = selected("SELECT", role, published, [*tables, "PUBLISHED.DIM_CUSTOMER"])
        assert "PUBLISHED.DIM_CUSTOMER" not in found


def test_new_tables_of_the_landing_have_the_same_privileges(rows: list[tuple]) -> None:
    future = {
        (grant.kind, grant.target, grant.role, *grant.privileges)
        for grant in grants(rows, DATABASE)
        if grant.kind.startswith("FUTURE")
    }
    assert future == {
        ("FUTURE TABLES IN SCHEMA", "LANDING_FILES", "LOADER", "INSERT"),
        ("FUTURE TABLES IN SCHEMA", "LANDING_FILES", "TRANSFORMER", "SELECT"),
        ("FUTURE TABLES IN SCHEMA", "LANDING_FILES", "ERASER", "UPDATE"),
    }


def test_no_privilege_is_granted_to_everyone_or_with_more_than_needed(rows: list[tuple]) -> None:
    assert {grant.role for grant in grants(rows, DATABASE)} <= {
        "LOADER", "TRANSFORMER", "ERASER", "READER", "STEWARD", "SYSADMIN",
    }  # fmt: skip
    for grant in grants(rows, DATABASE):
        assert not {"ALL", "ALL PRIVILEGES", "OWNERSHIP", "MANAGE GRANTS"} & grant.privileges, grant


def test_administrators_do_not_have_the_roles_that_see_personal_data(rows: list[tuple]) -> None:
    assert hierarchy(rows)["SYSADMIN"] & {"STEWARD", "ANALYST_PII", "ERASER"} == set()


@pytest.mark.parametrize("policy", sorted(PERSONAL))
@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("READER", False),
        ("LOADER", False),
        ("SYSADMIN", False),
        ("REGION_ALL", False),
        ("STEWARD", True),
        ("ANALYST_PII", True),
        ("TRANSFORMER", True),
        ("ERASER", True),
    ],
)
def test_personal_data_is_masked(rows: list[tuple], policy: str, role: str, sees: bool) -> None:
    value = PERSONAL[policy]
    body = policy_bodies(rows, "MASKING POLICY")[f"GOVERNANCE.{policy}"]
    shown = evaluated(body, value, role, hierarchy(rows)[role], {})
    assert (str(shown) == value) == sees
    assert sees or shown in (None, "***")
    assert evaluated(body, None, role, hierarchy(rows)[role], {}) is None


def regions() -> dict[str, str]:
    """Country -> region, as in the seed."""
    path = ROOT / "seeds" / "reference" / "countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["country"]: row["region"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def mapping(account: Emulator) -> dict[str, list[tuple]]:
    """The rows of the tables that the row access policies read, columns first."""
    with connect(account, database=DATABASE) as session:
        cursor = session.cursor()
        access = cursor.execute("select * from governance.region_access").fetchall()
        countries = cursor.execute("select * from governance.region_countries").fetchall()
    return {
        "governance.region_access": [("role_name", "region"), *access],
        "governance.region_countries": [("country", "region"), *countries],
    }


@pytest.mark.parametrize(
    ("roles", "visible"),
    [
        (("READER",), set()),
        (("READER", "REGION_EMEA"), {"EMEA"}),
        (("READER", "REGION_EMEA", "REGION_APAC"), {"EMEA", "APAC"}),
        (("ANALYST_PII", "REGION_AMER"), {"AMER"}),
        (("STEWARD",), {"EMEA", "AMER", "APAC", None}),
        (("TRANSFORMER",), {"EMEA", "AMER", "APAC", None}),
        (("SYSADMIN",), set()),
    ],
)
def test_a_role_sees_the_rows_of_its_regions(
    rows: list[tuple], mapping: dict, roles: tuple[str, ...], visible: set
) -> None:
    policies = policy_bodies(rows, "ROW ACCESS POLICY")
    session = set().union(*(hierarchy(rows)[role] for role in roles))
    own_region = {
        region
        for region in (*set(regions().values()), None)
        if evaluated(policies["GOVERNANCE.OWN_REGION"], region, roles[0], session, mapping)
    }
    own_country = {
        country: evaluated(policies["GOVERNANCE.OWN_COUNTRY"], country, roles[0], session, mapping)
        for country in ("DE", "US", "AU", None)
    }
    assert own_region == visible
    assert {country: bool(seen) for country, seen in own_country.items()} == {
        country: regions().get(country) in visible for country in own_country
    }


def test_the_layers_before_the_marts_are_masked_as_a_whole(rows: list[tuple]) -> None:
    tagged = {
        target
        for action, kind, target, _, detail in rows
        if (action, kind) == ("ALTER", "SCHEMA") and "'unclassified'" in detail
    }
    assert tagged == set(
        "LANDING STAGING QUARANTINE RAW_VAULT BUSINESS_VAULT STEWARDSHIP SNAPSHOTS".split()
    )


def test_warehouses_suspend_and_share_a_budget(rows: list[tuple]) -> None:
    details: dict[str, str] = {}
    for _, kind, target, _, detail in rows:
        if kind == "WAREHOUSE":
            details[target] = details.get(target, "") + " " + detail
    own = {name: text for name, text in details.items() if "warehouse_size" in text}
    assert set(own) == {"LOADING", "TRANSFORMING", "MATCHING", "READING"}
    for name, text in own.items():
        assert "auto_suspend = 60" in text, name
        assert "resource_monitor = CUSTOMER_360" in text, name
    assert "SNOWPARK-OPTIMIZED" in own["MATCHING"]


def write(folder: Path, name: str, text: str) -> Path:
    """A file to be delivered."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_files_are_loaded_once_and_earlier_deliveries_are_visible(
    account: Emulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "_batch_id,ORDER_ID,_loaded_at"
    first = write(tmp_path, "B1.csv", f'{header}\nB1,O1,2026-01-01 00:00:00\nB1,"O,2",\n')
    lines = write(tmp_path, "B2.jsonl", '{"ORDER_ID": "O3", "_batch_id": "B2"}\n')
    with connect(account, database=DATABASE) as session:
        cursor = session.cursor()

        def deliver(*paths: Path) -> int:
            for path in paths:
                cursor.execute(
                    f"put 'file://{path}' @landing_files.deliveries/orders"
                    " auto_compress=false overwrite=true"
                )
            return run(account, "load")

        def history() -> list[tuple]:
            return cursor.execute(
                "select file_name, status, loaded_rows from landing_files.load_history"
                " order by happened_at, file_name"
            ).fetchall()

        assert deliver(first, lines) == 0
        loaded = cursor.execute(
            "select _file_name, _file_row, order_id, _batch_id, _loaded_at"
            " from landing_files.orders order by order_id"
        ).fetchall()
        assert loaded == [
            ("orders/B1.csv", 2, "O,2", "B1", None),
            ("orders/B1.csv", 1, "O1", "B1", "2026-01-01 00:00:00"),
            ("orders/B2.jsonl", 1, "O3", "B2", None),
        ]
        assert history() == [("orders/B1.csv", "LOADED", 2), ("orders/B2.jsonl", "LOADED", 1)]
        assert deliver() == 0
        assert len(history()) == 2
        copy = write(tmp_path, "B3.csv", first.read_text("utf-8"))
        changed = write(tmp_path, "B1.csv", f"{header}\nB1,O9,\n")
        wrong = write(tmp_path, "notes.txt", "no delivery\n")
        assert deliver(copy, changed, wrong) == 1
        printed = capsys.readouterr().err
        assert "orders/B1.csv has changed since it was loaded" in printed
        assert "orders/notes.txt is not read" in printed
        assert cursor.execute("select count(*) from landing_files.orders").fetchall() == [(5,)]
        found = cursor.execute(
            "select file_name, earlier_file_name, kind, status from landing_files.redeliveries"
            " order by file_name"
        ).fetchall()
    assert found == [
        ("orders/B1.csv", "orders/B1.csv", "CHANGED", "CHANGED"),
        ("orders/B3.csv", "orders/B1.csv", "SAME CONTENT", "LOADED"),
    ]


USAGE = """
create database if not exists snowflake ;;
create schema if not exists snowflake.account_usage ;;
create or replace table snowflake.account_usage.tag_references (
    tag_name varchar, domain varchar, object_database varchar, object_schema varchar,
    object_name varchar, column_name varchar, tag_value varchar, object_deleted timestamp_ltz
) ;;
create or replace table snowflake.account_usage.query_history (
    query_id varchar, role_name varchar
) ;;
create or replace table snowflake.account_usage.access_history as
select query_id, user_name, dateadd(day, -age, current_timestamp()) as query_start_time,
    parse_json(accessed) as base_objects_accessed
from values
    ('1', 'ANNA', 1, '[{"objectName": "CUSTOMER_360.PUBLISHED.DIM_CUSTOMER", "columns":
        [{"columnName": "EMAIL"}, {"columnName": "COUNTRY"}]}]'),
    ('2', 'ANNA', 2, '[{"objectName": "CUSTOMER_360.PUBLISHED.DIM_CUSTOMER", "columns":
        [{"columnName": "EMAIL"}]}]'),
    ('3', 'BEN', 3, '[{"objectName": "CUSTOMER_360.RAW_VAULT.HUB_CUSTOMER", "columns":
        [{"columnName": "CUSTOMER_ID"}]}]'),
    ('4', 'CEM', 300, '[{"objectName": "CUSTOMER_360.PUBLISHED.DIM_CUSTOMER", "columns":
        [{"columnName": "EMAIL"}]}]')
    as reads (query_id, user_name, age, accessed) ;;
insert into snowflake.account_usage.query_history values
    ('1', 'READER'), ('2', 'READER'), ('3', 'TRANSFORMER'), ('4', 'READER') ;;
insert into snowflake.account_usage.tag_references values
    ('PERSONAL_DATA', 'COLUMN', 'CUSTOMER_360', 'PUBLISHED', 'DIM_CUSTOMER', 'EMAIL', 'email',
        null),
    ('PERSONAL_DATA', 'SCHEMA', 'CUSTOMER_360', null, 'RAW_VAULT', null, 'unclassified', null),
    ('COST_CENTER', 'COLUMN', 'CUSTOMER_360', 'PUBLISHED', 'DIM_CUSTOMER', 'COUNTRY', 'x', null)
"""


def test_the_audit_shows_who_read_personal_data(
    account: Emulator, capsys: pytest.CaptureFixture[str]
) -> None:
    with connect(account, database=DATABASE) as session:
        for statement in USAGE.split(";;"):
            session.cursor().execute(statement)
    capsys.readouterr()
    assert run(account, "audit") == 0
    printed = capsys.readouterr().out.splitlines()
    rows = [line.split("\t")[:6] for line in printed if "\t" in line]
    assert rows == [
        ["user_name", "role_name", "table_name", "column_name", "category", "query_count"],
        ["ANNA", "READER", "CUSTOMER_360.PUBLISHED.DIM_CUSTOMER", "EMAIL", "email", "2"],
        ["BEN", "TRANSFORMER", "CUSTOMER_360.RAW_VAULT.HUB_CUSTOMER", "CUSTOMER_ID",
         "unclassified", "1"],
    ]  # fmt: skip

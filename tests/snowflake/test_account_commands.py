"""The parts of the account commands that need no account."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from snowflake_account.connection import CredentialError, credentials
from snowflake_account.deliveries import Delivery, listed, plan
from snowflake_account.scripts import applies, filled, scripts, statements
from snowflake_account.settings import ROOT, SETTINGS, read_settings

ACCOUNT = {"SNOWFLAKE_ACCOUNT": "org-account", "SNOWFLAKE_USER": "dbt"}
FEEDS = {"orders", "products"}


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """A private key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey, passphrase: str = "") -> str:
    """A key in PEM."""
    encryption = (
        serialization.BestAvailableEncryption(passphrase.encode())
        if passphrase
        else serialization.NoEncryption()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    ).decode()


@pytest.mark.parametrize("passphrase", ["", "secret"])
def test_a_key_is_given_by_value(key: rsa.RSAPrivateKey, passphrase: str) -> None:
    environment = ACCOUNT | {
        # A secret of CI often has its line breaks escaped.
        "SNOWFLAKE_PRIVATE_KEY": pem(key, passphrase).replace("\n", "\\n"),
        "SNOWFLAKE_PRIVATE_KEY_PASSPHRASE": passphrase,
    }
    found = serialization.load_der_private_key(credentials(environment)["private_key"], None)
    assert found.private_numbers() == key.private_numbers()


def test_a_key_is_given_by_path() -> None:
    environment = ACCOUNT | {"SNOWFLAKE_PRIVATE_KEY_PATH": "/keys/dbt.p8"}
    assert credentials(environment) == {
        "account": "org-account", "user": "dbt", "private_key_file": "/keys/dbt.p8",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SNOWFLAKE_ACCOUNT and SNOWFLAKE_USER"),
        ({"SNOWFLAKE_ACCOUNT": "org-account"}, "SNOWFLAKE_USER"),
        (ACCOUNT, "SNOWFLAKE_PRIVATE_KEY_PATH"),
    ],
)
def test_missing_credentials_are_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(CredentialError, match=named):
        credentials(environment)


def test_files_are_sorted_into_new_changed_and_unread() -> None:
    found = listed(
        [
            ("deliveries/orders/B1.csv", 10, "a", ""),
            ("deliveries/orders/B2.csv", 10, "b", ""),
            ("s3://bucket/folder/orders/B3.JSONL.gz", 10, "c", ""),
            ("deliveries/orders/B4.xlsx", 10, "d", ""),
            ("deliveries/orderz/B5.csv", 10, "e", ""),
            ("s3://bucket/folder/orders/dt=2026-01-05/hr=06/B1.csv", 10, "f", ""),
        ]
    )
    planned = plan(found, [("orders/B1.csv", "a"), ("orders/B2.csv", "x")], FEEDS)
    assert [one.name for one in planned.new] == [
        "orders/B3.JSONL.gz", "orders/dt=2026-01-05/hr=06/B1.csv",
    ]  # fmt: skip
    assert planned.new[1].file == "dt=2026-01-05/hr=06/B1.csv"
    assert [one.name for one in planned.changed] == ["orders/B2.csv"]
    assert [one.name for one in planned.unread] == ["orders/B4.xlsx", "orderz/B5.csv"]
    assert (planned.new[0].feed, planned.new[0].format) == ("orders", "jsonl")


def test_the_same_content_under_a_new_name_is_loaded() -> None:
    delivery = Delivery("orders/B2.csv", 10, "a")
    assert plan([delivery], [("orders/B1.csv", "a")], FEEDS).new == (delivery,)


@pytest.mark.parametrize(
    ("script", "environment", "expected"),
    [
        ("46_stage.s3.sql", {}, False),
        ("46_stage.internal.sql", {}, True),
        ("46_stage.s3.sql", {"deliveries_url": "s3://b/"}, True),
        ("46_stage.internal.sql", {"deliveries_url": "s3://b/"}, False),
        ("70_network.sql", {}, False),
        ("70_network.sql", {"allowed_addresses": "'192.0.2.1'"}, True),
        ("60_grants.sql", {}, True),
        ("30_alerts.sql", {}, False),
        ("30_alerts.sql", {"alert_address": "people@example.com"}, True),
    ],
)
def test_scripts_are_for_some_accounts(
    script: str, environment: dict[str, str], expected: bool
) -> None:
    values = {"deliveries_url": "", "allowed_addresses": "", "alert_address": ""} | environment
    assert applies(script, values) == expected


def test_every_variable_of_the_scripts_is_a_setting_and_used() -> None:
    values = read_settings({})
    sources = [path.read_text("utf-8") for path in (ROOT / "snowflake").rglob("*.sql")]
    assert len(sources) >= 11
    for source in sources:
        assert "&{" not in filled(source, values)
    used = {
        setting.name
        for setting in SETTINGS
        if any(f"&{{{setting.name}}}" in source for source in sources)
    }
    assert used == {setting.name for setting in SETTINGS}


def test_scripts_run_in_the_order_of_their_numbers() -> None:
    names = [name for name, _ in scripts(ROOT / "snowflake" / "setup", read_settings({}))]
    assert names[0] == "10_roles.sql"
    assert names == sorted(names)


@pytest.mark.parametrize("folder", ["setup", "load", "operations", "audit"])
def test_a_statement_that_computes_has_a_warehouse(folder: str) -> None:
    """Snowflake executes DDL and grants without one, but no MERGE, COPY, SELECT or INSERT."""
    paths = sorted((ROOT / "snowflake" / folder).glob("*.sql"))
    assert paths
    for path in paths:
        # Its reader chooses the warehouse.
        if path.name == "cost_per_run.sql":
            continue
        has_warehouse = False
        for sql in statements(path.read_text("utf-8")):
            has_warehouse |= sql.startswith("use warehouse")
            assert has_warehouse or not sql.startswith(("merge", "copy", "with", "insert")), path


def test_statements_are_split_without_comments(tmp_path: Path) -> None:
    assert statements("-- first; one\nselect ';' as x;\n\nselect 2;\n-- end\n") == [
        "select ';' as x", "select 2",
    ]  # fmt: skip

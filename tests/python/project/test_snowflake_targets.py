"""The targets on Snowflake: credentials, retries, and the query tag of each model."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import yaml
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from dbt.adapters.snowflake.connections import SnowflakeCredentials

TARGETS = ("snowflake", "snowflake_dev", "snowflake_ci", "snowflake_prod")
ACCOUNT = {"SNOWFLAKE_ACCOUNT": "org-account", "SNOWFLAKE_USER": "CUSTOMER_360_DBT"}


@pytest.fixture(scope="module")
def key() -> str:
    """A private key in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def outputs(root: Path, environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The outputs of profiles.yml with environment variables filled in."""

    def rendered(value: Any) -> Any:
        if isinstance(value, str) and "{{" in value:
            expression = value.strip().removeprefix("{{").removesuffix("}}")
            template = jinja2.Environment(autoescape=False).compile_expression(expression)
            return template(env_var=lambda name, default="": environment.get(name, default))
        return value

    profiles = yaml.safe_load((root / "profiles.yml").read_text("utf-8"))
    return {
        name: {field: rendered(value) for field, value in output.items()}
        for name, output in profiles["customer_360"]["outputs"].items()
        if output["type"] == "snowflake"
    }


def credentials(output: dict[str, Any]) -> SnowflakeCredentials:
    """The credentials as dbt reads them."""
    fields = {name: value for name, value in output.items() if name not in ("type", "threads")}
    SnowflakeCredentials.validate(fields)
    return SnowflakeCredentials.from_dict(fields)


def test_there_is_a_target_for_each_purpose(root: Path) -> None:
    assert tuple(outputs(root, ACCOUNT)) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_the_key_is_given_by_value_or_by_path(
    root: Path, tmp_path: Path, key: str, target: str
) -> None:
    path = tmp_path / "key.p8"
    path.write_text(key, "utf-8")
    by_value = ACCOUNT | {"SNOWFLAKE_PRIVATE_KEY": key, "SNOWFLAKE_PRIVATE_KEY_PATH": str(path)}
    by_path = ACCOUNT | {"SNOWFLAKE_PRIVATE_KEY_PATH": str(path)}
    keys = {
        credentials(outputs(root, environment)[target]).auth_args()["private_key"]
        for environment in (by_value, by_path)
    }
    assert len(keys) == 1


@pytest.mark.parametrize("target", TARGETS)
def test_role_warehouse_database_and_schema_come_from_the_environment(
    root: Path, target: str
) -> None:
    given = {"SNOWFLAKE_ROLE": "R", "SNOWFLAKE_WAREHOUSE": "W", "SNOWFLAKE_DATABASE": "D",
             "SNOWFLAKE_SCHEMA": "s", "C360_THREADS": "3"}  # fmt: skip
    output = outputs(root, ACCOUNT | given)[target]
    assert [output[name] for name in ("role", "warehouse", "database", "schema")] == [
        "R", "W", "D", "s",
    ]  # fmt: skip
    assert output["threads"] == 3
    default = outputs(root, ACCOUNT | {"USER": "anna"})[target]
    suffix = {"snowflake_dev": "_DEV", "snowflake_ci": "_CI"}.get(target, "")
    assert default["role"] == f"TRANSFORMER{suffix}"
    assert default["database"] == f"CUSTOMER_360{suffix}"
    assert default["schema"] == {"snowflake_dev": "dev_anna", "snowflake_ci": "ci"}.get(
        target, "main"
    )


@pytest.mark.parametrize("target", TARGETS)
def test_connecting_is_retried(root: Path, target: str) -> None:
    found = credentials(outputs(root, ACCOUNT)[target])
    assert found.connect_retries >= (1 if target == "snowflake_dev" else 3)
    assert found.retry_on_database_errors == (target != "snowflake_dev")
    assert found.retry_all is False
    assert found.query_tag.startswith("customer_360")


@pytest.mark.parametrize(
    ("resource_type", "materialized", "tag"),
    [
        ("model", "incremental", "customer_360:snowflake_prod:fact_sales:1-2"),
        ("snapshot", "snapshot", "customer_360:snowflake_prod:fact_sales:1-2"),
        ("model", "view", None),
        ("test", "test", None),
    ],
)
def test_a_model_is_tagged_in_one_statement(
    root: Path, resource_type: str, materialized: str, tag: str | None
) -> None:
    sent: list[str] = []
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    source = (root / "macros" / "snowflake" / "query_tag.sql").read_text("utf-8")
    macros = environment.from_string(
        source,
        globals={
            "model": SimpleNamespace(resource_type=resource_type, name="fact_sales"),
            "config": {"materialized": materialized},
            "target": SimpleNamespace(name="snowflake_prod"),
            "project_name": "customer_360",
            "invocation_id": "1-2",
            "text_literal": lambda text: f"'{text}'",
            "run_query": sent.append,
        },
    ).module
    macros.snowflake__set_query_tag()
    macros.snowflake__unset_query_tag("")
    assert sent == ([f"alter session set query_tag = '{tag}'"] if tag else [])

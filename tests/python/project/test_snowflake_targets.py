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


def macros(root: Path, path: str, **given: Any) -> Any:
    """The macros of a file below macros/, with what they use."""
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    text = (root / "macros" / path).read_text(encoding="utf-8")
    return environment.from_string(text, globals=given).module


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
    found = macros(
        root,
        "snowflake/query_tag.sql",
        model=SimpleNamespace(resource_type=resource_type, name="fact_sales"),
        config={"materialized": materialized},
        target=SimpleNamespace(name="snowflake_prod"),
        project_name="customer_360",
        invocation_id="1-2",
        text_literal=lambda text: f"'{text}'",
        run_query=sent.append,
    )
    found.snowflake__set_query_tag()
    found.snowflake__unset_query_tag("")
    assert sent == ([f"alter session set query_tag = '{tag}'"] if tag else [])


def python_models(root: Path) -> list[dict[str, Any]]:
    """The settings of the models that run in Snowpark, with those of their folder."""
    project = yaml.safe_load((root / "dbt_project.yml").read_text("utf-8"))
    vault = project["models"]["customer_360"]["business_vault"]
    shared = {name: value for name, value in vault.items() if name.startswith("+")}
    return [
        shared | vault["matching"]["new_pair_scores"],
        shared | vault["clusters"]["cluster_assignments"],
    ]


def rendered(template: str, target: dict[str, Any], **given: str) -> str:
    """A setting of dbt_project.yml for a target and vars, without environment variables."""
    names = {"target": target, "var": lambda name, default="": given.get(name, default)}
    return jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(template).render(names)


@pytest.mark.parametrize(
    ("target", "given", "warehouse"),
    [
        ("snowflake", {}, "MATCHING"),
        ("snowflake_prod", {}, "MATCHING"),
        ("snowflake_dev", {}, "TRANSFORMING"),
        ("snowflake_ci", {}, "TRANSFORMING"),
        ("snowflake", {"python_warehouse": "LARGE"}, "LARGE"),
        ("snowflake_dev", {"python_warehouse": "LARGE"}, "LARGE"),
        ("duckdb", {}, ""),
    ],
)
def test_python_models_run_in_the_warehouse_for_matching(
    root: Path, target: str, given: dict[str, str], warehouse: str
) -> None:
    output = outputs(root, {}).get(target, {}) | {"name": target}
    found = {
        rendered(settings["+snowflake_warehouse"], output, **given)
        for settings in python_models(root)
    }
    assert found == {warehouse}
    script = (root / "snowflake" / "setup" / "20_warehouses.sql").read_text("utf-8")
    assert "create warehouse if not exists MATCHING" in script


def test_python_models_import_from_the_stage_to_which_the_engine_is_uploaded(root: Path) -> None:
    output = outputs(root, {"SNOWFLAKE_SCHEMA": "deploy_42"})["snowflake"]
    stages = {
        rendered(path, output).partition("/")[0]
        for settings in python_models(root)
        for path in settings["+imports"]
    }
    assert stages == {"@CUSTOMER_360.deploy_42.match_engine"}
    macro = (root / "macros" / "snowflake" / "upload_match_engine.sql").read_text("utf-8")
    assert "set stage = target.database ~ '.' ~ target.schema ~ '.match_engine'" in macro


def test_the_project_on_snowflake_needs_no_environment_variables(root: Path) -> None:
    """A task has none, and `env_var` without a default stops dbt there."""
    assert "env_var" not in (root / "dbt_project.yml").read_text("utf-8")
    profiles = yaml.safe_load((root / "dbt_projects_profiles.yml").read_text("utf-8"))
    assert "{{" not in str(profiles)
    (output,) = profiles["customer_360"]["outputs"].values()
    assert profiles["customer_360"]["target"] == "snowflake"
    # The fields that `snow dbt deploy` requires, and the one that it also allows.
    assert set(output) == {"account", "user", "type", "role", "warehouse", "database", "schema",
                           "threads"}  # fmt: skip
    expected = outputs(root, {})["snowflake"]
    for name in ("type", "role", "warehouse", "database", "schema", "threads"):
        assert str(output[name]) == str(expected[name]), name


def test_the_schemas_of_a_deployment_are_dropped_with_its_stage(root: Path) -> None:
    node = SimpleNamespace(resource_type="model", database="C360", schema="deploy_42_marts")
    statements: list[str] = []
    found = macros(
        root,
        "runs/drop_schemas_of_target.sql",
        execute=True,
        target=SimpleNamespace(database="C360", schema="deploy_42"),
        graph=SimpleNamespace(nodes={"model.dim_customer": node}),
        bookkeeping_table=lambda name: SimpleNamespace(
            without_identifier=lambda: "C360.deploy_42_bookkeeping"
        ),
        run_query=statements.append,
        log=lambda text, info: "",
    )
    found.drop_schemas_of_target()
    assert statements == [
        f"drop schema if exists C360.{schema} cascade"
        for schema in ("deploy_42", "deploy_42_bookkeeping", "deploy_42_marts")
    ]


@pytest.mark.parametrize(
    ("engine", "is_on", "setting", "function"),
    [
        ("snowflake", True, "true", "ai_embed("),
        # A task has no environment variables, so Snowflake reads only the var.
        ("snowflake", True, "false", "ai_embed("),
        ("snowflake", False, "true", "null"),
        ("duckdb", True, "true", "embed_text("),
        ("duckdb", True, "false", "null"),
        ("duckdb", False, "true", "null"),
    ],
)
def test_messages_are_embedded_unless_a_var_forbids_it(
    root: Path, engine: str, is_on: bool, setting: str, function: str
) -> None:
    prefix = {"duckdb": "duckdb__"}.get(engine, "default__")
    found = macros(
        root,
        "search/embed_text.sql",
        var=lambda name, default: {"embed_messages": is_on}[name],
        env_var=lambda name, default: {"C360_EMBED_MESSAGES": setting}[name],
        adapter=SimpleNamespace(dispatch=lambda name: getattr(found, prefix + name)),
    )
    sql = found.embed_text("message").strip()
    assert sql.removeprefix("cast(").startswith(function)

"""On Snowflake, personal data in marts is tagged, and rows are restricted by region."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from offline_project import Offline

from contracts.feed import Feed
from contracts.personal_data import categories, category
from contracts.read import read_feeds

STAGED_COLUMN = re.compile(r"typed\('(\w+)', '(\w+)'\) \}\} as (\w+)")
STATEMENT = re.compile(
    r"alter (?P<kind>table|view) customer_360\.marts\.(?P<mart>\w+) modify(?P<columns>[^;]*)", re.I
)
TAG = re.compile(
    r"column (\w+) set tag CUSTOMER_360\.governance\.personal_data = '(\w+)'(?:,|\s*$)"
)
# Marts with a country or a sales region of customers, and the policy that restricts their rows.
ROWS = {
    "dim_customer": ("own_country", "country"),
    "customer_summary": ("own_country", "country"),
    "cross_domain_analytics": ("own_country", "country"),
    "customer_match_records": ("own_country", "country"),
    "fact_sales": ("own_region", "region"),
}
POLICY = re.compile(r"row_access_policy=rows_of\('(\w+)', '(\w+)'\)")
Tags = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def feeds(root: Path) -> list[Feed]:
    """The declared feeds."""
    return read_feeds(root / "contracts")


def tags_of(offline: Offline, load: str) -> Tags:
    """Mart -> the columns that its hook tags, each with its category."""
    found: Tags = {}
    for sql in offline.hooks(load).values():
        for statement in STATEMENT.finditer(sql):
            found[statement["mart"].lower()] = dict(TAG.findall(statement["columns"]))
    return found


@pytest.fixture(scope="module")
def tags(offline: Offline) -> Tags:
    """The tags that a first load sets."""
    return tags_of(offline, "first")


def marts(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> node of each mart."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "marts"
    }


def masked_columns(node: dict[str, Any]) -> set[str]:
    """The columns with a type that a masking policy has."""
    return {
        name for name, column in node["columns"].items()
        if column["data_type"] in ("varchar", "date")
    }  # fmt: skip


def test_columns_named_as_personal_data_in_staging_are_tagged(
    root: Path, feeds: list[Feed], manifest: dict[str, Any], tags: Tags
) -> None:
    declared = {(feed.name, column.name): column for feed in feeds for column in feed.columns}
    staged = {
        alias: category(declared[feed, name])
        for path in (root / "models" / "staging").rglob("stg_*.sql")
        for feed, name, alias in STAGED_COLUMN.findall(path.read_text("utf-8"))
        if category(declared[feed, name])
    }
    assert len(staged) > 20
    expected = {
        (mart, name): staged[name]
        for mart, node in marts(manifest).items()
        for name in masked_columns(node) & staged.keys()
    }
    assert len(expected) > 15
    assert {key: tags.get(key[0], {}).get(key[1]) for key in expected} == expected


def test_both_sides_of_a_pair_are_tagged(tags: Tags) -> None:
    queue = tags["steward_review_queue"]
    for name in ("full_name", "email", "phone", "address", "postcode", "city"):
        assert (
            queue[f"{name}_l"]
            == queue[f"{name}_r"]
            == {"full_name": "name"}.get(name, name if name in ("email", "phone") else "address")
        )
    assert "country_l" not in queue


def test_only_columns_that_can_be_masked_are_tagged(
    feeds: list[Feed], manifest: dict[str, Any], tags: Tags
) -> None:
    named = set(categories(feeds).values()) | {"text"}
    for mart, columns in tags.items():
        assert set(columns) <= masked_columns(marts(manifest)[mart]), mart
        assert set(columns.values()) <= named, mart


def policies(manifest: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Mart -> its row access policy and the column that it reads."""
    return {
        name: found.groups()
        for name, node in marts(manifest).items()
        if (found := POLICY.search(node["raw_code"]))
    }


def test_rows_of_customers_and_sales_are_restricted_by_region(manifest: dict[str, Any]) -> None:
    assert policies(manifest) == ROWS


def test_the_documentation_names_the_marts_with_restricted_rows(root: Path) -> None:
    text = (root / "docs" / "snowflake.md").read_text("utf-8")
    (named,) = re.findall(r"Rows are restricted by region in ([^.]*),\s+which", text)
    assert sorted(re.findall(r"`(\w+)`", named)) == sorted(ROWS)


@pytest.mark.parametrize(
    ("engine", "protects", "config"),
    [
        ("snowflake", True, "CUSTOMER_360.governance.own_country on (country)"),
        ("snowflake", False, None),
        ("duckdb", True, None),
    ],
)
def test_a_policy_is_part_of_the_statement_that_creates_a_mart(
    root: Path, engine: str, protects: bool, config: str | None
) -> None:
    class ReturnedError(Exception):
        """The value that a macro returns."""

    def give(value: object) -> None:
        raise ReturnedError(value)

    source = (root / "macros" / "snowflake" / "personal_data.sql").read_text("utf-8")
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    given = {
        "return": give,
        "target": SimpleNamespace(type=engine, database="CUSTOMER_360"),
        "var": lambda name: protects,
    }
    given["governance"] = lambda name: f"CUSTOMER_360.governance.{name}"
    macros = environment.from_string(
        re.sub(r"{% macro governance.*?endmacro %}", "", source, flags=re.S), globals=given
    ).module
    with pytest.raises(ReturnedError) as returned:
        macros.rows_of("own_country", "country")
    assert returned.value.args[0] == config


def test_no_policy_reads_a_masked_column(manifest: dict[str, Any], tags: Tags) -> None:
    """Snowflake refuses a column in both a masking and a row access policy."""
    for mart, (_, column) in policies(manifest).items():
        assert column not in tags.get(mart, {}), mart


def test_every_mart_with_a_country_or_region_of_customers_is_restricted(
    manifest: dict[str, Any],
) -> None:
    found = {
        name for name, node in marts(manifest).items()
        if {"customer_key", "customer_uid"} & node["columns"].keys()
        and {"country", "region", "sales_region"} & node["columns"].keys()
    }  # fmt: skip
    assert found == set(ROWS)


def test_no_view_among_the_marts_has_personal_data(manifest: dict[str, Any], tags: Tags) -> None:
    """Its rows are stored at a publication, in a table without tags and policies."""
    views = {
        name for name, node in marts(manifest).items() if node["config"]["materialized"] == "view"
    }
    assert views & (tags.keys() | ROWS.keys()) == set()
    assert views


def test_a_replaced_table_keeps_its_privileges(manifest: dict[str, Any]) -> None:
    models = {
        node["name"]: node["config"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["package_name"] == "customer_360"
    }
    assert [name for name, config in models.items() if not config.get("copy_grants")] == []
    assert [name for name in marts(manifest) if not models[name].get("secure")] == []


@pytest.mark.parametrize(
    ("folder", "temporary", "language", "protects", "keeps"),
    [
        ("marts", False, "sql", True, True),
        ("marts", True, "sql", True, False),
        ("marts", False, "python", True, False),
        ("marts", False, "sql", False, False),
        ("raw_vault", False, "sql", True, False),
    ],
)
def test_a_replaced_mart_keeps_the_tags_of_its_columns(
    root: Path, folder: str, temporary: bool, language: str, protects: bool, keeps: bool
) -> None:
    statement = "create or replace transient table t copy grants as (select 'copy grants' as x)"
    returned: list[str] = []
    macros = jinja2.Environment(autoescape=False).from_string(
        (root / "macros" / "snowflake" / "create_table_as.sql").read_text("utf-8"),
        globals={
            "dbt": SimpleNamespace(snowflake__create_table_as=lambda *arguments: statement),
            "model": SimpleNamespace(
                resource_type="model",
                fqn=["customer_360", folder, "core", "t"],
                description="x",
                config=SimpleNamespace(materialized="incremental"),
            ),
            "text_literal": lambda text: f"'{text}'",
            "follows_definition": lambda: False,
            "var": lambda name: protects,
            "return": returned.append,
        },
    )
    macros.module.snowflake__create_table_as(temporary, "t", "select 1", language)
    kept = "copy grants copy tags" if keeps else "copy grants"
    described = statement.replace("copy grants as", f"{kept} comment = 'x' as")
    assert returned == [statement if temporary or language == "python" else described]


def test_a_later_load_tags_only_what_was_replaced(
    offline: Offline, manifest: dict[str, Any], tags: Tags
) -> None:
    replaced = {
        mart for mart in tags
        if marts(manifest)[mart]["config"]["materialized"] != "incremental"
    }  # fmt: skip
    assert set(tags_of(offline, "later")) == replaced
    assert {"fact_clickstream", "customer_summary"} - replaced == {"fact_clickstream"}

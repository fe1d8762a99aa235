"""The statements that publish marts on Snowflake, and the conditions under which none are sent."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import sqlglot

WHOLE = [("ended", True)]
FAILED = [("orders_are_paid", "fail", "test"), ("fact_sales", "skipped", "model")]
NODES = {
    name: SimpleNamespace(
        resource_type="model",
        fqn=["customer_360", folder, name],
        alias=name,
        config=SimpleNamespace(materialized=materialized),
        columns={column: SimpleNamespace(name=column, data_type=data_type)
                 for column, data_type in columns.items()},
    )
    for name, folder, materialized, columns in (
        ("fact_sales", "marts", "incremental", {"amount": "decimal(18, 2)", "note": None}),
        ("mart_status", "marts", "view", {}),
        ("customer_messages", "marts", "table", {"embedding": "vector(float, 1024)"}),
        ("landing_orders", "staging", "view", {"vector": "vector(float, 8)"}),
    )
}  # fmt: skip


def refuse(message: str) -> None:
    raise ValueError(message)


class Warehouse:
    """The macros of publishing on a warehouse with a latest run and open problems."""

    def __init__(
        self,
        root: Path,
        runs: list,
        problems: list,
        engine: str = "snowflake",
        reader_role: str = "READER",
        privileges: list[list[str]] | None = None,
        policies: list[list[str]] | None = None,
    ) -> None:
        """Take what is asked: latest runs, problems; privileges and policies, answer by answer."""
        self.runs, self.problems = runs, problems
        self.privileges = iter(privileges or [[], [], []])
        self.policies = iter(policies or [[], []])
        self.statements: list[str] = []
        text = (root / "macros" / "runs" / "publish.sql").read_text(encoding="utf-8")
        environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
        given: dict[str, Any] = {
            "execute": True,
            "target": SimpleNamespace(type=engine, database="CUSTOMER_360"),
            "exceptions": SimpleNamespace(raise_compiler_error=refuse),
            "graph": SimpleNamespace(nodes=NODES),
            "generate_schema_name": lambda name, node: name,
            "published_marts": lambda: [node for node in NODES.values() if "marts" in node.fqn],
            "privileges_on": lambda schema: next(self.privileges),
            "policies_on": lambda schema: next(self.policies),
            "statement_of_grant": lambda privilege, schema: f"grant {privilege} in {schema}",
            "run_history_table": lambda name: f"CUSTOMER_360.bookkeeping.{name}",
            "text_literal": lambda text: f"'{text}'",
            "var": lambda name: {"reader_role": reader_role}.get(name, ""),
            "log": lambda text, info: "",
            "run_query": self.answer,
        }
        self.macros = environment.from_string(text, globals=given).module

    def answer(self, sql: str) -> SimpleNamespace:
        if not sql.startswith("select"):
            self.statements += [" ".join(text.split()) for text in sql.split(";") if text.strip()]
        return SimpleNamespace(rows=self.runs if ".runs " in sql else self.problems)


def test_marts_are_cloned_and_swapped_and_views_are_stored(root: Path) -> None:
    warehouse = Warehouse(root, WHOLE, [])
    warehouse.macros.publish()
    entry = next(text for text in warehouse.statements if text.startswith("insert"))
    assert [text for text in warehouse.statements if text != entry] == [
        "create or replace schema CUSTOMER_360.published_next clone CUSTOMER_360.marts",
        "drop view if exists CUSTOMER_360.published_next.mart_status",
        "create table CUSTOMER_360.published_next.mart_status as "
        "select * from CUSTOMER_360.marts.mart_status",
        "alter table CUSTOMER_360.published_next.customer_messages drop column embedding",
        "grant usage on schema CUSTOMER_360.published_next to role READER",
        "grant select on all tables in schema CUSTOMER_360.published_next to role READER",
        "create schema if not exists CUSTOMER_360.published",
        "alter schema CUSTOMER_360.published swap with CUSTOMER_360.published_next",
        "drop schema CUSTOMER_360.published_next",
    ]
    assert isinstance(sqlglot.parse_one(entry, read="snowflake"), sqlglot.exp.Insert)


def test_nothing_is_granted_without_a_role_of_readers(root: Path) -> None:
    warehouse = Warehouse(root, WHOLE, [], reader_role="")
    warehouse.macros.publish()
    assert [text for text in warehouse.statements if text.startswith("grant")] == []
    assert warehouse.statements[-1] == "drop schema CUSTOMER_360.published_next"


SWAP = "alter schema CUSTOMER_360.published swap with CUSTOMER_360.published_next"


def test_the_clone_gets_the_privileges_of_what_was_published(root: Path) -> None:
    wanted = ["USAGE on SCHEMA * to READER", "SELECT on TABLE FACT_SALES to READER"]
    privileges = [wanted, wanted[1:], wanted]
    warehouse = Warehouse(root, WHOLE, [], reader_role="", privileges=privileges)
    warehouse.macros.publish()
    granted = [text for text in warehouse.statements if text.startswith("grant")]
    assert granted == ["grant USAGE on SCHEMA * to READER in CUSTOMER_360.published_next"]
    assert warehouse.statements.index(granted[0]) < warehouse.statements.index(SWAP)


@pytest.mark.parametrize(
    ("privileges", "policies", "missing"),
    [
        ([["SELECT on TABLE A to READER"], [], []], [[], []], "SELECT on TABLE A to READER"),
        ([[], []], [["HIDE on A.NAME"], []], "HIDE on A.NAME"),
    ],
)
def test_a_swap_is_undone_if_privileges_or_policies_are_missing(
    root: Path, privileges: list, policies: list, missing: str
) -> None:
    warehouse = Warehouse(root, WHOLE, [], privileges=privileges, policies=policies)
    with pytest.raises(ValueError, match=f"nothing was published.*{missing}"):
        warehouse.macros.publish()
    assert warehouse.statements[-3:] == [SWAP, SWAP, "drop schema CUSTOMER_360.published_next"]
    assert not any(text.startswith("insert") for text in warehouse.statements)


def test_an_accepted_test_is_logged(root: Path) -> None:
    warehouse = Warehouse(root, WHOLE, FAILED[:1])
    warehouse.macros.publish("orders_are_paid")
    assert any("'orders_are_paid'" in text for text in warehouse.statements)


@pytest.mark.parametrize(
    ("runs", "problems", "accept", "reason"),
    [
        ([], [], [], "the last run did not build the whole project"),
        ([("running", False)], [], [], "the last run did not build the whole project"),
        ([("ended", False)], [], [], "the last run did not build the whole project"),
        (WHOLE, FAILED, [], "orders_are_paid, fact_sales failed, or were skipped"),
        (WHOLE, FAILED, ["orders_are_paid"], "fact_sales failed, or were skipped"),
        (WHOLE, FAILED, ["fact_sales"], "no failing test is called fact_sales"),
        (WHOLE, [], ["orders_are_paid"], "no failing test is called orders_are_paid"),
    ],
)
def test_nothing_is_published_after_a_partial_run_or_a_failure(
    root: Path, runs: list, problems: list, accept: list[str], reason: str
) -> None:
    warehouse = Warehouse(root, runs, problems)
    with pytest.raises(ValueError, match=reason):
        warehouse.macros.publish(accept)
    assert warehouse.statements == []


def test_on_duckdb_make_publishes(root: Path) -> None:
    with pytest.raises(ValueError, match="use `make publish`"):
        Warehouse(root, WHOLE, [], "duckdb").macros.publish()

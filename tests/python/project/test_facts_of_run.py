"""On Snowflake a run asks a question once, and decides for each model what asking again would."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest

MACRO = re.compile(r"{% macro (\w+)\(.*?{%- endmacro %}", re.S)
FILES = (
    "loads/facts_of_run", "snowflake/must_refresh_all", "snowflake/definition",
    "landing/revise_staged_rows",
)  # fmt: skip


class ReturnedError(Exception):
    """Raised with the value that a macro returns, which ends the macro, as in dbt."""


def returned(value: object) -> None:
    raise ReturnedError(value)


class Run:
    """A run on Snowflake: its macros, and the answers to its queries.

    answers: pairs of a part of a query and the rows of its answer.
    """

    def __init__(self, root: Path, answers: Iterable[tuple[str, list]], **given: Any) -> None:
        self.answers, self.asked = list(answers), []
        self.macros: dict[str, Any] = {
            "return": returned,
            "builds_models": lambda: True,
            "execute": True,
            "graph": {"nodes": {}},
            "invocation_id": "run-2",
            "target": SimpleNamespace(database="C360"),
            "bookkeeping_table": lambda name: f"bookkeeping.{name}",
            "run_query": self.answer,
            "adapter": SimpleNamespace(
                dispatch=lambda name: self.macros.get(
                    f"snowflake__{name}", self.macros.get(f"default__{name}")
                )
            ),
            **given,
        }
        environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
        for file in FILES:
            text = (root / "macros" / f"{file}.sql").read_text(encoding="utf-8")
            for found in MACRO.finditer(text):
                template = environment.from_string(found[0], globals=self.macros)
                if found[1] not in given:
                    self.macros[found[1]] = self.callable(template, found[1])

    def callable(self, template: jinja2.Template, name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            try:
                return getattr(template.make_module(self.macros), name)(*arguments)
            except ReturnedError as result:
                return result.args[0]

        return call

    def answer(self, sql: str) -> SimpleNamespace:
        self.asked.append(sql)
        rows = next(rows for text, rows in self.answers if text in sql)
        values = SimpleNamespace(values=lambda: [row[0] for row in rows])
        return SimpleNamespace(rows=rows, columns=[values])


def parent(name: str, kind: str = "model", **meta: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, resource_type=kind, config=SimpleNamespace(meta=meta))


@pytest.mark.parametrize(
    ("processed", "digest", "this_run", "expected"),
    [
        (["orders|all rows", "rates|d1"], "d1", [], False),
        # A seed has changed.
        (["orders|all rows", "rates|d1"], "d2", [], True),
        # The parent was refreshed completely in an earlier run, which the table has read or not.
        (["orders|all rows", "rates|d1", "orders|run-1"], "d1", ["run-1"], False),
        (["orders|all rows", "rates|d1"], "d1", ["run-1"], True),
        # The table has read nothing yet.
        ([], "d1", [], True),
    ],
)
def test_cached_answers_decide_complete_refreshes_like_queries(
    root: Path, processed: list[str], digest: str, this_run: list[str], expected: bool
) -> None:
    rows = [("sales", *one.split("|")) for one in processed]
    rows += [("", "orders", run) for run in this_run]
    run = Run(
        root,
        [("'' as consumer", rows), ("as seed", [("rates", digest)])],
        tracked_parents=lambda node: [
            parent("orders"),
            parent("rates", "seed"),
            parent("sat", load_column="loaded_at"),
        ],
        seed_digest=lambda name: f"(digest of {name})",
        text_literal=lambda text: f"'{text}'",
    )
    node = SimpleNamespace(name="sales")
    assert [run.macros["snowflake__must_refresh_all"](node) for _ in range(2)] == [expected] * 2
    assert len(run.asked) <= 2


def test_a_complete_refresh_in_this_run_is_noted(root: Path) -> None:
    run = Run(
        root,
        [("'' as consumer", [("sales", "orders", "all rows")])],
        tracked_parents=lambda node: [parent("orders")],
    )
    node = SimpleNamespace(name="sales")
    assert run.macros["snowflake__must_refresh_all"](node) is False
    run.macros["complete_refreshes"]().setdefault("orders", []).append("run-2")
    assert run.macros["snowflake__must_refresh_all"](node) is True


@pytest.mark.parametrize(
    ("readers", "accepted", "expected"),
    [
        ([], [], False),
        (["stg_shop__orders"], [], True),
        (["sat_order__shop"], [], True),
        (["stg_erp__products"], [], False),
        ([], ["B001"], True),
    ],
)
def test_only_consumers_that_may_have_accepted_files_ask_for_them(
    root: Path, readers: list[str], accepted: list[str], expected: bool
) -> None:
    stage = SimpleNamespace(depends_on=SimpleNamespace(nodes=["model.customer_360.landing_orders"]))
    run = Run(
        root,
        [("select distinct consumer", [(name,) for name in readers])],
        is_accepted_load=lambda column: f"{column} like '% accepted %'",
        accepted_names=lambda feed: accepted if feed == "orders" else [],
        node_of=lambda name: stage,
    )
    ask = run.macros["may_have_accepted_loads"]
    assert [ask("stg_shop__orders", "sat_order__shop") for _ in range(2)] == [expected] * 2
    assert len(run.asked) == 1


def model(name: str, columns: list[str], checksum: str = "1") -> SimpleNamespace:
    return SimpleNamespace(
        unique_id=name, resource_type="model", columns=dict.fromkeys(columns),
        checksum=SimpleNamespace(checksum=checksum),
    )  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"statement": "create view v as select a, b from t"},
        {"description": "Another description."},
        {"nodes": {"t": model("t", ["a", "b"])}},
        {"nodes": {"t": model("t", ["a"], "2")}},
        {"feeds": {"orders": {"columns": ["A", "B"]}}},
    ],
)
def test_a_table_or_view_is_created_again_if_it_may_have_other_columns(
    root: Path, changed: dict[str, Any]
) -> None:
    def digest(
        statement: str = "create view v as select * from t",
        description: str = "A description.",
        nodes: dict[str, Any] | None = None,
        feeds: dict[str, Any] | None = None,
    ) -> str:
        run = Run(
            root,
            [],
            graph={"nodes": nodes or {"t": model("t", ["a"])}},
            feed_declarations=lambda: feeds or {"orders": {"columns": ["A"]}},
            tojson=lambda value, sort_keys: json.dumps(value, sort_keys=sort_keys),
            local_md5=lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
            model=SimpleNamespace(description=description, fqn=["customer_360", "staging", "v"]),
        )
        return run.macros["digest_of_definition"](statement)

    assert digest() == digest()
    assert digest() != digest(**changed)


@pytest.mark.parametrize(
    "name",
    [
        "erasure/erasures", "loads/bookkeeping_table", "runs/operations_table", "runs/run_history",
    ],
)  # fmt: skip
def test_each_table_that_is_created_is_one_that_may_be_missing(root: Path, name: str) -> None:
    text = (root / "macros" / f"{name}.sql").read_text("utf-8")
    (asked,) = re.findall(r"may_be_missing\(\[(.*?)\]\)", text, re.S)
    created = re.findall(r"create table if not exists \{\{ (.*?) \}\}", text)
    assert sorted(re.findall(r"\w+\([^)]*\)", asked)) == sorted(created) != []

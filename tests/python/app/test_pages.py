"""Every tab shows key figures and charts with tables, and reads only models of its exposure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import duckdb
import pytest
from application import Open
from streamlit.testing.v1 import AppTest

import dashboard.query
from dashboard.block_keys import engine
from dashboard.kpis import KPIS
from dashboard.masking import MASK, PERSONAL

TABS = (
    "executive",
    "revenue",
    "customers",
    "lifecycle",
    "pipeline",
    "clickstream",
    "fraud",
    "data_quality",
)
PAGES = (*TABS, "customer", "desk")
FILTERED = {"region": ["EMEA"], "segment": ["Retail"]}


@pytest.fixture(scope="module")
def started(opened: Open) -> Open:
    """The same after the libraries are imported and the search engine has started."""
    engine()
    opened("executive")
    return opened


@dataclass(frozen=True)
class Opened:
    """An opened page, the CPU time that it took without cached results, and what it read."""

    page: AppTest
    seconds: float
    models: frozenset[str]


def open_and_watch(open_page: Callable[[], AppTest]) -> Opened:
    """A page that reads everything again."""
    dashboard.query.fetched.clear()
    models: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dashboard.query, "record_models", models.update)
        start = process_time()
        page = open_page()
        return Opened(page, process_time() - start, frozenset(models))


@pytest.fixture(scope="module", params=TABS)
def tab(request: pytest.FixtureRequest, started: Open) -> tuple[str, Opened]:
    """Each tab with filters for region and segment, opened once."""
    return request.param, open_and_watch(lambda: started(request.param, **FILTERED))


def test_a_tab_starts_with_key_figures_and_every_chart_has_a_table(
    tab: tuple[str, Opened],
) -> None:
    name, page = tab[0], tab[1].page
    assert {metric.label for metric in page.metric} <= {kpi.label for kpi in KPIS.values()}
    assert len(page.metric) >= 3
    assert [item.value for item in page.error] == []
    # Only the filters' note of the clickstream; no chart without rows.
    assert len(page.info) == (name == "clickstream")
    kinds = [element.type for element in page.main]
    assert kinds.index("metric") < kinds.index("subheader")
    charts = len(page.get("vega_lite_chart"))
    assert charts >= 3
    tables = (len(page.dataframe), len(page.get("download_button")), len(page.subheader))
    assert len(set(tables)) == 1
    assert tables[0] >= charts


def test_a_tab_takes_less_than_two_seconds_of_cpu_time(tab: tuple[str, Opened]) -> None:
    assert tab[1].seconds < 2


def test_the_exposure_of_a_tab_names_the_models_that_it_reads(
    tab: tuple[str, Opened], exposures: dict[str, set[str]]
) -> None:
    assert tab[1].models == exposures[f"app_{tab[0]}"]


def test_a_search_takes_less_than_two_seconds_of_cpu_time(started: Open) -> None:
    found = open_and_watch(lambda: started("customer", search="Diane Fleury"))
    assert len(found.page.header) == 1
    assert found.seconds < 2


def test_the_exposure_of_the_customer_page_names_the_models_that_it_reads(
    started: Open, exposures: dict[str, set[str]]
) -> None:
    searches = (
        {"search": "Diane Fleury"},
        {"search": "C-3899D7PC11AMNJED", "as_of": date(2026, 1, 5)},
    )
    found = [open_and_watch(lambda state=state: started("customer", **state)) for state in searches]
    assert set().union(*(opened.models for opened in found)) == exposures["app_customer"]


def test_filters_carry_across_tabs_and_change_the_figures(opened: Open) -> None:
    app = opened("revenue")
    before = {metric.label: metric.value for metric in app.metric}
    app.multiselect(key="region").set_value(["APAC"]).run()
    after = {metric.label: metric.value for metric in app.metric}
    assert all(before[label] != after[label] for label in ("Revenue", "Orders"))
    app.switch_page("tabs/executive.py").run()
    assert app.multiselect(key="region").value == ["APAC"]
    assert {metric.label: metric.value for metric in app.metric}["Revenue"] == after["Revenue"]


@pytest.mark.parametrize("name", TABS)
def test_a_tab_without_rows_says_so(opened: Open, name: str) -> None:
    app = opened(name, period="Other days", days=(date(2023, 1, 1), date(2023, 1, 2)))
    assert [item.value for item in app.error] == []
    says_so = [item.value for item in app.info] == ["No rows for these filters."] * len(app.info)
    assert says_so and (len(app.info) > 0) == (name != "data_quality")


def test_held_deliveries_are_shown_with_rule_value_and_limit(
    opened: Open, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / published.name
    shutil.copy(published, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            "insert into bookkeeping.held_loads (feed, load, rule, column_name, allowed)"
            " select feed, landed_in, rule, column_name, 0.998 from operations.gate_results"
            " where feed = 'orders' and landed_in = 'B007' and rule = 'completeness'"
        )
        ((measured,),) = connection.execute(
            "select measured from marts.gate_audit where is_held"
        ).fetchall()
    monkeypatch.setenv("C360_PUBLISHED_PATH", str(copy))
    tables = [table.value for table in opened("data_quality").dataframe]
    (held,) = [table for table in tables if "held_since" in table.columns]
    shown = held[["feed", "batch", "rule", "value", "limit"]].values.tolist()
    rule = "rows accepted by all checks, at least"
    assert shown == [["orders", "B007", rule, f"{100 * float(measured):.10g}%", "99.8%"]]
    assert held["held_since"].notna().all()
    (results,) = [table for table in tables if "checked_at" in table.columns]
    worst_first = results["outcome"].map(["failed", "warned", "passed"].index)
    assert worst_first.is_monotonic_increasing and len(results) > 500
    assert set(results["rule"]) >= {rule, "rows that contradict another one, at most"}


def test_every_page_has_an_exposure(exposures: dict[str, set[str]]) -> None:
    assert set(exposures) == {f"app_{name}" for name in (*PAGES, "messages")}


def personal_values(app: AppTest) -> set[object]:
    """The values of columns with personal data in all tables of a page."""
    tables = [table.value for table in app.dataframe]
    return {
        value for table in tables for name in PERSONAL & set(table.columns) for value in table[name]
    }


def test_a_reader_sees_no_personal_data(tab: tuple[str, Opened]) -> None:
    assert personal_values(tab[1].page) <= {MASK, ""}


@pytest.mark.parametrize("name", ["customers", "fraud"])
def test_a_role_that_may_see_personal_data_sees_it(
    opened: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    shown = personal_values(opened(name))
    assert len(shown) > 10
    assert MASK not in shown


def test_small_samples_are_marked(opened: Open) -> None:
    tables = [table.value for table in opened("clickstream").dataframe]
    rates = [table for table in tables if "sample" in table.columns]
    assert len(rates) == 4
    for table in rates:
        is_small = table["sessions"] < 100
        assert (table["sample"] == "small sample").tolist() == is_small.tolist()
    assert any((table["sample"] == "small sample").any() for table in rates)


def test_charts_have_no_link_to_a_website_and_no_short_labels(tab: tuple[str, Opened]) -> None:
    for chart in tab[1].page.get("vega_lite_chart"):
        spec = json.loads(chart.proto.spec)
        assert spec["usermeta"]["embedOptions"]["actions"] is False
        axes = list(axes_of(spec))
        assert axes
        assert [axis for axis in axes if axis.get("labelLimit", 0) < 400] == []


def axes_of(part: Any) -> list[dict[str, Any]]:
    """The axes of a chart's specification."""
    if isinstance(part, list):
        return [axis for item in part for axis in axes_of(item)]
    if not isinstance(part, dict):
        return []
    own = [part["axis"]] if isinstance(part.get("axis"), dict) else []
    return own + [axis for key, item in part.items() if key != "datasets" for axis in axes_of(item)]

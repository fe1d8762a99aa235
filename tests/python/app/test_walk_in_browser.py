"""A walk through all pages in a browser, and a decision from the click to the golden record."""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
from browser import CHROMIUM, ask, browser, press_until, server, wait_for, wait_until, write
from playwright.sync_api import Page

from dbt_in_process import DATABASE, dbt_environment
from reference_build import Reference, run_command

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium"),
]
# Address -> heading, number of charts, search text, and words of the answer.
PAGES = {
    "": ("Executive", 4),
    "revenue": ("Revenue", 5),
    "customers": ("Customer 360", 5),
    "lifecycle": ("Lifecycle", 7),
    "pipeline": ("Pipeline", 5),
    "clickstream": ("Clickstream", 6),
    "fraud": ("Fraud", 5),
    "data_quality": ("MDM and data quality", 8),
    "customer": ("Customer", 2, "Search", "Diane Fleury", "History of the uid"),
    "messages": ("Messages", 0, "Search in messages", "late delivery", "best first"),
    "desk": ("Steward desk", 1),
}
HEADING = "document.querySelector('[data-testid=\"stMain\"] h1')?.innerText"
CHARTS = '[data-testid="stVegaLiteChart"]'
DRAWN = f"document.querySelectorAll('{CHARTS} svg').length"
# Elements that are not drawn yet, or shown faded because they may be replaced.
UNFINISHED = """
    document.querySelectorAll('[data-testid="stSkeleton"], [data-stale="true"]').length
"""
# Labels of charts that are not within their chart; the box of a letter is larger than the letter.
CUT = f"""
    [...document.querySelectorAll('{CHARTS} svg')].flatMap(chart => {{
        const whole = chart.getBoundingClientRect();
        return [...chart.querySelectorAll('text')].filter(label => {{
            const own = label.getBoundingClientRect();
            return own.width > 0 && (own.left < whole.left - 3 || own.right > whole.right + 3);
        }}).map(label => label.textContent);
    }})
"""
# The part of the width of each chart that its marks have; labels have the rest.
PLOTS = f"""
    [...document.querySelectorAll('{CHARTS} svg')].map(chart =>
        chart.querySelector('.role-frame .background').getBoundingClientRect().width
        / chart.getBoundingClientRect().width)
"""
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
ERRORS = """
    ['stException', 'stAlertContentError'].flatMap(kind =>
        [...document.querySelectorAll(`[data-testid="${kind}"]`)].map(error => error.innerText))
"""
# Streamlit draws the trends on cards itself, with an empty group for the mark under the pointer.
# Cells of several tables have the same ids, which WCAG no longer forbids since version 2.2.
FAULTS = """
    new Promise(resolve => setTimeout(resolve, 1000)).then(() => axe.run(
        {exclude: ['[data-testid="stMetricChart"]']},
        {resultTypes: ['violations'], rules: {'duplicate-id-active': {enabled: false}}}))
    .then(found => found.violations
        .filter(fault => ['serious', 'critical'].includes(fault.impact))
        .map(fault => [fault.id, fault.nodes.map(node => node.html)]))
"""
CURSOR = "document.activeElement.getAttribute('aria-label')"
MERGE = re.compile(r"(C-\w{16}) survives, (C-\w{16}) leads to it")


def wait_until_drawn(page: Page, heading: str, charts: int = 0) -> None:
    """Wait until a page shows its heading and, completely, all of its charts."""
    wait_until(lambda: page.evaluate(HEADING) == heading, f"the page {heading}")
    wait_until(lambda: page.evaluate(DRAWN) == charts, f"{charts} charts of {heading}")
    wait_until(lambda: page.evaluate(UNFINISHED) == 0, f"all elements of {heading}")
    wait_for(page, heading)


@pytest.mark.parametrize(("theme", "width"), [("light", 1400), ("dark", 1400), ("light", 390)])
def test_every_page_is_readable(published: Path, tmp_path: Path, theme: str, width: int) -> None:
    environment = {
        "C360_PUBLISHED_PATH": str(published),
        "C360_DUCKDB_PATH": str(tmp_path / DATABASE),
        "C360_APP_ROLE": "STEWARD",
    }
    axe = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    found: dict[str, Any] = {}
    with server(environment) as address, browser(theme, width) as page:
        for name, (heading, charts, *question) in PAGES.items():
            page.goto(f"{address}/{name}")
            if question:
                wait_until_drawn(page, heading)
                label, text, answer = question
                ask(page, label, text)
                wait_for(page, answer)
            wait_until_drawn(page, heading, charts)
            page.screenshot(path=tmp_path / f"{name or 'executive'}_{theme}_{width}.png")
            page.evaluate(f"{axe}; true")
            found[heading] = {
                "errors": page.evaluate(ERRORS),
                "cut": page.evaluate(CUT),
                "narrow": [share for share in page.evaluate(PLOTS) if share < 0.25],
                "too wide": page.evaluate(TOO_WIDE),
                "faults": page.evaluate(FAULTS),
            }
    assert {heading: page for heading, page in found.items() if any(page.values())} == {}


def test_a_decision_reaches_the_golden_record(reference: Reference, tmp_path: Path) -> None:
    database, folder = tmp_path / DATABASE, tmp_path / "published"
    folder.mkdir()
    shutil.copy(reference.database, database)
    shutil.copy(reference.database.parent / "published" / DATABASE, folder)
    environment = dbt_environment(database, tmp_path / "target")
    with (
        server({**environment, "C360_APP_ROLE": "STEWARD"}) as address,
        browser() as page,
    ):
        page.goto(f"{address}/desk")
        wait_for(page, "to decide, the largest effect first")
        press_until(page, "s", "Confirm SAME")
        effect = MERGE.search(page.inner_text("body"))
        assert effect, "the first question of the sample merges two customers"
        survivor, merged = effect.groups()
        wait_until(lambda: page.evaluate(CURSOR) == "Reason", "the cursor is in the reason")
        write(page, "called the customer")
        wait_for(page, "It takes effect with the next build.")
        (decision,) = (tmp_path / "test.stewardship" / "steward_decisions").glob("*")
        assert json.loads(decision.read_text("utf-8"))["decision"] == "SAME"
        run_command([sys.executable, "-m", "warehouse", "build"], environment)
        # The open page finds the new publication by itself.
        wait_for(page, "Waiting for the next build: 0 decisions")
        page.goto(f"{address}/customer")
        ask(page, "Search", merged)
        wait_for(page, "History of the uid")
        page.screenshot(path=tmp_path / "customer_after_the_build.png")
        assert survivor in page.inner_text("body")
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        found = connection.execute(
            "select resolved_uid from marts.customer_uid_redirects where customer_uid = ?", [merged]
        ).fetchall()
        gone = connection.execute(
            "select count(*) from marts.customer_summary where customer_uid = ?", [merged]
        ).fetchone()
    assert (found, gone) == ([(survivor,)], (0,))

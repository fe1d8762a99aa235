"""A steward decides with the keyboard alone, in a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import CHROMIUM, browser, press_until, server, wait_for, wait_until, write

from dbt_in_process import DATABASE

PAIRS = 3
CURSOR = "document.activeElement.getAttribute('aria-label')"


@pytest.mark.long
@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
def test_pairs_are_decided_with_the_keyboard(published: Path, tmp_path: Path) -> None:
    environment = {
        "C360_PUBLISHED_PATH": str(published),
        "C360_DUCKDB_PATH": str(tmp_path / DATABASE),
        "C360_APP_ROLE": "STEWARD",
    }
    log = tmp_path / "test.stewardship" / "steward_decisions"
    with server(environment) as address, browser() as page:
        page.goto(f"{address}/desk")
        wait_for(page, "to decide, the largest effect first")
        for number, (key, word) in enumerate([("s", "SAME"), ("d", "DIFFERENT"), ("u", "UNSURE")]):
            press_until(page, key, f"Confirm {word}")
            # The cursor is in the field for the reason.
            wait_until(lambda: page.evaluate(CURSOR) == "Reason", "the cursor is in the reason")
            write(page, f"called customer {number}")
            wait_for(page, "It takes effect with the next build.")
            wait_until(lambda number=number: len(list(log.glob("*"))) > number, "the file is there")
            page.screenshot(path=tmp_path / f"desk_{number}.png")
        rows = [json.loads(path.read_text("utf-8")) for path in sorted(log.glob("*"))]
        assert [row["decision"] for row in rows] == ["SAME", "DIFFERENT", "UNSURE"]
        assert [row["reason"] for row in rows] == [
            f"called customer {number}" for number in range(PAIRS)
        ]

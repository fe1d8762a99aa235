"""A steward decides with the keyboard alone, in a browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser import CHROMIUM, browser, server, wait_until

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
    with server(environment) as address, browser(tmp_path / "profile") as page:
        page.open(f"{address}/desk")
        page.wait_for("to decide, the largest effect first")
        for number, (key, word) in enumerate([("s", "SAME"), ("d", "DIFFERENT"), ("u", "UNSURE")]):
            page.press_until(key, f"Confirm {word}")
            # The cursor is in the field for the reason.
            wait_until(lambda: page.value(CURSOR) == "Reason", "the cursor is in the reason")
            page.write(f"called customer {number}")
            page.press("Enter")
            page.wait_for("It takes effect with the next build.")
            wait_until(lambda number=number: len(list(log.glob("*"))) > number, "the file is there")
            page.picture(tmp_path / f"desk_{number}.png")
        rows = [json.loads(path.read_text("utf-8")) for path in sorted(log.glob("*"))]
        assert [row["decision"] for row in rows] == ["SAME", "DIFFERENT", "UNSURE"]
        assert [row["reason"] for row in rows] == [
            f"called customer {number}" for number in range(PAIRS)
        ]

"""Finds columns of contracts whose values no model stores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from contracts.feed import Feed


def unstored_columns(root: Path, feeds: Iterable[Feed]) -> Iterator[tuple[str, str]]:
    """Feed and column of each declared column that no model of its feed names.

    Such a column is checked, but its values stay in the delivered files. The models of a feed are
    its landing view and the other staging models that name the feed. A feed without models is left
    out.
    """
    staging = root / "models" / "staging"
    models = {path: path.read_text("utf-8").lower() for path in staging.rglob("*.sql")}
    for feed in feeds:
        named = re.compile(rf"'(landing_)?{re.escape(feed.name)}'")
        text = "\n".join(
            sql for path, sql in models.items()
            if path.stem == f"landing_{feed.name}"
            or (path.parent.name != "landing" and named.search(sql))
        )  # fmt: skip
        for column in feed.columns:
            if text and not re.search(rf"\b{re.escape(column.name.lower())}\b", text):
                yield feed.name, column.name

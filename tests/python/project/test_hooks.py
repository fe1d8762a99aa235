"""Hooks run on both engines."""

from __future__ import annotations

import re

import pytest
from offline_project import Offline
from render_offline import LOADS

# What differs between two runs of one statement.
RUN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def comparable(sql: str) -> str:
    """A statement without line breaks, comments of dbt and the id of a run."""
    return RUN_ID.sub("run", " ".join(sql.split())).rstrip(" ;")


@pytest.mark.parametrize("load", LOADS)
def test_dbt_sends_the_hooks_of_models_to_snowflake(offline: Offline, load: str) -> None:
    """dbt-snowflake ignores hooks outside of a transaction, which Python models need on DuckDB."""
    sent = offline.sent(load)
    hooks = {
        unique_id: [comparable(sql) for sql in rendered.split(";\n") if sql.strip()]
        for unique_id, rendered in offline.hooks(load).items()
        if unique_id.startswith("model.") and unique_id in sent
    }
    assert "model.customer_360.cluster_assignments" in hooks
    ignored = {
        unique_id: sql
        for unique_id, statements in hooks.items()
        for sql in statements
        if sql not in comparable(" ; ".join(sent[unique_id]))
    }
    assert ignored == {}

"""The macros of golden values, rendered without dbt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mdm.standardise.macros import MACROS, load_macros

# Files whose macros use nothing of dbt, and of other folders only identity and types.
GOLDEN = (
    "candidate_forms", "connected_customers", "contact_keys", "flag_placeholders",
    "golden_contacts", "golden_forms", "golden_names", "name_case", "parent_evidence",
)  # fmt: skip


@pytest.fixture(scope="session")
def macros(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """The macros of golden values with those of identity that they call, by engine."""
    folder = tmp_path_factory.mktemp("macros")
    golden = [MACROS.parent / "golden" / f"{name}.sql" for name in GOLDEN]
    for path in [*MACROS.glob("*.sql"), *golden]:
        text = path.read_text(encoding="utf-8")
        text = text.replace("ref('placeholder_values')", "'listed'")
        text = text.replace("ref('frequent_values')", "'frequent_values'")
        text = text.replace("automate_dv.timestamp_text(", "('cast(%s as varchar)' % ")
        (folder / path.name).write_text(text, encoding="utf-8")
    return lambda engine="duckdb": load_macros(engine, folder)

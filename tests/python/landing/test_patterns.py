"""The pattern of a contract is data: quotes, backslashes and length do not change a statement."""

from __future__ import annotations

import duckdb
import jinja2
import pytest
from landing_macros import landing_macros

from contracts.declarations import entry


@pytest.mark.parametrize("pattern", ["[A-Z']+", r"\d+'", "a" * 120])
def test_a_pattern_is_data_wherever_it_is_written(pattern: str) -> None:
    """Quotes, backslashes and long patterns pass through the generated macro and the SQL."""
    written = "\n".join(entry("pattern", pattern, 8)).strip().removesuffix(",")
    read = jinja2.Environment().compile_expression(f"{{{written}}}")()["pattern"]
    assert read == pattern
    for engine in ("duckdb", "snowflake"):
        sql = str(landing_macros(engine).matches_pattern("value", read)).strip()
        literal = sql[sql.index("'") : -1]
        doubled = pattern.replace("'", "''")
        expected = doubled if engine == "duckdb" else doubled.replace("\\", "\\\\")
        assert literal == f"'{expected}'"
    condition = landing_macros().matches_pattern("value", read)
    assert duckdb.cursor().sql(f"select {condition} from (select '' as value)").fetchall() == [
        (False,)
    ]

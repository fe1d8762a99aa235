"""A full refresh of a parent that changes no record rewrites no matchable records."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from database_comparison import differences
from dbt_in_process import Project
from reference_build import Reference

CHANGES = {
    "a row of a version that is not in use": """
        insert into reference.match_model_parameters
        select * replace ('unused' as model_version) from reference.match_model_parameters limit 1
    """,
    "no bookkeeping": """
        delete from bookkeeping.processed_loads where consumer = 'matchable_records'
    """,
    "standardised records refreshed as a whole": """
        insert into bookkeeping.refreshed_keys (model, run_id)
        values ('standardised_records', 'an earlier run')
    """,
}


@pytest.mark.parametrize("change", CHANGES)
def test_matchable_records_stay_when_a_parent_is_refreshed_in_full(
    project: Project,
    reference: Reference,
    copy_of_reference: Callable[[str], Path],
    change: str,
) -> None:
    database = copy_of_reference("changed")
    with duckdb.connect(str(database)) as connection:
        connection.execute(CHANGES[change])
    project.run(database, "run", "--select", "matchable_records")
    assert differences(database, reference.database, ("business_vault",)) == {}

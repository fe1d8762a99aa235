"""Each circuit breaker fails on its attack, and no mart is published after that.

A breaker runs as compiled SQL on a copy of the warehouse, before and during an attack that is then
rolled back.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from dbt_in_process import Project

# Test -> SQL that makes it fail. The first customer of the sample absorbs others.
FIRST = "(select min(customer_uid) from business_vault.customer_identity)"
ATTACKS = {
    "no_golden_customer_exceeds_size_limit": (
        f"""
        update business_vault.customer_identity set customer_uid = {FIRST}
        where customer_hk in (
            select customer_hk from business_vault.customer_identity
            order by customer_hk limit 101
        )
        """
    ),
    "few_golden_customers_have_more_than_ten_records": (
        """
        update business_vault.customer_identity set customer_uid = numbered.uid
        from (
            select
                customer_hk,
                'C-' || (row_number() over (order by customer_hk) // 11)::varchar as uid
            from business_vault.customer_identity
        ) as numbered
        where customer_identity.customer_hk = numbered.customer_hk
        """
    ),
    "auto_merge_pairs_per_record_stay_below_limit": (
        """
        insert into business_vault.scored_pairs
        select pairs.* from business_vault.scored_pairs as pairs, range(4) as copies
        where tier = 'AUTO_MERGE' and known_to >= '9999-12-31'
        """
    ),
    "no_golden_customer_has_two_verified_tax_ids": (
        f"""
        update business_vault.customer_identity set customer_uid = {FIRST}
        where customer_hk in (
            select customer_hk from business_vault.customer_attributes_by_load_time
            where
                attribute = 'national_id' and known_to = '9999-12-31'
                and attribute_value similar to '[A-Z]{{2}}[0-9]{{9}}'
            order by customer_hk limit 2
        )
        """
    ),
    "named_customers_are_complete": "update marts.dim_customer set email = null",
}


LARGEST = """
    select max(record_count) from (
        select count(*) as record_count from business_vault.customer_identity group by customer_uid
    )
"""


@pytest.fixture(scope="module")
def breakers(documented: Path) -> dict[str, str]:
    """Name of a test -> the query of its number of failures."""
    manifest = json.loads((documented / "manifest.json").read_text(encoding="utf-8"))
    tests = [node for node in manifest["nodes"].values() if node["name"] in ATTACKS]
    assert {node["config"]["severity"].lower() for node in tests} == {"error"}
    return {
        node["name"]: f"select {node['config']['fail_calc']} from (\n{node['compiled_code']}\n)"
        for node in tests
    }


@pytest.fixture(scope="module")
def attacked(copy_of_reference: Callable[[str], Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the warehouse to break and restore, with the attacked views as tables."""
    with duckdb.connect(str(copy_of_reference("attacked"))) as connection:
        connection.execute("use business_vault")
        for view in ("customer_identity", "scored_pairs"):
            connection.execute(f"create table attacked as from {view}")
            connection.execute(f"drop view {view}")
            connection.execute(f"alter table attacked rename to {view}")
        yield connection


@pytest.mark.parametrize("breaker", ATTACKS)
def test_a_breaker_fails_only_during_its_attack(
    breaker: str, breakers: dict[str, str], attacked: duckdb.DuckDBPyConnection
) -> None:
    assert attacked.execute(breakers[breaker]).fetchall() == [(0,)]
    attacked.begin()
    try:
        attacked.execute(ATTACKS[breaker])
        assert attacked.execute(breakers[breaker]).fetchall() > [(0,)]
    finally:
        attacked.rollback()


def test_no_mart_is_published_after_a_breaker_fails(
    project: Project, copy_of_reference: Callable[[str], Path]
) -> None:
    """With hundreds of records in one customer, no mart is built."""
    database = copy_of_reference("broken")
    with duckdb.connect(str(database)) as connection:
        published = connection.execute("select max(record_count) from marts.dim_customer")
        published = published.fetchall()
        connection.execute(
            f"""
            update business_vault.sal_customer set customer_uid = {FIRST}
            where customer_hk in (
                select customer_hk from business_vault.customer_identity
                order by customer_hk limit 500
            )
            """
        )
    after = ["bsat_customer_engagement", "bsat_customer_lifecycle", "dim_customer"]
    breaker = "no_golden_customer_exceeds_size_limit"
    selected = ["customer_identity", *after, breaker]
    outcome = project.attempt(database, "build", "--select", *selected)
    assert not outcome.success
    assert outcome.statuses[breaker] == "fail"
    assert set(after) <= outcome.named("skipped")
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute(LARGEST).fetchall()[0][0] >= 500
        now = connection.execute("select max(record_count) from marts.dim_customer").fetchall()
        failed = connection.execute(f"""
            select model, measured >= 500, allowed::int, outcome from operations.gate_results
            where rule = '{breaker}' and outcome <> 'passed'
        """).fetchall()
    assert now == published
    assert failed == [("customer_identity, match_model_parameters", True, 100, "failed")]

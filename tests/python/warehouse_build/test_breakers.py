"""Each circuit breaker notices what it is there for, and nothing is published after it."""

import shutil
from pathlib import Path

import duckdb
import pytest
from dbt_runs import ROOT, run_dbt_on

# Test -> what makes it fail. The first customer of the sample takes in others.
FIRST = "(select min(customer_uid) from business_vault.customer_identity)"
ATTACKS = {
    "no_golden_customer_is_larger_than_allowed": (
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
    "few_pairs_a_record_merge_by_themselves": (
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
            select customer_hk from business_vault.customer_attributes_known
            where
                attribute = 'national_id' and known_to = '9999-12-31'
                and attribute_value similar to '[A-Z]{{2}}[0-9]{{9}}'
            order by customer_hk limit 2
        )
        """
    ),
}


@pytest.fixture
def attacked(built_at_once: Path, tmp_path: Path) -> Path:
    """A copy of the warehouse, to be broken."""
    copied = tmp_path / "c360.duckdb"
    shutil.copy(built_at_once, copied)
    return copied


def run_sql(database: Path, statement: str) -> list[tuple]:
    with duckdb.connect(str(database)) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("breaker", ATTACKS)
def test_a_breaker_notices_its_attack(breaker: str, attacked: Path) -> None:
    run_dbt_on(ROOT, attacked, "test", "--quiet", "--select", breaker)
    run_sql(attacked, ATTACKS[breaker])
    with pytest.raises(AssertionError, match=f"Failure in test {breaker}"):
        run_dbt_on(ROOT, attacked, "test", "--quiet", "--select", breaker)


def test_nothing_is_published_after_a_breaker(attacked: Path) -> None:
    """Hundreds of records in one customer: identity is rebuilt, and no mart after it."""
    largest = """
        select max(record_count) from (
            select count(*) as record_count from business_vault.customer_identity
            group by customer_uid
        )
    """
    published = run_sql(attacked, "select max(record_count) from marts.dim_customer")
    run_sql(
        attacked,
        f"""
        update business_vault.customer_memberships set customer_uid = {FIRST}
        where customer_hk in (
            select customer_hk from business_vault.customer_identity
            order by customer_hk limit 500
        )
        """,
    )
    selected = ["customer_identity", "bsat_customer_engagement", "bsat_customer_lifecycle"]
    selected += ["dim_customer", "no_golden_customer_is_larger_than_allowed"]
    with pytest.raises(AssertionError, match="SKIP=3"):
        run_dbt_on(ROOT, attacked, "build", "--select", *selected)
    assert run_sql(attacked, largest)[0][0] >= 500
    assert run_sql(attacked, "select max(record_count) from marts.dim_customer") == published

"""When a customer is split, its facts move to the parts; when it is merged, they move back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from database_comparison import differences
from dbt_in_process import DATABASE
from mdm.match_model import CURRENT
from reference_build import Reference

Replayed = Callable[..., None]
FACTS = {
    "fact_interactions": "interacted_at",
    "fact_sales": "ordered_at",
    "fact_transactions": "transacted_at",
}
PARAMETERS = "match_model_parameters"
AUTO_MERGE = f"kind = 'threshold' and field = 'AUTO_MERGE' and model_version = '{CURRENT}'"


def set_merge_threshold(replayed: Replayed, database: Path, score: str) -> None:
    """Set the lowest score of AUTO_MERGE and build its descendants; no feed has anything new."""
    with duckdb.connect(str(database)) as connection:
        changed = connection.execute(
            f"update reference.{PARAMETERS} set value = ? where {AUTO_MERGE}", [score]
        ).fetchall()
    assert changed == [(1,)]
    replayed(database, f"{PARAMETERS}+")


@pytest.fixture(scope="module")
def merge_threshold(reference: Reference) -> str:
    """The lowest score of AUTO_MERGE in the reference build."""
    return str(
        selected(
            reference.database,
            f"select value from reference.{PARAMETERS} where {AUTO_MERGE}",
        )[0][0]
    )


@pytest.fixture(scope="module")
def split(replayed: Replayed, copy_of_reference: Callable[[str], Path]) -> Path:
    """A database whose customers were split by a match model that requires a higher score."""
    database = copy_of_reference("split")
    set_merge_threshold(replayed, database, "0.999")
    return database


def selected(database: Path, query: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("fact", FACTS)
def test_a_split_moves_facts_by_source_record(fact: str, split: Path, reference: Reference) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{reference.database}' as before (read_only)")
        connection.execute(f"attach '{split}' as after (read_only)")
        moved, of_other_records = connection.execute(
            f"""
            select count(*), count(*) filter (one.customer_hk <> two.customer_hk)
            from before.marts.{fact} as one
            inner join after.marts.{fact} as two
                on one.{fact_key(fact)} = two.{fact_key(fact)}
            where one.customer_uid <> two.customer_uid
            """
        ).fetchall()[0]
    assert moved > 0
    assert of_other_records == 0


def fact_key(fact: str) -> str:
    """The key column of a fact."""
    return "order_product_hk" if fact == "fact_sales" else f"{fact[5:-1]}_hk"


@pytest.mark.parametrize(("fact", "event_at"), FACTS.items())
def test_facts_have_the_current_customer_and_its_version_at_the_time(
    fact: str, event_at: str, split: Path
) -> None:
    wrong = selected(
        split,
        f"""
        select facts.*
        from marts.{fact} as facts
        inner join business_vault.customer_identity as identity
            on facts.customer_hk = identity.customer_hk
        left join marts.dim_customer as versions
            on
                facts.customer_key = versions.customer_key
                and facts.{event_at} >= versions.valid_from
                and facts.{event_at} < versions.valid_to
        where
            facts.customer_uid <> identity.customer_uid
            or versions.customer_uid is distinct from identity.customer_uid
        """,
    )
    assert wrong == []


def test_a_merge_moves_all_facts_back(
    replayed: Replayed, split: Path, reference: Reference, merge_threshold: str, tmp_path: Path
) -> None:
    merged = tmp_path / DATABASE
    shutil.copy(split, merged)
    set_merge_threshold(replayed, merged, merge_threshold)
    assert differences(split, reference.database, ("marts",)) != {}
    assert differences(merged, reference.database, ("marts",)) == {}

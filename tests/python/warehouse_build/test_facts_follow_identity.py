"""A customer that is split moves its facts to the parts, and one that is merged moves them back."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from database_comparison import differences
from dbt_runs import run_dbt_on

FACTS = {
    "fact_interactions": "interacted_at",
    "fact_sales": "ordered_at",
    "fact_transactions": "transacted_at",
}
PARAMETERS = Path("seeds", "reference", "match_model_parameters.csv")


def demand(project: Path, score: str) -> None:
    """Let two records be one customer from a score on."""
    path = project / PARAMETERS
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    changed = [row for row in rows if (row["kind"], row["field"]) == ("threshold", "AUTO_MERGE")]
    assert len(changed) == 1
    changed[0]["value"] = score
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def conclude_anew(project: Path, database: Path) -> None:
    """Build what depends on the match model; no feed has anything new."""
    run_dbt_on(project, database, "seed", "--quiet", "--select", PARAMETERS.stem)
    run_dbt_on(project, database, "run", "--quiet", "--select", f"{PARAMETERS.stem}+")


@pytest.fixture(scope="module")
def split(
    built_at_once: Path,
    copied_project: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A database with the sample's customers, taken apart by a match model that demands more."""
    project = copied_project("demanding")
    demand(project, "0.999")
    database = tmp_path_factory.mktemp("split") / "c360.duckdb"
    shutil.copy(built_at_once, database)
    conclude_anew(project, database)
    return database


def selected(database: Path, query: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("fact", FACTS)
def test_a_split_moves_facts_by_their_source_record(
    fact: str, split: Path, built_at_once: Path
) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{built_at_once}' as before (read_only)")
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
    """The column that names a row of a fact."""
    return "order_product_hk" if fact == "fact_sales" else f"{fact[5:-1]}_hk"


@pytest.mark.parametrize(("fact", "event_at"), FACTS.items())
def test_each_fact_has_todays_customer_in_its_version_at_the_time(
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


def test_a_merge_brings_all_facts_back(
    split: Path, built_at_once: Path, copied_project: Callable[[str], Path], tmp_path: Path
) -> None:
    merged = tmp_path / "c360.duckdb"
    shutil.copy(split, merged)
    conclude_anew(copied_project("as_before"), merged)
    assert differences(split, built_at_once, ("marts",)) != {}
    assert differences(merged, built_at_once, ("marts",)) == {}

"""Drawn feeds are onboarded into a copy of the project.

The long form builds the models below the new feeds, up to the golden values, on the warehouse of
the sample. With further feeds, it also lints the copy and runs its tests of conventions.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from drawn_feeds import KINDS
from feeds_of_countries import COUNTRIES
from onboarded_project import OnboardedProject, copy_of, draw
from yamllint import linter
from yamllint.config import YamlLintConfig

from contracts.cli import check
from reference_build import Reference

STEPS = ("staging", "raw_vault", "business_vault/attributes", "business_vault/matching",
         "business_vault/clusters", "business_vault/golden")  # fmt: skip
MATCHED = 0.7


def build(copy: OnboardedProject, reference: Reference) -> None:
    """Builds what follows from the rows of the new feeds in a copy of the sample's warehouse."""
    copy.database.parent.mkdir()
    shutil.copy(reference.database, copy.database)
    selected = ["source_priorities"]
    for feed in copy.feeds:
        selected.append(feed)
        selected += [f"landing_{feed}+,path:models/{step}" for step in STEPS]
    copy.dbt(
        "build", "--indirect-selection", "cautious", "--exclude-resource-types", "unit_test",
        "--select", *selected,
    )  # fmt: skip


def query(copy: OnboardedProject, sql: str) -> list[tuple]:
    """The rows of a query on the warehouse of the copy."""
    with duckdb.connect(str(copy.database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def check_quarantine(copy: OnboardedProject) -> None:
    """Exactly the malformed rows are in quarantine, each with its reason."""
    for feed, drawn in copy.feeds.items():
        contract = copy.contract(feed)
        sources = {column.name: column.source_name for column in contract.columns}
        table = f"quarantine.quarantine_{contract.feed.stage.removeprefix('stg_')}"
        found: Counter[tuple[str, str]] = Counter()
        for (text,) in query(copy, f"select quarantine_reason from {table}"):
            reason, _, column = text.partition(" in ")
            found[reason, sources[column]] += 1
        assert found == drawn.reasons, feed


def check_balance(copy: OnboardedProject) -> None:
    """Each row that landed was loaded, is already known or was rejected."""
    for feed, drawn in copy.feeds.items():
        counts = query(
            copy,
            "select sum(landed), sum(loaded + already_known + quarantined + held), sum(loaded),"
            f" sum(quarantined) from raw_vault.load_counts where feed = '{feed}'",
        )
        ((landed, accounted, loaded, quarantined),) = counts
        assert landed == accounted == drawn.rows, feed
        assert quarantined == drawn.reasons.total(), feed
        assert loaded > 0, feed


def check_members(copy: OnboardedProject, feed: str) -> None:
    """The records of a customer source are members of golden customers of other systems."""
    system = copy.contract(feed).feed.customer_system.name
    ((records, matched, golden),) = query(
        copy,
        f"""
        select
            count(*),
            count(*) filter (customer_uid in (
                select customer_uid from business_vault.customer_identity
                where source_system <> '{system}'
            )),
            count(*) filter (customer_uid in (
                select customer_uid from business_vault.golden_values
                where source_system = '{system}'
            ))
        from business_vault.customer_identity where source_system = '{system}'
        """,
    )
    drawn = copy.feeds[feed]
    assert records == drawn.rows - drawn.reasons.total()
    assert matched > MATCHED * records
    assert golden > 0


def check_deletions(copy: OnboardedProject, feed: str) -> None:
    """The key that the second snapshot lacks was deleted."""
    contract = copy.contract(feed)
    entity = contract.feed.vault_key[0].removesuffix("_hk")
    deleted = query(
        copy,
        f"select {entity}_id from raw_vault.status_sat_{entity}__{contract.source} as statuses"
        f" inner join raw_vault.hub_{entity} as hub on statuses.{entity}_hk = hub.{entity}_hk"
        " where status = 'DELETED'",
    )
    assert deleted == [("A-0007",)]


def check_links(copy: OnboardedProject, feed: str) -> None:
    """Each event that names a customer has a link to it."""
    entity = copy.contract(feed).feed.vault_key[0].removesuffix("_hk")
    ((links,),) = query(copy, f"select count(*) from raw_vault.link_customer_{entity}")
    drawn = copy.feeds[feed]
    assert links == drawn.rows - drawn.reasons.total()


def yaml_problems(copy: OnboardedProject, names: set[str]) -> list[str]:
    """What yamllint finds in the files."""
    config = YamlLintConfig(file=str(copy.folder / ".yamllint"))
    return [
        f"{name}: {problem}"
        for name in sorted(names)
        if name.endswith((".yml", ".yaml"))
        for problem in linter.run((copy.folder / name).read_text("utf-8"), config)
    ]


@dataclass
class Onboarded:
    """A copy of the project with a feed of each kind. before: its files without them."""

    copy: OnboardedProject
    names: dict[str, str]
    before: dict[str, bytes]


def onboard_all(root: Path, folder: Path, seed: int, kinds: Sequence = KINDS) -> Onboarded:
    """Onboards a feed of each kind into a copy of the project."""
    copy = copy_of(root, folder / "project")
    before = copy.content()
    drawn = draw(kinds, root, folder / "files", seed)
    names = {feed.name: copy.onboard(feed) for feed in drawn}
    return Onboarded(copy, names, before)


def check_files(onboarded: Onboarded) -> None:
    """The contracts and the files that follow from them are valid."""
    copy = onboarded.copy
    assert check(copy.folder) == []
    assert yaml_problems(copy, set(copy.content()) - set(onboarded.before)) == []


def check_rows(onboarded: Onboarded) -> None:
    """Members are matched, malformed rows are quarantined, and the counts balance."""
    copy, names = onboarded.copy, onboarded.names
    check_quarantine(copy)
    check_balance(copy)
    for name in names:
        if name.endswith("customers"):
            check_members(copy, names[name])
    check_links(copy, names["events"])
    check_deletions(copy, names["snapshots"])


@pytest.fixture(scope="module")
def onboarded(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Onboarded:
    """A copy with feeds drawn from one seed. The tests below use it in order."""
    return onboard_all(root, tmp_path_factory.mktemp("onboarded"), seed=0)


def test_drawn_feeds_have_valid_contracts_and_files(onboarded: Onboarded) -> None:
    check_files(onboarded)


@pytest.mark.long
def test_drawn_feeds_are_loaded_matched_and_balanced(
    onboarded: Onboarded, reference: Reference
) -> None:
    build(onboarded.copy, reference)
    check_rows(onboarded)


def test_a_second_run_keeps_edited_files_and_shows_the_difference(onboarded: Onboarded) -> None:
    copy, name = onboarded.copy, onboarded.names["customers"]
    contract = f"contracts/{name}.odcs.yaml"
    first = copy.content()
    assert "Wrote" not in copy.run("feed", CONTRACT=contract)
    assert copy.content() == first
    stage = copy.contract(name).feed.stage
    (model,) = copy.folder.glob(f"models/staging/*/{stage}.sql")
    edited = model.read_text("utf-8").replace("from source\n", "from source\n    limit 7\n")
    model.write_text(edited, "utf-8")
    printed = copy.run("feed", CONTRACT=contract)
    assert "-    limit 7" in printed
    assert f"Kept {model.relative_to(copy.folder)}, which differs" in printed
    assert model.read_text("utf-8") == edited


def test_a_removed_feed_leaves_nothing_behind(onboarded: Onboarded) -> None:
    copy, before = onboarded.copy, onboarded.before
    assert len(set(copy.content()) - set(before)) > 40
    for name in onboarded.names.values():
        copy.run("remove-feed", FEED=name)
    after = copy.content()
    assert {path for path in after if after[path] != before.get(path)} == set()
    assert set(after) == set(before)


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_further_feeds_pass_lint_and_the_tests_of_conventions(
    root: Path, tmp_path: Path, reference: Reference, seed: int
) -> None:
    onboarded = onboard_all(root, tmp_path, seed, (*KINDS, *COUNTRIES))
    check_files(onboarded)
    build(onboarded.copy, reference)
    check_rows(onboarded)
    copy = onboarded.copy
    written = sorted(set(copy.content()) - set(onboarded.before))
    environment = {"C360_DUCKDB_PATH": ":memory:", "DBT_TARGET_PATH": "target/lint"}
    environment |= {"DBT_PROJECT_DIR": str(copy.folder), "DBT_PROFILES_DIR": str(copy.folder)}
    folder = Path(sys.executable).parent
    copy.command(str(folder / "dbt"), "--quiet", "parse", **environment)
    copy.command(str(folder / "dbt-bouncer"), "run", "--show-all-failures", **environment)
    sql = [name for name in written if name.endswith(".sql")]
    lint = [sys.executable, "scripts/lint_sql.py", "lint", "--disable-progress-bar"]
    copy.command(*lint, *sql, **environment)
    copy.command(sys.executable, "-m", "contracts", "lint")
    # The copy has no history of git.
    copy.command(
        sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider",
        "tests/python/project", "--ignore", "tests/python/project/test_repository.py",
        "tests/python/warehouse/test_landing_files.py",
    )  # fmt: skip

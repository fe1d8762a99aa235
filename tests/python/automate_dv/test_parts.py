"""Tables that are loaded in parts equal those that got the same parts as loads in order."""

from __future__ import annotations

from random import Random

import pytest
from in_order_histories import upstream_rows
from load_histories import Delivery, changes
from vault_project import DEFAULT, MakeProject, VaultProject

WRONG = ["hub_without_ranks", "no_placeholder"]


@pytest.fixture(scope="module", params=[500, pytest.param(10_000, marks=pytest.mark.long)])
def feed(request: pytest.FixtureRequest) -> list[Delivery]:
    """The deliveries of so many keys."""
    return changes(Random(7), request.param)


@pytest.fixture(scope="module")
def project(new_project: MakeProject, feed: list[Delivery]) -> VaultProject:
    """All deliveries are staged before the first of two runs."""
    project = new_project("parts")
    project.deliver("change", [
        (1, it.key, None, it.loaded_at, it.changed_at, *it.payload, "feed") for it in feed
    ])  # fmt: skip
    for _ in range(2):
        project.run("--select", "path:models/parts", "--exclude", *WRONG, variables=DEFAULT)
    return project


def rows(project: VaultProject, table: str) -> set[Delivery]:
    """The rows of a satellite as deliveries."""
    query = f"select thing_id, loaded_at, one, two, effective_from from {table}"
    return {Delivery(row[0], row[1], (row[2], row[3]), row[4]) for row in project.rows(query)}


@pytest.mark.parametrize("table", ["sat_by_period", "sat_by_rank"])
def test_a_satellite_has_a_row_for_each_change(
    project: VaultProject, feed: list[Delivery], table: str
) -> None:
    assert rows(project, table) == upstream_rows(feed)
    assert project.count(table) == len(upstream_rows(feed))


def test_a_start_date_excludes_what_was_loaded_before(
    project: VaultProject, feed: list[Delivery]
) -> None:
    later = [it for it in feed if f"{it.loaded_at:%m-%d}" >= "01-05"]
    assert 0 < len(later) < len(feed)
    assert rows(project, "sat_by_month") == upstream_rows(later)


def test_a_hub_has_each_key_once(project: VaultProject, feed: list[Delivery]) -> None:
    assert project.count("hub_by_rank") == len({it.key for it in feed})


def test_the_first_run_loads_the_first_part(new_project: MakeProject, feed: list[Delivery]) -> None:
    project = new_project("first_part")
    days = sorted({it.loaded_at.date() for it in feed})
    project.deliver("change", [
        (1, it.key, None, it.loaded_at, it.changed_at, *it.payload, "feed") for it in feed
    ])  # fmt: skip
    project.run("--select", "+sat_by_period", variables=DEFAULT)
    assert project.rows("select distinct cast(loaded_at as date) from sat_by_period") == [
        (days[0],)
    ]


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("hub_without_ranks", "the config or meta key rank_column is required; it is 'None'"),
        ("no_placeholder", "the query has no __RANK_FILTER__"),
    ],
)
def test_a_wrong_model_is_refused(project: VaultProject, model: str, message: str) -> None:
    results = project.invoke("run", "--no-write-json", "--select", model).result.results
    [error] = [run.message for run in results if run.node.name == model]
    assert message in error and model in error

"""A model depends on what it is computed from, and folders depend on each other in one direction.

Otherwise one bad row of a feed would stop marts that do not use it, and the graph would be hard to
follow.
"""

from __future__ import annotations

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest
from model_graph import REGISTER, Nodes, ancestors, feeds, parents, with_parent

LONGEST_MODEL = 150
DEEPEST_CUSTOMER = 28
# The log of accepted files, which every landing view reads.
ACCEPTED_FILES = "seed.customer_360.accepted_files"

# The tables of the raw vault that a column of a mart is about, by a part of its name. A mart uses
# the feeds of these tables and no others; test_feeds_of_vault.py checks which feeds those are.
DECISIONS = {"nh_link_steward_decision", "sat_customer_override__steward"}
# The feeds of full snapshots and rulings, which decide which records and products exist.
RECORDS = {"hub_customer", "status_sat_customer__sap"}
PRODUCTS = {"hub_product", "status_sat_product__erp"}
ACTIVITIES = {
    "hub_order",
    "hub_ticket",
    "hub_interaction",
    "hub_transaction",
    "nh_link_clickstream",
}
TABLES_OF_COLUMNS = {
    # A golden customer depends on all customer records and on the decisions about them.
    r"customer|_uid$|^record_|golden_|review_": RECORDS | DECISIONS,
    r"_eur$|lifetime_value": {"ref_exchange_rates"},
    r"account": {"hub_account"},
    r"alert|fraud": {"hub_fraud_alert"},
    r"campaign|click|conversion|page|session": {"nh_link_clickstream"},
    r"^churn|^from_stage|^health|^last_activity|^lifecycle|^moved_events": ACTIVITIES,
    r"deal|opportunity|pipeline": {"hub_opportunity"},
    r"interaction": {"hub_interaction"},
    r"lead": {"sat_customer__marketing"},
    r"order|revenue|lifetime_value": {"hub_order"},
    r"profit|product_(key|id|count)": PRODUCTS,
    r"sales_rep": {"sat_order__shop", "sat_opportunity__salesforce"},
    r"shipment": {"hub_shipment"},
    r"ticket": {"hub_ticket"},
    r"transaction": {"hub_transaction"},
    r"uptime": {"ref_platform_metrics"},
    r"data_quality|already_known": {"load_counts"},
}
# Hub -> the feeds whose tables a mart about the entity may read. Other feeds name its keys, as a
# shipment does an order, and lead to the mart through the hub alone.
FEEDS_OF_HUBS = {
    "hub_account": {"finance_accounts"},
    "hub_order": {"orders", "order_lines"},
    "hub_product": {"products"},
    "hub_transaction": {"finance_transactions"},
}
# A wide table that extends another one also has its feeds.
EXTENDED = {"cross_domain_analytics": "customer_summary"}


def models_below(nodes: Nodes, name: str) -> set[str]:
    """Names of the models computed from a table."""
    return {
        model
        for model, node in nodes.items()
        if node["resource_type"] == "model" and name in ancestors(nodes, model)
    }


@pytest.mark.parametrize(
    ("table", "at_most"), [("ref_platform_metrics", 5), ("sat_shipment__logistics", 8)]
)
def test_few_models_are_below_a_table_of_one_feed(nodes: Nodes, table: str, at_most: int) -> None:
    assert 0 < len(models_below(nodes, table)) <= at_most


def tables_of_columns(nodes: Nodes, mart: str) -> set[str]:
    """Names of the tables that the columns of a mart are about."""
    columns = [*nodes[mart]["columns"], *nodes[EXTENDED.get(mart, mart)]["columns"]]
    return {
        table
        for part, of_column in TABLES_OF_COLUMNS.items()
        for table in of_column
        if any(re.search(part, column) for column in columns)
    }


def unused_feeds(nodes: Nodes) -> dict[str, set[str]]:
    """The feeds that marts are computed from, although none of their columns is about them."""
    marts = [name for name, node in nodes.items() if node["fqn"][1] == "marts"]
    found = {}
    for mart in marts:
        tables = tables_of_columns(nodes, mart)
        used = {feed for table in tables for feed in feeds(nodes, table)}
        used_directly = {"accepted_files"}.union(
            *(FEEDS_OF_HUBS.get(table) or feeds(nodes, table) for table in tables)
        )
        direct = feeds(nodes, mart, without=FEEDS_OF_HUBS)
        found[mart] = (feeds(nodes, mart) - used) | (direct - used_directly)
    return {mart: unused for mart, unused in found.items() if unused}


def test_marts_are_computed_from_feeds_that_their_columns_are_about(nodes: Nodes) -> None:
    assert unused_feeds(nodes) == {}


@pytest.mark.parametrize(
    ("mart", "parent", "feed"),
    [
        ("dim_page", "sat_ticket__support", "support_tickets"),
        ("fact_sales", "ref_platform_metrics", "platform_metrics"),
        ("fact_transactions", "nh_link_ledger_entry", "finance_ledger_entries"),
        ("order_metrics", "sat_shipment__logistics", "shipments"),
        ("fact_interactions", "bsat_customer_engagement", "clickstream"),
        ("transaction_summary", "dim_customer", "clickstream"),
    ],
)
def test_a_needless_dependency_is_reported(nodes: Nodes, mart: str, parent: str, feed: str) -> None:
    assert feed in unused_feeds(with_parent(nodes, mart, parent))[mart]


def test_only_dates_and_the_audit_read_the_register_of_deliveries(nodes: Nodes) -> None:
    readers = {name for name in nodes if REGISTER in parents(nodes, name)}
    assert readers == {"current_as_of_date", "delivery_dates", "load_counts"}


def stopping_tests(manifest: dict[str, Any]) -> list[str]:
    """Error-level tests only on what is above nearly every model.

    That is the register of deliveries, what it is read from, the dates, and the log of accepted
    files.
    """
    nodes = manifest["nodes"]
    register = f"model.customer_360.{REGISTER}"
    dates = {
        node
        for node, found in nodes.items()
        if found["resource_type"] == "model" and folder_of(found) == "business_vault/dates"
    }
    assert len(dates) == 3
    landed = set(nodes[register]["depends_on"]["nodes"])
    feeds_landed = {key for node in landed for key in nodes[node]["depends_on"]["nodes"]}
    upstream = dates | {register, ACCEPTED_FILES} | landed | feeds_landed
    return [
        node["name"]
        for node in nodes.values()
        if node["resource_type"] == "test"
        and node["config"]["severity"].lower() == "error"
        and set(node["depends_on"]["nodes"]) & upstream
        and set(node["depends_on"]["nodes"]) <= upstream
    ]


def test_nothing_that_all_models_read_stops_a_build(manifest: dict[str, Any]) -> None:
    assert stopping_tests(manifest) == []


@pytest.mark.parametrize("table", [ACCEPTED_FILES, "model.customer_360.current_as_of_date"])
def test_a_test_that_stops_all_models_is_reported(manifest: dict[str, Any], table: str) -> None:
    test = {"resource_type": "test", "name": "added", "config": {"severity": "ERROR"}}
    test["depends_on"] = {"nodes": [table]}
    changed = manifest | {"nodes": manifest["nodes"] | {"test.added": test}}
    assert stopping_tests(changed) == ["added"]


def test_only_accepted_files_and_the_register_are_above_nearly_every_model(nodes: Nodes) -> None:
    models = {name for name, node in nodes.items() if node["resource_type"] == "model"}
    models_of = Counter(feed for name in models for feed in feeds(nodes, name))
    everywhere = {feed for feed, count in models_of.items() if count > len(models) * 0.9}
    assert everywhere == {ACCEPTED_FILES.split(".")[-1]}


def stopping_tests_of_shared_hubs(manifest: dict[str, Any], nodes: Nodes) -> dict[str, set[str]]:
    """Error-level tests that stop a hub with keys of several feeds, and the hubs.

    dbt skips a table if a test fails and the table is computed from all that the test reads.
    """
    hubs = {
        name: ancestors(nodes, name)
        for name in nodes
        if name.startswith("hub_") and len(feeds(nodes, name) - {"accepted_files"}) > 1
    }
    assert "hub_customer" in hubs
    found = {}
    for test in manifest["nodes"].values():
        if test["resource_type"] == "test" and test["config"]["severity"].lower() == "error":
            read = {key.split(".")[-1] for key in test["depends_on"]["nodes"]}
            found[test["name"]] = {hub for hub, above in hubs.items() if read and read <= above}
    return {name: stopped for name, stopped in found.items() if stopped}


def test_no_test_of_one_feed_stops_a_hub_of_several(manifest: dict[str, Any], nodes: Nodes) -> None:
    """A null in a fraud alert would stop every mart with customers."""
    assert stopping_tests_of_shared_hubs(manifest, nodes) == {}


@pytest.mark.parametrize(
    ("tables", "stopped"),
    [
        (["stg_risk__fraud_alerts"], {"hub_customer", "hub_order", "hub_transaction"}),
        (["stg_logistics__shipments"], {"hub_order"}),
        (["stg_risk__fraud_alerts", "sat_fraud_alert__risk"], None),
    ],
)
def test_a_test_that_stops_a_shared_hub_is_reported(
    manifest: dict[str, Any], nodes: Nodes, tables: list[str], stopped: set[str] | None
) -> None:
    test = {"resource_type": "test", "name": "added", "config": {"severity": "ERROR"}}
    test["depends_on"] = {"nodes": [nodes[table]["unique_id"] for table in tables]}
    changed = manifest | {"nodes": manifest["nodes"] | {"test.added": test}}
    assert stopping_tests_of_shared_hubs(changed, nodes).get("added") == stopped


def test_every_feed_of_a_shared_hub_is_compared_with_the_vault(
    manifest: dict[str, Any], nodes: Nodes
) -> None:
    """Staging without tests of its own: its rows without a key fail the comparison of its feed."""
    staged = {
        stage
        for name in nodes
        if name.startswith("hub_") and len(feeds(nodes, name) - {"accepted_files"}) > 1
        for stage in parents(nodes, name)
    }
    compared = {
        key.split(".")[-1]
        for test in manifest["nodes"].values()
        if test["resource_type"] == "test" and test["name"].startswith("vault_matches_feed_")
        for key in test["depends_on"]["nodes"]
    }
    assert len(staged) > 15
    assert staged <= compared


def folder_of(node: dict[str, Any]) -> str:
    """The folder of a model or seed, with the folders around it."""
    return "/".join(node["fqn"][1:-1])


def test_folders_depend_on_each_other_in_one_direction(nodes: Nodes) -> None:
    folders: dict[str, set[str]] = {}
    for name, node in nodes.items():
        if node["resource_type"] == "model":
            read = {folder_of(nodes[parent]) for parent in parents(nodes, name)}
            folders.setdefault(folder_of(node), set()).update(read - {folder_of(node)})
    folders = {folder: read & set(folders) for folder, read in folders.items()}
    try:
        order = list(TopologicalSorter(folders).static_order())
    except CycleError as error:
        pytest.fail(f"the folders form a cycle: {' <- '.join(error.args[1])}")
    assert len(order) == len(folders)


def test_dim_customer_is_at_most_28_models_deep(nodes: Nodes) -> None:
    models = {name for name, node in nodes.items() if node["resource_type"] == "model"}
    read = {name: parents(nodes, name) & models for name in models}
    depths: dict[str, int] = {}
    for name in TopologicalSorter(read).static_order():
        depths[name] = 1 + max((depths[parent] for parent in read[name]), default=0)
    assert 1 < depths["dim_customer"] <= DEEPEST_CUSTOMER


def test_no_model_exceeds_150_lines(manifest: dict[str, Any], root: Path) -> None:
    paths = {
        node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    lengths = {path: len((root / path).read_text("utf-8").splitlines()) for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_MODEL} == {}


def test_refresh_from_lists_only_tables_that_a_model_reads(nodes: Nodes) -> None:
    wrong = []
    for name, node in nodes.items():
        refresh_from = node["config"].get("meta", {}).get("refresh_from") or {}
        read = ancestors(nodes, name)
        wrong += [f"{name}: {parent}" for parent in refresh_from if parent not in read]
    assert wrong == []


def test_marts_or_analyses_read_each_point_in_time_table_and_bridge(
    manifest: dict[str, Any],
) -> None:
    nodes = manifest["nodes"].values()
    tables = {
        node["unique_id"]
        for node in nodes
        if node["resource_type"] == "model" and node["name"].startswith(("pit_", "bridge_"))
    }
    read = {
        parent
        for node in nodes
        if node["resource_type"] == "analysis" or node["fqn"][1] == "marts"
        for parent in node["depends_on"]["nodes"]
    }
    assert len(tables) == 5
    assert tables - read == set()


def test_golden_records_and_facts_find_customers_through_the_same_as_link(nodes: Nodes) -> None:
    links = {"sal_customer", "eff_sat_sal_customer"}
    for name in ("customer_version_lookup", "customer_memberships"):
        assert links <= parents(nodes, name)
    # A month has the members of its end, not of an event.
    assert "customer_memberships" in parents(nodes, "bsat_customer_engagement_monthly")
    facts = [
        name
        for name, node in nodes.items()
        if name.startswith("fact_")
        and "customer_uid" in node["columns"]
        and name != "fact_customer_monthly"
    ]
    assert len(facts) >= 8
    for fact in facts:
        assert "customer_version_lookup" in parents(nodes, fact), fact
    readers = [
        name
        for name in nodes
        if "customer_identity_assignments" in parents(nodes, name) and name not in links
    ]
    assert readers == []

"""A model depends on what it is computed from, and folders depend on each other in one direction.

Otherwise one bad row of a feed would stop marts that do not use it, and the graph would be hard to
follow.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

Nodes = dict[str, dict[str, Any]]
LONGEST_MODEL = 150

# The current as-of date comes from the register of deliveries, which has no test that stops a
# build. Every feed leads to it, so it does not count as an ancestor.
REGISTER = "stg_landing__deliveries"
# Feeds that deliver keys of customer records, all of which are matched.
CUSTOMERS = {
    "finance_accounts", "fraud_alerts", "interactions", "marketing_leads", "opportunities",
    "oracle_customers", "orders", "salesforce_accounts", "salesforce_contacts", "sap_kna1",
    "support_tickets",
}  # fmt: skip
DECISIONS = {"steward_decisions", "steward_overrides"}
# Feeds that deliver keys of orders and of transactions.
ORDERS = {"orders", "order_lines", "shipments", "fraud_alerts"}
TRANSACTIONS = {"finance_transactions", "finance_ledger_entries", "fraud_alerts"}
ALL_CUSTOMER_EVENTS = (
    CUSTOMERS | DECISIONS | ORDERS | TRANSACTIONS | {"clickstream", "exchange_rates"}
)
GOLDEN = CUSTOMERS | DECISIONS
EVERYTHING = ALL_CUSTOMER_EVENTS | {"products", "platform_metrics"}
USED_FEEDS = {
    "cross_domain_analytics": ALL_CUSTOMER_EVENTS | {"products"},
    "customer_attribute_conflicts": GOLDEN,
    "customer_change_events": GOLDEN,
    "customer_id_changes": GOLDEN,
    "customer_id_lifecycle": GOLDEN,
    "customer_id_resolution": GOLDEN,
    "customer_id_tombstones": GOLDEN,
    "customer_summary": ALL_CUSTOMER_EVENTS | {"products"},
    "customer_uid_redirects": GOLDEN,
    "dim_account": GOLDEN | TRANSACTIONS | {"exchange_rates"},
    "dim_campaign": {"clickstream", "marketing_leads"},
    "dim_customer": ALL_CUSTOMER_EVENTS,
    "dim_customer_lifecycle": ALL_CUSTOMER_EVENTS,
    "dim_date": ALL_CUSTOMER_EVENTS,
    "dim_page": {"clickstream"},
    "dim_product": {"order_lines", "products"},
    "dim_sales_rep": ORDERS | CUSTOMERS,
    "fact_clickstream": GOLDEN | {"clickstream"},
    "fact_fraud_signals": GOLDEN | ORDERS | {"exchange_rates"},
    "fact_interactions": GOLDEN,
    "fact_pipeline": GOLDEN | {"exchange_rates"},
    "fact_pipeline_daily": GOLDEN | {"exchange_rates"},
    "fact_realtime_metrics": EVERYTHING,
    "fact_sales": GOLDEN | ORDERS | {"exchange_rates", "products"},
    "fact_shipments": GOLDEN | ORDERS | {"exchange_rates"},
    "fact_transactions": GOLDEN | TRANSACTIONS | {"exchange_rates"},
    "golden_value_lineage": GOLDEN,
    "load_audit": EVERYTHING,
    "match_quality_metrics": GOLDEN,
    "mdm_match_pairs": GOLDEN,
    "order_metrics": ALL_CUSTOMER_EVENTS,
    "steward_review_queue": ALL_CUSTOMER_EVENTS,
    "transaction_summary": ALL_CUSTOMER_EVENTS,
}


@pytest.fixture(scope="module")
def nodes(manifest: dict[str, Any]) -> Nodes:
    """Models and seeds of the project by name."""
    return {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }


def parents(nodes: Nodes, name: str) -> set[str]:
    """Names of the models and seeds that a model reads."""
    found = {key.split(".")[-1] for key in nodes[name]["depends_on"].get("nodes", [])}
    return found & set(nodes)


def ancestors(nodes: Nodes, name: str) -> set[str]:
    """Names of all tables that a model is computed from, except the register of deliveries."""
    found, waiting = set(), [name]
    while waiting:
        new = parents(nodes, waiting.pop()) - found - {REGISTER}
        found |= new
        waiting += new
    return found


def models_below(nodes: Nodes, name: str) -> set[str]:
    """Names of the models computed from a table."""
    return {
        model
        for model, node in nodes.items()
        if node["resource_type"] == "model" and name in ancestors(nodes, model)
    }


def is_feed(node: dict[str, Any]) -> bool:
    return node["resource_type"] == "seed" and node["fqn"][1] in ("feeds", "stewardship")


@pytest.mark.parametrize(
    ("table", "at_most"), [("ref_platform_metrics", 5), ("sat_shipment__logistics", 8)]
)
def test_few_models_are_below_a_table_of_one_feed(nodes: Nodes, table: str, at_most: int) -> None:
    assert 0 < len(models_below(nodes, table)) <= at_most


def test_marts_have_the_feeds_that_they_use_as_ancestors(nodes: Nodes) -> None:
    marts = [name for name, node in nodes.items() if "marts" in node["fqn"]]
    found = {
        mart: {feed for feed in ancestors(nodes, mart) if is_feed(nodes[feed])} for mart in marts
    }
    assert {mart: feeds ^ USED_FEEDS[mart] for mart, feeds in found.items()} == {
        mart: set() for mart in USED_FEEDS
    }


def test_only_dates_and_the_audit_read_the_register_of_deliveries(nodes: Nodes) -> None:
    readers = {name for name in nodes if REGISTER in parents(nodes, name)}
    assert readers == {"current_as_of_date", "delivery_dates", "load_counts"}


def test_the_as_of_date_stops_no_build(manifest: dict[str, Any]) -> None:
    register = f"model.customer_360.{REGISTER}"
    as_of_date = "model.customer_360.current_as_of_date"
    upstream = {as_of_date, register} | set(manifest["nodes"][register]["depends_on"]["nodes"])
    upstream |= {
        key for node in list(upstream) for key in manifest["nodes"][node]["depends_on"]["nodes"]
    }
    stopping = [
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and node["config"]["severity"].lower() == "error"
        and set(node["depends_on"]["nodes"]) & upstream
        and set(node["depends_on"]["nodes"]) <= upstream
    ]
    assert stopping == []


@pytest.mark.parametrize("layer", ["staging", "raw_vault", "business_vault", "marts"])
def test_folders_of_a_layer_depend_on_each_other_in_one_direction(nodes: Nodes, layer: str) -> None:
    folders: dict[str, set[str]] = {}
    for name, node in nodes.items():
        if node["resource_type"] == "model" and node["fqn"][1] == layer:
            read = {
                nodes[parent]["fqn"][2]
                for parent in parents(nodes, name)
                if nodes[parent]["fqn"][1] == layer
            }
            folders.setdefault(node["fqn"][2], set()).update(read - {node["fqn"][2]})
    try:
        order = list(TopologicalSorter(folders).static_order())
    except CycleError as error:
        pytest.fail(f"the folders form a cycle: {' <- '.join(error.args[1])}")
    assert len(order) == len(folders)


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


def test_golden_records_and_facts_find_customers_through_the_same_as_link(nodes: Nodes) -> None:
    links = {"sal_customer", "eff_sat_sal_customer"}
    for name in ("customer_version_lookup", "customer_memberships"):
        assert links <= parents(nodes, name)
    facts = [
        name
        for name, node in nodes.items()
        if name.startswith("fact_") and "customer_uid" in node["columns"]
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

"""Each table of the raw vault is computed from the feeds that deliver its rows, and no others.

Otherwise a bad row of a feed would stop vault tables and marts that do not use it. What is right is
written here or in the contracts, not read from the models.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from model_graph import Nodes, feeds, with_parent

from contracts.read import read_feeds

# A file of any feed is delivered again if a steward accepts it.
ACCEPTED = {"accepted_files"}
CUSTOMER_FEEDS = {
    "finance_accounts", "fraud_alerts", "interactions", "marketing_leads", "opportunities",
    "oracle_customers", "orders", "salesforce_accounts", "salesforce_contacts", "sap_kna1",
    "support_tickets",
}  # fmt: skip
# A hub is computed from each feed that names its key.
FEEDS_OF_HUBS = {
    "hub_account": {"finance_accounts", "finance_transactions"},
    "hub_customer": CUSTOMER_FEEDS,
    "hub_fraud_alert": {"fraud_alerts"},
    "hub_interaction": {"interactions"},
    "hub_opportunity": {"opportunities"},
    "hub_order": {"fraud_alerts", "order_lines", "orders", "shipments"},
    "hub_product": {"order_lines", "products"},
    "hub_shipment": {"shipments"},
    "hub_ticket": {"support_tickets"},
    "hub_transaction": {"finance_ledger_entries", "finance_transactions", "fraud_alerts"},
    "hub_visitor": {"clickstream"},
}
# A decision about a record that no feed has named is rejected, in both logs by one view.
KNOWN_RECORDS = CUSTOMER_FEEDS | {"steward_decisions", "steward_overrides"}
# What decides whether a full snapshot is complete.
SNAPSHOTS = {"snapshot_manifests", "steward_snapshots"}
# Tables with a part of a feed's columns, or with what follows from its rows; the tables with the
# other columns are in the contract.
FEEDS_OF_OTHER_TABLES = {
    "eff_sat_account_transaction": {"finance_transactions"},
    "eff_sat_customer_account": {"finance_accounts"},
    "eff_sat_customer_interaction": {"interactions"},
    "eff_sat_customer_opportunity": {"opportunities"},
    "eff_sat_customer_order": {"orders"},
    "link_account_transaction": {"finance_transactions"},
    "link_customer_account": {"finance_accounts"},
    "link_customer_fraud_alert": {"fraud_alerts"},
    "link_customer_interaction": {"interactions"},
    "link_customer_opportunity": {"opportunities"},
    "link_customer_order": {"orders"},
    "link_customer_override": KNOWN_RECORDS,
    "link_customer_ticket": {"support_tickets"},
    "link_order_fraud_alert": {"fraud_alerts"},
    "link_order_product": {"order_lines"},
    "link_order_shipment": {"shipments"},
    "link_transaction_fraud_alert": {"fraud_alerts"},
    "nh_link_steward_decision": KNOWN_RECORDS,
    "sat_customer_override__steward": KNOWN_RECORDS,
    "sat_customer_pii__shop": {"orders"},
    "sat_customer_pii__support": {"support_tickets"},
    "snapshot_log__products": {"products"} | SNAPSHOTS,
    "snapshot_log__sap_kna1": {"sap_kna1"} | SNAPSHOTS,
    "status_sat_customer__sap": {"sap_kna1"} | SNAPSHOTS,
    "status_sat_product__erp": {"products"} | SNAPSHOTS,
}
Feeds = dict[str, set[str]]


@pytest.fixture(scope="module")
def declared(root: Path) -> Feeds:
    """The feeds of each vault table: those of the contracts, and those above."""
    found: Feeds = {}
    for feed in read_feeds(root / "contracts"):
        for table in feed.vault_tables:
            found.setdefault(table, set()).add(feed.name)
    found |= FEEDS_OF_HUBS | FEEDS_OF_OTHER_TABLES
    return {table: names | ACCEPTED for table, names in found.items()}


def wrong_feeds(nodes: Nodes, declared: Feeds) -> dict[str, set[str]]:
    """The feeds that vault tables are computed from but should not be, or the reverse."""
    tables = [
        name
        for name, node in nodes.items()
        # The audit counts the rows of all feeds.
        if node["fqn"][1] == "raw_vault" and node["fqn"][2] != "audit"
    ]
    assert set(declared) == set(tables)
    found = {table: feeds(nodes, table) ^ declared[table] for table in tables}
    return {table: names for table, names in found.items() if names}


def test_vault_tables_are_computed_from_the_feeds_that_deliver_them(
    nodes: Nodes, declared: Feeds
) -> None:
    assert wrong_feeds(nodes, declared) == {}


@pytest.mark.parametrize(
    ("table", "parent", "feed"),
    [
        ("hub_customer", "stg_web__clickstream", "clickstream"),
        ("ref_exchange_rates", "stg_support__tickets", "support_tickets"),
        ("sat_customer__marketing", "stg_shop__orders", "orders"),
        ("nh_link_steward_decision", "stg_platform__metrics", "platform_metrics"),
    ],
)
def test_a_needless_feed_is_reported(
    nodes: Nodes, declared: Feeds, table: str, parent: str, feed: str
) -> None:
    assert wrong_feeds(with_parent(nodes, table, parent), declared)[table] == {feed}

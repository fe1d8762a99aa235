"""Each table of the raw vault is computed from the feeds that deliver its rows, and no others.

Otherwise a bad row of a feed would stop vault tables and marts that do not use it. The expected
feeds are written here or in the contracts, not read from the models.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from model_graph import Nodes, feeds, with_parent

from contracts.feed import Feed
from contracts.read import read_feeds

# A file of any feed is delivered again if a steward accepts it.
ACCEPTED = {"accepted_files"}
# A decision about a record that no feed has named is rejected, in both logs by one view.
KNOWN_RECORDS = {"hub_customer", "steward_decisions", "steward_overrides"}
# What decides whether a full snapshot is complete.
SNAPSHOTS = {"snapshot_manifests", "steward_snapshots"}
# Tables with some of a feed's columns, or derived from its rows; the contract has the tables with
# the other columns. `hub_customer` means the feeds of that hub.
FEEDS_OF_OTHER_TABLES = {
    "hub_visitor": {"clickstream"},
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
}
Feeds = dict[str, set[str]]


def hub_of(feed: Feed) -> str | None:
    """The hub with the keys of a feed; None if it has a link or a reference table instead."""
    entity = feed.vault_key[0].removesuffix("_hk")
    # A key with a part that refers to another feed, as that of an order line, is the key of a link.
    key = [column for column in feed.columns if column.key_position]
    is_link = len(key) > 1 and any(column.references for column in key)
    has_satellite = feed.vault_tables[0].startswith(f"sat_{entity}")
    is_hub = len(feed.vault_key) == 1 and has_satellite and not is_link and not feed.is_optional
    return f"hub_{entity}" if is_hub else None


def tables_of(feeds: list[Feed]) -> Feeds:
    """The feeds of the tables that follow from contracts: a hub is computed from each feed that
    names its key, a link from the feed that refers to another one."""
    found: Feeds = {}
    hubs = {feed.name: hub for feed in feeds if (hub := hub_of(feed))}
    for feed in feeds:
        own = hubs.get(feed.name)
        for table in feed.vault_tables:
            found.setdefault(table, set()).add(feed.name)
        if own:
            found.setdefault(own, set()).add(feed.name)
        if feed.customer_system:
            found.setdefault("hub_customer", set()).add(feed.name)
        for target in {one.split(".")[0] for column in feed.columns for one in column.references}:
            if target in hubs:
                found.setdefault(hubs[target], set()).add(feed.name)
                link = f"link_{hubs[target][4:]}_{(own or '')[4:]}"
                if own and own != "hub_customer":
                    found[link] = {feed.name}
        if feed.delivery == "fullSnapshot" and own:
            source = feed.stage[4:].split("__")[0]
            found[f"snapshot_log__{feed.name}"] = {feed.name} | SNAPSHOTS
            found[f"status_sat_{own[4:]}__{source}"] = {feed.name} | SNAPSHOTS
    return found


@pytest.fixture(scope="module")
def declared(root: Path) -> Feeds:
    """The feeds of each vault table: those that follow from the contracts, and those above."""
    found = tables_of(read_feeds(root / "contracts")) | FEEDS_OF_OTHER_TABLES
    for names in found.values():
        if "hub_customer" in names:
            names |= found["hub_customer"]
    return {table: (names - {"hub_customer"}) | ACCEPTED for table, names in found.items()}


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

"""Generates the feeds of all source systems and the truth from one hidden population."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from feeds import (
    crm,
    ecb,
    finance,
    logistics,
    marketing,
    oracle,
    order_lines,
    platform,
    risk,
    salesforce,
    sap,
    shop,
    support,
    truth,
    web,
)
from feeds.erp import products
from feeds.feed import Delivered, Malformed, Row
from feeds.world import SEED, World, build_world

__all__ = ["FEEDS", "SEED", "generate", "truth_tables"]

FEEDS: dict[str, Callable[[World], Delivered]] = {
    "sap_kna1": sap.build,
    "salesforce_accounts": salesforce.build_accounts,
    "salesforce_contacts": salesforce.build_contacts,
    "oracle_customers": oracle.build,
    "products": products.build,
    "orders": shop.build,
    "order_lines": order_lines.build,
    "support_tickets": support.build,
    "marketing_leads": marketing.build,
    "finance_accounts": finance.build_accounts,
    "finance_transactions": finance.build_transactions,
    "finance_ledger_entries": finance.build_ledger,
    "shipments": logistics.build,
    "interactions": crm.build,
    "opportunities": salesforce.build_opportunities,
    "clickstream": web.build,
    "fraud_alerts": risk.build,
    "platform_metrics": platform.build,
    "exchange_rates": ecb.build,
}


def truth_tables(
    world: World, names: Sequence[str], malformed: Iterable[Malformed]
) -> Iterator[tuple[str, Row, list[Row]]]:
    """Name, header and rows of each truth table for the given feeds."""
    yield "truth_customer_records", truth.RECORDS, truth.customer_records(world, names)
    yield "truth_parties", truth.PARTIES, truth.parties(world)
    yield "truth_malformed_rows", truth.MALFORMED, truth.malformed(malformed)


def generate(
    scale: float = 1.0, seed: int = SEED, names: Sequence[str] = tuple(FEEDS)
) -> Iterator[tuple[str, Row, list[Row]]]:
    """Yield (path without suffix, header, rows) for each requested feed, then for the truth.

    Rows are tuples of strings in delivery order; all rows of a feed are in memory. The same scale
    and seed give the same rows, regardless of which feeds are requested. Raises KeyError for an
    unknown feed.
    """
    world = build_world(seed, scale)
    malformed: list[Malformed] = []
    for name in names:
        delivered = FEEDS[name](world)
        yield f"feeds/{name}", delivered.feed.header, list(delivered.rows)
        malformed += delivered.malformed
    for name, header, rows in truth_tables(world, names, malformed):
        yield f"truth/{name}", header, rows

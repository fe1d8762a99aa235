"""Rows at the limits of the contracts: empty, smallest and largest values of each feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from contracts.feed import Column, Feed
from contracts.read import read_feeds
from dbt_in_process import ROOT
from replayed_warehouse import ReplayedWarehouse

# Decisions of stewards, and files of snapshots, are about rows that exist; they have no amounts.
LOGS = {"accepted_files", "snapshot_manifests"}
LOGS |= {"steward_decisions", "steward_overrides", "steward_snapshots"}
FEEDS = [feed for feed in read_feeds(ROOT / "contracts") if feed.name not in LOGS]
LAST_DAY = date(2026, 1, 10)
# Format of a contract -> format of Python, at the start of the day.
FORMATS = {
    "yyyy-MM-dd": "%Y-%m-%d",
    "yyyyMMdd": "%Y%m%d",
    "yyyy-MM-dd HH:mm:ss": "%Y-%m-%d 00:00:00",
    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'": "%Y-%m-%dT00:00:00.000Z",
}


@dataclass(frozen=True)
class Kind:
    """A kind of row; all rows of a kind have the same keys, so they are about one customer.

    is_empty: whether nullable columns are null. is_largest: whether numbers are at their maximum,
    else at their minimum. is_earliest: whether times are on their first day. text: the value of all
    free strings. currency: the currency of all amounts. copies: the number of rows with different
    primary keys. own: feed -> other values, for rules across columns and between feeds.
    """

    name: str
    is_empty: bool = False
    is_largest: bool = False
    is_earliest: bool = False
    text: str = "x"
    currency: str = "EUR"
    copies: int = 1
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def rows(self, feed: Feed) -> list[dict[str, str | None]]:
        """Rows of a feed that its contract accepts, without the delivery columns."""
        row = {column.name: self.value(column) for column in feed.own_columns}
        row |= self.own.get(feed.name, {})
        copies = [dict(self.renumbered(row, feed, number)) for number in range(self.copies)]
        return [copy for number, copy in enumerate(copies) if copy not in copies[:number]]

    def value(self, column: Column) -> str | None:
        """The value of a column."""
        if self.is_empty and not column.is_required:
            return None
        if column.name == "CURRENCY":
            return self.currency
        if column.kind == "boolean":
            return "false"
        if column.codes:
            return column.codes[0]
        if column.kind in ("date", "timestamp"):
            day = date.fromisoformat(column.at_least) if self.is_earliest else LAST_DAY
            return day.strftime(FORMATS[column.format])
        if column.kind in ("integer", "number"):
            return column.at_most if self.is_largest else column.at_least
        if column.is_key:
            return self.name
        return "0" * 64 if column.pattern else self.text

    def renumbered(
        self, row: dict[str, str | None], feed: Feed, number: int
    ) -> Iterator[tuple[str, str | None]]:
        """The row with another primary key, where it does not refer to another feed."""
        for column in feed.own_columns:
            value = row[column.name]
            is_own = column.key_position and not column.references
            if number and value and is_own:
                if column.kind == "integer":
                    value = str(int(value) - number)
                elif column.kind == "string" and not column.codes:
                    value = f"{value}-{number}"
            yield column.name, value


# The value of a line, quantity times price, also has a limit: one million units at one million.
# All times are on one day, so that the rates of a kind apply to the amounts of others.
RATED = {"exchange_rates": {"RATE_DATE": LAST_DAY.isoformat()}}
LINE = {"UNIT_PRICE": "1000000", "DISCOUNT": "0"}
KINDS = [
    Kind(
        "K-EMPTY", is_empty=True,
        own={
            "orders": {"ORDER_SOURCE": "E-Commerce"}, "salesforce_contacts": {"IsEmptySet": "true"},
        },
    ),
    Kind("K-UNKNOWN", text="UNKNOWN"),
    Kind("K-SMALLEST", is_earliest=True, currency="USD", own=RATED),
    Kind(
        "K-LARGEST", is_largest=True, currency="JPY",
        own={"products": {"CURRENCY": "USD"}, "order_lines": LINE},
    ),
    Kind(
        "K-DEAREST", is_largest=True, currency="USD", copies=11,
        own={
            "products": {"UNIT_PRICE": "0.000001"}, "order_lines": LINE,
            "exchange_rates": {"CURRENCY": "GBP"},
        },
    ),
    # Salesforce's ids of one account.
    Kind("K-15", own={"orders": {"ORDER_SOURCE": "Salesforce", "CUSTOMER_ID": "001D000000QqRrS"}}),
    Kind(
        "K-18",
        own={
            "orders": {"ORDER_SOURCE": "Salesforce", "CUSTOMER_ID": "001D000000QqRrSIAV"},
            "salesforce_accounts": {"Id": "001D000000QqRrSIAV"},
        },
    ),
    Kind("K-UNRATED", currency="INR", own={"exchange_rates": {"CURRENCY": "CHF"}}),
]  # fmt: skip


def land_accepted_rows(warehouse: ReplayedWarehouse) -> None:
    """Deliver the rows of all kinds to a warehouse, each kind as a batch with its name."""
    for kind in KINDS:
        for feed in FEEDS:
            for row in kind.rows(feed):
                warehouse.land_row(feed.name, **row, _batch_id=kind.name, _landed_in=kind.name)

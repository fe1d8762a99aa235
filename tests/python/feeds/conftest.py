import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from feeds import (
    crm,
    ecb,
    finance,
    generate,
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
    web,
)
from feeds.delivery import Feed, Row
from feeds.erp import products

ROOT = Path(__file__).resolve().parents[3]
DEFINITIONS = {
    feed.name: feed
    for feed in (
        sap.FEED,
        salesforce.ACCOUNTS,
        salesforce.CONTACTS,
        salesforce.OPPORTUNITIES,
        oracle.FEED,
        products.FEED,
        shop.FEED,
        order_lines.FEED,
        support.FEED,
        marketing.FEED,
        finance.ACCOUNTS,
        finance.TRANSACTIONS,
        finance.LEDGER,
        logistics.FEED,
        crm.FEED,
        web.FEED,
        risk.FEED,
        platform.FEED,
        ecb.FEED,
    )
}
Cells = dict[str, str]


@dataclass(frozen=True)
class Sample:
    """Everything the generator writes at scale 1: (header, rows) for each path."""

    tables: dict[str, tuple[Row, list[Row]]]

    def cells(self, path: str) -> list[Cells]:
        header, rows = self.tables[path]
        return [dict(zip(header, row, strict=True)) for row in rows]

    def readable(self, feed: str) -> list[Cells]:
        """The rows of a feed without malformed ones and redeliveries."""
        bad = {
            (row["batch_id"], row["loaded_at"], row["key"])
            for row in self.cells("truth/truth_malformed_rows")
            if row["feed"] == feed
        }
        seen: dict[Row, Cells] = {}
        header, rows = self.tables[f"feeds/{feed}"]
        for row in rows:
            if (row[-2], row[-3], DEFINITIONS[feed].key_of(row)) not in bad:
                seen.setdefault(row, dict(zip(header, row, strict=True)))
        return list(seen.values())

    def keys_with_malformed_rows(self, feed: str) -> set[str]:
        """Keys of a feed with a malformed row, so that a version may be missing."""
        malformed = self.cells("truth/truth_malformed_rows")
        return {row["key"] for row in malformed if row["feed"] == feed}

    def versions(self, feed: str) -> dict[str, list[Cells]]:
        """The distinct versions of each key of a change feed, by source time."""
        versions: dict[str, dict[str, Cells]] = defaultdict(dict)
        for row in self.readable(feed):
            versions[row[DEFINITIONS[feed].key[0]]].setdefault(row["UPDATED_AT"], row)
        return {key: [found[time] for time in sorted(found)] for key, found in versions.items()}

    def feeds(self) -> dict[str, tuple[Row, list[Row]]]:
        """Header and readable rows of every feed."""
        return {
            name: (
                self.tables[f"feeds/{name}"][0],
                [tuple(row.values()) for row in self.readable(name)],
            )
            for name in DEFINITIONS
        }


@pytest.fixture(scope="session")
def sample() -> Sample:
    return Sample({path: (header, rows) for path, header, rows in generate()})


@pytest.fixture(scope="session")
def parties(sample: Sample) -> dict[tuple[str, str], str]:
    """The party of each customer record."""
    truth = sample.cells("truth/truth_customer_records")
    return {(row["source_system"], row["customer_id"]): row["party_id"] for row in truth}


@pytest.fixture(scope="session")
def definitions() -> dict[str, Feed]:
    return DEFINITIONS


@pytest.fixture(scope="session")
def read_csv() -> Callable[[Path], Iterable[Row]]:
    def read(path: Path) -> list[Row]:
        with path.open(encoding="utf-8", newline="") as file:
            return [tuple(row) for row in csv.reader(file)]

    return read

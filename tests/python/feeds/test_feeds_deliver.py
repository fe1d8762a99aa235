"""The contents of deliveries: keys, load times, snapshots, deletions, late and repeated rows."""

from collections import Counter, defaultdict

import pytest

from feeds.times import batch_start, stamp

KEYS = {
    "sap_kna1": 500,
    "salesforce_accounts": 400,
    "salesforce_contacts": 800,
    "oracle_customers": 1_000,
    "products": 80,
    "orders": 3_500,
    "support_tickets": 1_500,
    "marketing_leads": 1_500,
    "finance_accounts": 1_500,
    "finance_transactions": 5_000,
    "interactions": 6_000,
    "opportunities": 1_200,
    "clickstream": 25_000,
    "fraud_alerts": 450,
    "platform_metrics": 240,
    "exchange_rates": 6 * 763,
}
CHANGED_AT = {
    "sap_kna1": "UPDAT",
    "salesforce_accounts": "SystemModstamp",
    "salesforce_contacts": "SystemModstamp",
    "oracle_customers": "UPDATED_AT",
    "products": "UPDATED_AT",
    "orders": "UPDATED_AT",
    "order_lines": "UPDATED_AT",
    "support_tickets": "UPDATED_AT",
    "marketing_leads": "CREATED_AT",
    "finance_accounts": "UPDATED_AT",
    "finance_transactions": "UPDATED_AT",
    "finance_ledger_entries": "BOOKED_AT",
    "shipments": "UPDATED_AT",
    "interactions": "INTERACTION_TIME",
    "opportunities": "UPDATED_AT",
    "clickstream": "EVENT_TIME",
    "fraud_alerts": "UPDATED_AT",
    "platform_metrics": "METRIC_HOUR",
    "exchange_rates": "RATE_DATE",
}
# Feeds whose rows never change.
APPENDED = (
    "marketing_leads",
    "finance_ledger_entries",
    "interactions",
    "clickstream",
    "platform_metrics",
    "exchange_rates",
)
SNAPSHOTS = ("sap_kna1", "products")
STAMPS = ("_loaded_at", "_batch_id", "_record_source")


def key_of(definitions, feed, row):
    return tuple(row[column] for column in definitions[feed].key)


@pytest.mark.parametrize("feed", KEYS)
def test_every_feed_has_its_number_of_keys(sample, definitions, feed):
    keys = {key_of(definitions, feed, row) for row in sample.readable(feed)}
    assert len({key for key in keys if all(key)}) == KEYS[feed]


def test_orders_have_two_lines_on_average(sample):
    lines = {(row["ORDER_ID"], row["LINE_NUMBER"]) for row in sample.readable("order_lines")}
    assert len({order for order, _ in lines}) == KEYS["orders"]
    assert 1.8 < len(lines) / KEYS["orders"] < 2.4


@pytest.mark.parametrize("feed", CHANGED_AT)
def test_key_and_stamp_are_unique_apart_from_redelivery(sample, definitions, feed):
    counted = Counter(
        (key_of(definitions, feed, row), row["_loaded_at"]) for row in sample.readable(feed)
    )
    assert [pair for pair, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("feed", CHANGED_AT)
def test_old_slices_are_redelivered_unchanged(sample, feed):
    _, rows = sample.tables[f"feeds/{feed}"]
    repeated = [row for row, count in Counter(rows).items() if count == 2]
    assert {row[-2] for row in repeated} >= {"B001", "B002"}
    assert len(set(rows)) == len(rows) - len(repeated)


@pytest.mark.parametrize("feed", CHANGED_AT)
def test_stamps_follow_the_start_of_the_batch(sample, definitions, feed):
    batches = defaultdict(set)
    for row in sample.cells(f"feeds/{feed}"):
        batches[row["_batch_id"]].add(row["_loaded_at"])
        assert row["_record_source"] == definitions[feed].source
    assert sorted(batches) == [f"B{number:03d}" for number in range(1, 11)]
    for batch, stamps in batches.items():
        start = batch_start(int(batch[1:]))
        most = 0 if feed in SNAPSHOTS else 20
        assert stamps <= {stamp(start + second) for second in range(most + 1)}, batch


@pytest.mark.parametrize("feed", [feed for feed in CHANGED_AT if feed not in SNAPSHOTS])
def test_changes_of_a_key_are_stamped_in_order_of_their_time(sample, definitions, feed):
    last = {}
    for row in sorted(sample.readable(feed), key=lambda row: row["_loaded_at"]):
        place = (
            key_of(definitions, feed, row)[0 if "contacts" in feed else slice(None)],
            row["_batch_id"],
        )
        assert last.get(place, "") <= row[CHANGED_AT[feed]]
        last[place] = row[CHANGED_AT[feed]]


@pytest.mark.parametrize("feed", [feed for feed in CHANGED_AT if feed not in APPENDED])
def test_some_rows_arrive_late(sample, definitions, feed):
    newest, late = {}, 0
    for row in sorted(sample.readable(feed), key=lambda row: row["_loaded_at"]):
        key, time = key_of(definitions, feed, row), row[CHANGED_AT[feed]]
        late += time < newest.get(key, "")
        newest[key] = max(time, newest.get(key, ""))
    assert late >= 2


@pytest.mark.parametrize("feed", [feed for feed in CHANGED_AT if feed not in SNAPSHOTS])
def test_some_rows_are_sent_again_unchanged_with_a_new_stamp(sample, feed):
    contents = defaultdict(set)
    for row in sample.readable(feed):
        contents[tuple(row[name] for name in row if name not in STAMPS)].add(row["_batch_id"])
    assert sum(len(batches) > 1 for batches in contents.values()) >= 2


@pytest.mark.parametrize("feed", SNAPSHOTS)
def test_snapshots_are_complete_and_keys_leave_and_return(sample, definitions, feed):
    days = defaultdict(set)
    for row in sample.cells(f"feeds/{feed}"):
        days[row["_batch_id"]].add(key_of(definitions, feed, row))
    left, returned, born, gone = set(), set(), set(days["B001"]), set()
    for number in range(2, 11):
        today, before = days[f"B{number:03d}"], days[f"B{number - 1:03d}"]
        left |= (gone := before - today)
        returned |= today & left
        born |= today
        assert len(gone) <= len(before) * 0.05
    assert left
    assert returned
    assert left - days["B010"]


def test_deletion_flags_and_statuses_occur(sample):
    assert {row["LOEVM"] for row in sample.readable("sap_kna1")} == {"", "X"}
    assert {row["IsDeleted"] for row in sample.readable("salesforce_accounts")} == {"true", "false"}
    statuses = Counter(row["CUSTOMER_STATUS"] for row in sample.readable("oracle_customers"))
    assert set(statuses) == {"ACTIVE", "INACTIVE", "SUSPENDED", "CLOSED"}


def test_contacts_of_an_account_are_delivered_as_one_set(sample):
    sets = defaultdict(set)
    for row in sample.readable("salesforce_contacts"):
        sets[row["AccountId"], row["_loaded_at"]].add((row["SystemModstamp"], row["IsEmptySet"]))
        assert (row["IsEmptySet"] == "true") == (row["ContactId"] == "")
    assert all(len(marks) == 1 for marks in sets.values())
    assert any(mark[1] == "true" for marks in sets.values() for mark in marks)


def test_orders_move_through_their_statuses(sample):
    versions = defaultdict(list)
    for row in sample.readable("orders"):
        versions[row["ORDER_ID"]].append((row["UPDATED_AT"], row["STATUS"]))
    order = ["PENDING", "PROCESSING", "SHIPPED", "DELIVERED"]
    for life in versions.values():
        states = [state for _, state in sorted(set(life)) if state != "CANCELLED"]
        assert states == sorted(states, key=order.index)
    assert sum(len(life) > 2 for life in versions.values()) > 500


def test_some_customers_arrive_after_their_first_order(sample):
    customers = {}
    for system, feed, key in (
        ("SAP", "sap_kna1", "KUNNR"),
        ("Salesforce", "salesforce_accounts", "Id"),
        ("Oracle", "oracle_customers", "CUSTOMER_ID"),
    ):
        for row in sample.readable(feed):
            place = (system, row[key])
            customers[place] = min(customers.get(place, "B999"), row["_batch_id"])
    orders = [row for row in sample.readable("orders") if row["ORDER_SOURCE"] != "E-Commerce"]
    assert {(row["ORDER_SOURCE"], row["CUSTOMER_ID"]) for row in orders} <= set(customers)
    early = {
        row["CUSTOMER_ID"]
        for row in orders
        if row["_batch_id"] < customers[row["ORDER_SOURCE"], row["CUSTOMER_ID"]]
    }
    assert len(early) >= 20


def test_shop_orders_have_a_buyer_and_no_key(sample):
    orders = {row["ORDER_ID"]: row for row in sample.readable("orders")}.values()
    shop = [row for row in orders if row["ORDER_SOURCE"] == "E-Commerce"]
    assert 0.2 < len(shop) / len(orders) < 0.3
    assert all(not row["CUSTOMER_ID"] and row["BUYER_NAME"] for row in shop)
    assert all(
        row["CUSTOMER_ID"] and not row["BUYER_NAME"]
        for row in orders
        if row["ORDER_SOURCE"] != "E-Commerce"
    )


def test_lines_carry_the_price_of_the_day_and_usual_discounts(sample):
    lines = sample.readable("order_lines")
    shares = Counter(float(row["DISCOUNT"]) for row in lines)
    assert set(shares) == {0.0, 0.05, 0.1, 0.15, 0.2}
    assert 0.55 < shares[0.0] / len(lines) < 0.65
    prices = defaultdict(set)
    currencies = {row["ORDER_ID"]: row["CURRENCY"] for row in sample.readable("orders")}
    for row in lines:
        if currencies[row["ORDER_ID"]] == "EUR":
            prices[row["PRODUCT_ID"]].add(row["UNIT_PRICE"])
    assert sum(len(amounts) > 1 for amounts in prices.values()) > len(prices) / 3


def test_no_cell_holds_the_word_null(sample):
    for path, (_, rows) in sample.tables.items():
        assert not any("null" in cell.lower() for row in rows for cell in row), path

"""Processes depend on each other: shipments on goods, tickets on delays, balances on postings."""

from collections import Counter, defaultdict
from statistics import mean, median

import pytest

from feeds.erp.products import GOODS
from feeds.prices import RATES


@pytest.fixture(scope="module")
def orders(sample):
    return sample.versions("orders")


@pytest.fixture(scope="module")
def with_goods(sample):
    """Orders with at least one line of goods, and those with lines at all."""
    goods = {row["PRODUCT_ID"] for row in sample.readable("products") if row["CATEGORY"] in GOODS}
    found = defaultdict(set)
    for row in sample.readable("order_lines"):
        found[row["ORDER_ID"]].add(row["PRODUCT_ID"] in goods)
    return {order for order, kinds in found.items() if True in kinds}


@pytest.fixture(scope="module")
def shipments(sample):
    """The last version of each shipment."""
    return [life[-1] for key, life in sample.versions("shipments").items() if key]


def party_of(parties, order):
    key = order["ORDER_ID"] if order["ORDER_SOURCE"] == "E-Commerce" else order["CUSTOMER_ID"]
    return parties[order["ORDER_SOURCE"], key]


def is_late(shipment):
    return shipment["DELIVERED_AT"][:10] > shipment["ESTIMATED_DELIVERY_DATE"]


def share(rows, condition):
    found = [condition(row) for row in rows]
    return sum(found) / len(found)


def test_only_orders_of_goods_are_shipped(orders, with_goods, shipments):
    assert {row["ORDER_ID"] for row in shipments} <= with_goods
    shipped = {key for key, life in orders.items() for row in life if row["STATUS"] == "SHIPPED"}
    assert shipped <= with_goods
    delivered = {key for key, life in orders.items() if life[-1]["STATUS"] == "DELIVERED"}
    assert 0.3 < len(delivered - with_goods) / len(delivered) < 0.6


def test_every_shipped_order_has_one_shipment(orders, shipments):
    sent = Counter(row["ORDER_ID"] for row in shipments)
    assert set(sent.values()) == {1}
    shipped = {key for key, life in orders.items() for row in life if row["STATUS"] == "SHIPPED"}
    assert shipped <= set(sent)


def test_only_goods_are_in_stock(sample):
    for row in sample.readable("products"):
        assert (float(row["REORDER_LEVEL"]) > 0) == (row["CATEGORY"] in GOODS)
        assert row["CATEGORY"] in GOODS or float(row["STOCK_QUANTITY"]) == 0


def test_shipments_of_some_carriers_and_before_christmas_are_late(shipments):
    arrived = [row for row in shipments if row["DELIVERED_AT"]]
    assert 0.08 < share(arrived, is_late) < 0.25
    carriers = defaultdict(list)
    for row in arrived:
        carriers[row["CARRIER"]].append(row)
    late = sorted(share(rows, is_late) for rows in carriers.values())
    assert late[-1] > 2 * late[0]
    rush = [row for row in arrived if row["ESTIMATED_DELIVERY_DATE"][5:7] == "12"]
    usual = [row for row in arrived if row["ESTIMATED_DELIVERY_DATE"][5:7] in ("03", "05", "09")]
    assert share(rush, is_late) > 2 * share(usual, is_late)


def test_returns_are_more_likely_after_a_late_delivery(shipments):
    arrived = [row for row in shipments if row["DELIVERED_AT"]]
    late = [row for row in arrived if is_late(row)]
    in_time = [row for row in arrived if not is_late(row)]
    assert share(late, lambda row: row["STATUS"] == "RETURNED") > 1.5 * share(
        in_time, lambda row: row["STATUS"] == "RETURNED"
    )


def test_tickets_about_deliveries_follow_late_orders_of_the_same_party(
    sample, orders, shipments, parties
):
    due = defaultdict(list)
    for row in shipments:
        party = party_of(parties, orders[row["ORDER_ID"]][-1])
        due[party].append(row["ESTIMATED_DELIVERY_DATE"])
    opened = {
        row["TICKET_ID"]: row["OPENED_AT"][:10]
        for row in sample.readable("support_tickets")
        if row["ISSUE_TYPE"] == "Delivery"
    }
    caused = sum(
        any(date < then for date in due[parties["Support", key]]) for key, then in opened.items()
    )
    assert len(opened) > 100
    assert caused > 0.8 * len(opened)


def test_complaints_are_more_negative_than_feedback(sample):
    by_type = defaultdict(list)
    for row in sample.readable("interactions"):
        by_type[row["INTERACTION_TYPE"]].append(row)

    def negative(row):
        return row["SENTIMENT"] == "Negative"

    def satisfaction(name):
        return mean(int(row["CSAT_SCORE"]) for row in by_type[name])

    complaints = by_type.pop("Complaint")
    assert share(complaints, negative) > 0.55
    assert all(share(rows, negative) < 0.25 for rows in by_type.values())
    assert share(by_type["Feedback"], negative) < 0.1
    assert mean(int(row["CSAT_SCORE"]) for row in complaints) < satisfaction("Feedback") - 1
    assert share(complaints, lambda row: row["OUTCOME"] == "Escalated") > 2 * share(
        by_type["Feedback"], lambda row: row["OUTCOME"] == "Escalated"
    )


def test_scores_agree_with_the_sentiment(sample):
    scores = defaultdict(list)
    for row in sample.readable("interactions"):
        scores[row["SENTIMENT"], "CSAT"].append(int(row["CSAT_SCORE"]))
        if row["NPS_SCORE"]:
            scores[row["SENTIMENT"], "NPS"].append(int(row["NPS_SCORE"]))
    for score in ("CSAT", "NPS"):
        moods = [mean(scores[mood, score]) for mood in ("Negative", "Neutral", "Positive")]
        assert moods[0] + 0.8 < moods[1] < moods[2] - 0.8


def test_alerts_are_more_severe_for_larger_amounts(sample):
    amounts = defaultdict(list)
    for life in sample.versions("fraud_alerts").values():
        row = life[-1]
        amounts[row["SEVERITY"]].append(float(row["FLAGGED_AMOUNT"]) / RATES[row["CURRENCY"]])
    medians = [median(amounts[name]) for name in ("Low", "Medium", "High", "Critical")]
    assert all(2 * one < other for one, other in zip(medians, medians[1:], strict=False))

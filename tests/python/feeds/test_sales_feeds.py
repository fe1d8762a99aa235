"""Deals move through their stages, orders are shipped, and either may change its customer."""

from collections import Counter, defaultdict
from statistics import mean, median

import pytest

from feeds.prices import RATES
from feeds.salesforce.opportunities import STAGES
from feeds.shop import TERRITORIES

ORDER = list(STAGES)
PREPARED = ["PREPARING", "IN_TRANSIT", "DELIVERED", "RETURNED"]


@pytest.fixture(scope="module")
def deals(sample):
    return sample.versions("opportunities")


@pytest.fixture(scope="module")
def orders(sample):
    return sample.versions("orders")


def steps(life):
    return list(zip(life, life[1:], strict=False))


def is_reopened(before, after):
    return before["STAGE"].startswith("Closed") and not after["STAGE"].startswith("Closed")


def test_deals_go_forward_until_they_are_closed(sample, deals):
    for key in deals.keys() - sample.keys_with_malformed_rows("opportunities"):
        for before, after in steps(deals[key]):
            if before["STAGE"] != "Closed Lost":
                assert ORDER.index(after["STAGE"]) > ORDER.index(before["STAGE"]), after
            assert before["STAGE"] != "Closed Won"


def test_an_open_deal_moves_one_stage_at_a_time(sample, deals):
    skipped = 0
    for key in deals.keys() - sample.keys_with_malformed_rows("opportunities"):
        for before, after in steps(deals[key]):
            if not (before["STAGE"] + after["STAGE"]).count("Closed"):
                moved = ORDER.index(after["STAGE"]) - ORDER.index(before["STAGE"])
                assert moved in (1, 2)
                skipped += moved - 1
    # A row without a key says nothing about the deal whose version is missing.
    bad = sample.cells("truth/truth_malformed_rows")
    assert skipped <= sum(
        (row["feed"], row["column_name"]) == ("opportunities", "DEAL_ID") for row in bad
    )


def test_deals_end_in_every_stage_and_some_are_won(deals):
    ends = Counter(life[-1]["STAGE"] for life in deals.values())
    assert set(ends) == set(ORDER)
    assert 0.25 < ends["Closed Won"] / (ends["Closed Won"] + ends["Closed Lost"]) < 0.5
    assert sum(len(life) > 4 for life in deals.values()) > len(deals) / 3


def test_some_lost_deals_are_reopened_in_history_and_in_later_batches(deals):
    reopened = [
        after["_batch_id"]
        for life in deals.values()
        for before, after in steps(life)
        if is_reopened(before, after)
    ]
    assert reopened.count("B001") >= 10
    assert len(set(reopened) - {"B001"}) >= 5


def test_the_stage_of_a_deal_determines_its_other_fields(deals):
    for row in (row for life in deals.values() for row in life):
        closed = row["STAGE"].startswith("Closed")
        assert float(row["PROBABILITY"]) == STAGES[row["STAGE"]]
        assert row["CLOSED_AT"] == (row["UPDATED_AT"] if closed else "")
        assert bool(row["LOSS_REASON"]) == (row["STAGE"] == "Closed Lost")
        assert row["COMPETITOR"] or row["LOSS_REASON"] != "Competition"
        assert row["CREATED_AT"] <= row["UPDATED_AT"]
        assert row["CREATED_AT"][:10] < row["EXPECTED_CLOSE_DATE"]


def test_amounts_of_deals_have_a_heavy_tail(deals):
    amounts = sorted(float(life[-1]["AMOUNT"]) for life in deals.values())
    assert amounts[0] > 0
    assert sum(amounts[-len(amounts) // 100 :]) > 0.08 * sum(amounts)
    assert sum(amounts) / len(amounts) > 1.7 * amounts[len(amounts) // 2]


def test_a_few_deals_change_to_a_different_account(sample, deals):
    accounts = {row["Id"] for row in sample.readable("salesforce_accounts")}
    assert {row["ACCOUNT_ID"] for life in deals.values() for row in life} <= accounts
    moved = [life for life in deals.values() if len({row["ACCOUNT_ID"] for row in life}) > 1]
    assert 0.02 < len(moved) / len(deals) < 0.12
    assert sum(life[-1]["_batch_id"] > "B001" for life in moved) >= 3


def test_deals_have_the_sales_reps_of_orders_and_eight_sources(deals, orders):
    of_deals = {life[0]["SALES_REP_ID"] for life in deals.values()}
    assert of_deals == {life[0]["SALES_REP_ID"] for life in orders.values()}
    assert len(of_deals) == 25
    assert len({life[0]["LEAD_SOURCE"] for life in deals.values()}) == 8


def test_products_of_interest_are_categories_of_the_catalogue(sample, deals):
    categories = {row["CATEGORY"] for row in sample.readable("products")}
    assert {life[0]["PRODUCT_INTEREST"] for life in deals.values()} == categories


def test_the_customer_of_a_few_orders_is_corrected_within_the_same_system(sample, orders):
    corrected = [life for life in orders.values() if len({row["CUSTOMER_ID"] for row in life}) > 1]
    assert 0.01 < len(corrected) / len(orders) < 0.02
    for life in corrected:
        assert life[0]["ORDER_SOURCE"] != "E-Commerce"
        assert len({row["ORDER_SOURCE"] for row in life}) == 1
        assert len({row["CUSTOMER_ID"] for row in life[:-1]}) == 1, "the last row corrects"
    later = [life for life in corrected if life[-1]["_batch_id"] > life[0]["_batch_id"]]
    assert len(later) >= 15
    assert len({life[-1]["_batch_id"] for life in later}) >= 5


def test_shipments_belong_to_shipped_orders(sample, orders):
    sent = Counter()
    for life in sample.versions("shipments").values():
        states = [row["STATUS"] for row in life]
        assert states == sorted(set(states), key=PREPARED.index)
        assert {row["CURRENCY"] for row in life} == {orders[life[0]["ORDER_ID"]][0]["CURRENCY"]}
        assert orders[life[0]["ORDER_ID"]][-1]["STATUS"] != "PENDING"
        for row in life:
            assert bool(row["SHIPPED_AT"]) == (row["STATUS"] != "PREPARING")
            assert bool(row["DELIVERED_AT"]) == (row["STATUS"] in PREPARED[2:])
            assert row["DELIVERED_AT"] == "" or row["SHIPPED_AT"] < row["DELIVERED_AT"]
        sent[states[-1]] += 1
    assert sent["RETURNED"] >= 20
    assert sent["IN_TRANSIT"] >= 10
    assert sent["DELIVERED"] > sum(sent.values()) / 2


def test_sales_reps_have_territories_and_customers_their_own_rep(orders):
    of_customers = defaultdict(Counter)
    for row in (life[-1] for life in orders.values()):
        number = int(row["SALES_REP_ID"].removeprefix("REP-"))
        assert number in TERRITORIES[row["REGION"]]
        if row["CUSTOMER_ID"]:
            of_customers[row["CUSTOMER_ID"]][number] += 1
    several = [reps for reps in of_customers.values() if reps.total() > 3]
    assert mean(reps.most_common(1)[0][1] / reps.total() for reps in several) > 0.85


def test_organisations_order_more_than_buyers_of_the_shop(sample, orders):
    values = defaultdict(float)
    for row in {
        (row["ORDER_ID"], row["LINE_NUMBER"]): row for row in sample.readable("order_lines")
    }.values():
        values[row["ORDER_ID"]] += float(row["QUANTITY"]) * float(row["UNIT_PRICE"])
    by_source = defaultdict(list)
    for key, life in orders.items():
        by_source[life[-1]["ORDER_SOURCE"]].append(values[key] / RATES[life[-1]["CURRENCY"]])
    assert median(by_source["SAP"]) > 1.5 * median(by_source["E-Commerce"])


def test_deals_often_follow_a_lead_of_the_same_party(sample, parties):
    created = defaultdict(list)
    for row in sample.readable("marketing_leads"):
        created[parties["Marketing", row["LEAD_ID"]]].append(row["CREATED_AT"][:10])
    deals = [life[0] for life in sample.versions("opportunities").values()]
    known = [row for row in deals if created[parties["Salesforce", row["ACCOUNT_ID"]]]]
    before = [
        min(created[parties["Salesforce", row["ACCOUNT_ID"]]]) < row["CREATED_AT"][:10]
        for row in known
    ]
    assert len(known) > 0.5 * len(deals)
    assert mean(before) > 0.75


def test_customers_who_order_often_have_a_higher_lifetime_value(sample, orders):
    placed = Counter(life[-1]["CUSTOMER_ID"] for life in orders.values())
    values = {
        row["CUSTOMER_ID"]: row["LIFETIME_VALUE"] for row in sample.readable("oracle_customers")
    }
    often = [float(value) for key, value in values.items() if placed[key] > 2]
    never = [float(value) for key, value in values.items() if not placed[key]]
    assert len(often) > 50
    assert median(often) > 1.5 * median(never)


def test_larger_companies_have_more_revenue(sample):
    sizes = [
        (int(row["NumberOfEmployees"]), int(row["AnnualRevenue"]))
        for row in sample.readable("salesforce_accounts")
        if row["AnnualRevenue"]
    ]
    sizes.sort()
    half = len(sizes) // 2
    assert median(revenue for _, revenue in sizes[half:]) > 2 * median(
        revenue for _, revenue in sizes[:half]
    )

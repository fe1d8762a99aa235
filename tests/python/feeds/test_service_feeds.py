"""Interactions, fraud alerts and exchange rates are plausible."""

from collections import Counter, defaultdict
from datetime import datetime

import pytest

from feeds.prices import RATES
from feeds.times import batch_start, day

CLOSED = {"Confirmed Fraud", "False Positive", "Resolved"}
# Severity: share, lowest and highest score, hours until a response is due.
SEVERITIES = {
    "Critical": (0.05, 85, 100, 4),
    "High": (0.15, 65, 84, 24),
    "Medium": (0.40, 35, 64, 72),
    "Low": (0.40, 1, 34, 168),
}


@pytest.fixture(scope="module")
def alerts(sample):
    return sample.versions("fraud_alerts")


@pytest.fixture(scope="module")
def interactions(sample):
    return list({row["INTERACTION_ID"]: row for row in sample.readable("interactions")}.values())


def hours_between(first, last):
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds() / 3_600


def test_severities_have_their_shares_and_scores(alerts):
    newest = [life[-1] for life in alerts.values()]
    found = Counter(row["SEVERITY"] for row in newest)
    for severity, (share, least, most, _) in SEVERITIES.items():
        assert abs(found[severity] / len(newest) - share) < 0.06
        scores = [int(row["RISK_SCORE"]) for row in newest if row["SEVERITY"] == severity]
        assert least <= min(scores) <= max(scores) <= most
    assert len({row["FRAUD_TYPE"] for row in newest}) == 12


def test_alerts_are_opened_investigated_and_closed_once(sample, alerts):
    order = {"Open": 0, "Investigating": 1} | dict.fromkeys(CLOSED, 2)
    for key in alerts.keys() - sample.keys_with_malformed_rows("fraud_alerts"):
        ranks = [order[row["STATUS"]] for row in alerts[key]]
        assert ranks == sorted(set(ranks)), key
        assert ranks[0] == 0
    ends = {life[-1]["STATUS"] for life in alerts.values()}
    assert ends == {*CLOSED, "Open", "Investigating"}
    assert sum(life[-1]["_batch_id"] > life[0]["_batch_id"] for life in alerts.values()) >= 15


def test_hours_and_impact_are_set_when_an_alert_is_closed(alerts):
    for row in (row for life in alerts.values() for row in life):
        closed = row["STATUS"] in CLOSED
        assert bool(row["RESOLUTION_HOURS"]) == closed
        assert bool(row["FINANCIAL_IMPACT"]) == (row["STATUS"] == "Confirmed Fraud")
        if closed:
            hours = hours_between(row["DETECTED_AT"], row["UPDATED_AT"])
            assert abs(float(row["RESOLUTION_HOURS"]) - hours) < 0.051
        if row["FINANCIAL_IMPACT"]:
            assert float(row["FINANCIAL_IMPACT"]) <= float(row["FLAGGED_AMOUNT"]) + 0.01


def test_some_alerts_are_closed_after_they_were_due(alerts):
    closed = [life[-1] for life in alerts.values() if life[-1]["STATUS"] in CLOSED]
    late = sum(float(row["RESOLUTION_HOURS"]) > SEVERITIES[row["SEVERITY"]][3] for row in closed)
    assert 0.1 < late / len(closed) < 0.4


def test_alerts_are_about_an_order_a_transaction_or_neither(sample, alerts):
    known = {
        "CUSTOMER_ID": {row["CUSTOMER_ID"] for row in sample.readable("oracle_customers")},
        "ORDER_ID": set(sample.versions("orders")),
        "TRANSACTION_ID": set(sample.versions("finance_transactions")),
    }
    about = Counter()
    for row in (life[-1] for life in alerts.values()):
        for column, keys in known.items():
            assert row[column] in {"", *keys}
        assert not (row["ORDER_ID"] and row["TRANSACTION_ID"])
        about[bool(row["ORDER_ID"]), bool(row["TRANSACTION_ID"])] += 1
    assert len(about) == 3
    assert min(about.values()) > 0.1 * len(alerts)


def test_alerts_flag_the_total_of_the_order_or_transaction(sample, alerts):
    amounts = defaultdict(float)
    lines = {}
    for row in sorted(sample.readable("order_lines"), key=lambda row: row["UPDATED_AT"]):
        lines[row["ORDER_ID"], row["LINE_NUMBER"]] = row
    for (order, _), row in lines.items():
        price = float(row["QUANTITY"]) * float(row["UNIT_PRICE"])
        amounts[order] += price * (1 - float(row["DISCOUNT"]))
    for key, life in sample.versions("finance_transactions").items():
        amounts[key] = float(life[0]["AMOUNT"])
    unsure = {key.partition("|")[0] for key in sample.keys_with_malformed_rows("order_lines")}
    for row in (life[-1] for life in alerts.values()):
        subject = row["ORDER_ID"] or row["TRANSACTION_ID"]
        if subject and subject not in unsure:
            assert abs(float(row["FLAGGED_AMOUNT"]) - amounts[subject]) < 0.011, row


def test_most_customers_have_no_alert_and_some_have_several(sample, alerts):
    customers = {row["CUSTOMER_ID"] for row in sample.readable("oracle_customers")}
    found = Counter(life[-1]["CUSTOMER_ID"] for life in alerts.values())
    del found[""]
    assert len(found) < len(customers) / 3
    assert found.most_common(1)[0][1] >= 4


def test_sentiments_have_their_shares(interactions):
    found = Counter(row["SENTIMENT"] for row in interactions)
    for mood, share in (("Positive", 0.50), ("Neutral", 0.35), ("Negative", 0.15)):
        assert abs(found[mood] / len(interactions) - share) < 0.02


def test_scores_stay_in_their_range_and_few_have_an_nps_score(interactions):
    assert {row["CSAT_SCORE"] for row in interactions} == {"1", "2", "3", "4", "5"}
    given = [int(row["NPS_SCORE"]) for row in interactions if row["NPS_SCORE"]]
    assert set(given) == set(range(11))
    assert 0.2 < len(given) / len(interactions) < 0.5


def test_unresolved_interactions_have_no_hours(interactions):
    for row in interactions:
        assert bool(row["RESOLUTION_HOURS"]) == (row["OUTCOME"] in ("Resolved", "Escalated"))


def test_some_customers_get_in_touch_often_and_others_never(sample, interactions):
    customers = {row["CUSTOMER_ID"] for row in sample.readable("oracle_customers")}
    found = Counter(row["CUSTOMER_ID"] for row in interactions)
    assert set(found) <= customers
    assert len(found) < 0.75 * len(customers)
    busiest = sum(count for _, count in found.most_common(len(customers) // 10))
    assert busiest > 0.4 * len(interactions)


def test_rates_stay_near_the_list_rates_of_the_shop(sample):
    rates = defaultdict(dict)
    for row in sample.readable("exchange_rates"):
        rates[row["CURRENCY"]][row["RATE_DATE"]] = float(row["UNITS_PER_EURO"])
    assert set(rates["EUR"].values()) == {1.0}
    for currency, by_day in rates.items():
        walk = [by_day[date] for date in sorted(by_day)]
        level = RATES.get(currency, 0.94)
        assert all(0.9 < rate / level < 1.1 for rate in walk)
        assert all(
            abs(after / before - 1) < 0.01 for before, after in zip(walk, walk[1:], strict=False)
        )


def test_the_rate_of_a_day_arrives_with_the_delivery_of_that_day(sample):
    first = {}
    for row in sorted(sample.readable("exchange_rates"), key=lambda row: row["_loaded_at"]):
        first.setdefault(row["RATE_DATE"], row["_batch_id"])
    for number in range(2, 11):
        assert first[day(batch_start(number))] == f"B{number:03d}"

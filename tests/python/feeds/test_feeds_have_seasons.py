"""The feeds have weekly and yearly seasons and campaigns, and no jump on the first delivery day."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from feeds.seasons import CAMPAIGNS, campaign_on
from feeds.times import FIRST_DELIVERY, day

STARTED_AT = {
    "orders": "ORDER_TIME",
    "support_tickets": "OPENED_AT",
    "marketing_leads": "CREATED_AT",
    "finance_accounts": "OPENED_DATE",
    "finance_transactions": "TRANSACTION_TIME",
    "interactions": "INTERACTION_TIME",
    "opportunities": "CREATED_AT",
    "clickstream": "EVENT_TIME",
    "fraud_alerts": "DETECTED_AT",
}
# Feeds whose keys are numbered.
NUMBERED = (
    "orders",
    "finance_accounts",
    "finance_transactions",
    "interactions",
    "opportunities",
    "fraud_alerts",
)
FIRST = date.fromisoformat(day(FIRST_DELIVERY))


@pytest.fixture(scope="module")
def starts(sample, definitions):
    """When each key of a feed starts, as text, by key."""
    found = {}
    for feed, column in STARTED_AT.items():
        key = definitions[feed].key[0]
        found[feed] = {row[key]: row[column] for row in sample.readable(feed)}
    return found


@pytest.fixture(scope="module")
def per_day(starts):
    """The number of new keys of each feed by date."""
    return {
        feed: Counter(date.fromisoformat(text[:10]) for text in starts_in_order.values())
        for feed, starts_in_order in starts.items()
    }


def between(counts, first, last):
    return [counts[first + timedelta(days=number)] for number in range((last - first).days)]


def rate(counts, first, last):
    return sum(between(counts, first, last)) / (last - first).days


@pytest.mark.parametrize("feed", STARTED_AT)
def test_activity_does_not_jump_on_the_first_day_of_delivery(per_day, feed):
    before = rate(per_day[feed], FIRST - timedelta(days=9), FIRST)
    after = rate(per_day[feed], FIRST, FIRST + timedelta(days=9))
    assert 0.45 < after / before < 1.6


def test_orders_per_day_stay_in_their_range_when_they_are_first_delivered(per_day):
    before = between(per_day["orders"], FIRST - timedelta(days=31), FIRST)
    after = between(per_day["orders"], FIRST, FIRST + timedelta(days=9))
    assert min(before) <= min(after) <= max(after) <= max(before)
    assert 0.75 < (sum(after) / 9) / (sum(before[-9:]) / 9) < 1.3


@pytest.mark.parametrize("feed", [feed for feed in STARTED_AT if feed != "fraud_alerts"])
def test_working_days_are_busier_than_weekends(per_day, feed):
    days = Counter()
    for one, count in per_day[feed].items():
        days[one.weekday() > 4] += count
    assert days[True] / 2 < 0.75 * days[False] / 5


@pytest.mark.parametrize("feed", ["orders", "interactions", "opportunities", "clickstream"])
def test_few_people_are_active_at_night(starts, feed):
    hours = Counter(int(text[11:13]) for text in starts[feed].values())
    busiest = sorted(hours.values())[-8:]
    assert min(hours[hour] for hour in range(24)) < 0.35 * sum(busiest) / 8


def test_orders_are_seasonal_in_both_years(per_day):
    for year in (2024, 2025):
        summer = rate(per_day["orders"], date(year, 7, 1), date(year, 9, 1))
        spring = rate(per_day["orders"], date(year, 5, 1), date(year, 7, 1))
        autumn = rate(per_day["orders"], date(year, 9, 1), date(year, 11, 1))
        winter = rate(per_day["orders"], date(year, 11, 17), date(year, 12, 24))
        assert summer < 0.85 * min(spring, autumn)
        assert winter > 1.3 * autumn


@pytest.mark.parametrize(("feed", "least"), [("orders", 1.1), ("marketing_leads", 1.3)])
def test_a_campaign_has_more_orders_and_leads_than_the_weeks_around_it(per_day, feed, least):
    inside, outside = [], []
    for _, first, last in CAMPAIGNS:
        start, end = date(2025, *first), date(2025, *last)
        inside.append(rate(per_day[feed], start, end))
        weeks = (rate(per_day[feed], start - timedelta(days=21), start),)
        if end < date(2025, 12, 1):
            weeks += (rate(per_day[feed], end + timedelta(days=1), end + timedelta(days=22)),)
        outside.append(sum(weeks) / len(weeks))
    assert sum(inside) > least * sum(outside)


def test_leads_and_web_events_name_a_campaign_that_is_running_or_has_just_ended(sample):
    found = defaultdict(list)
    for feed, column, moment in (
        ("marketing_leads", "CAMPAIGN", "CREATED_AT"),
        ("clickstream", "UTM_CAMPAIGN", "EVENT_TIME"),
    ):
        for row in sample.readable(feed):
            theme, _, year = row[column].rpartition(" ")
            if theme in {campaign.theme for campaign in CAMPAIGNS}:
                found[feed].append((f"{theme} {year}", date.fromisoformat(row[moment][:10])))
    epoch = date(1970, 1, 1)
    for feed, answers in found.items():
        assert len(answers) > 500, feed
        for name, answered in answers:
            days = range((answered - epoch).days - 1, (answered - epoch).days + 2)
            assert name in {campaign_on(one, echo=22) for one in days}, (feed, name, answered)


@pytest.mark.parametrize("feed", NUMBERED)
def test_later_numbers_are_greater(starts, feed):
    starts_in_order = [text for key, text in sorted(starts[feed].items()) if key[-1:].isdigit()]
    ordered = sum(
        one <= other for one, other in zip(starts_in_order, starts_in_order[1:], strict=False)
    )
    assert ordered > 0.99 * (len(starts_in_order) - 1)

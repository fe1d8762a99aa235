"""Messages fit the subject of the ticket or interaction, and the customer's language."""

import re
from collections import Counter
from functools import cache

import pytest

from feeds.messages import NEEDED, OCCASIONS, PRAISE, TOPICS, phrases
from feeds.streams import Stream
from feeds.support import tickets
from feeds.world import SEED, build_world

LANGUAGES = ("en", "de", "fr", "es")


@pytest.fixture(scope="module")
def written(sample):
    """The message of each ticket and interaction, by key."""
    return {
        **{key: life[-1]["MESSAGE"] for key, life in sample.versions("support_tickets").items()},
        **{row["INTERACTION_ID"]: row["MESSAGE"] for row in sample.readable("interactions")},
    }


@cache
def pattern(language, *names):
    """A regular expression for any sentence on one of these topics."""
    sentences = [one for name in names for one in phrases(language)[name]]
    return "|".join(re.sub(r"\\\{\w+\\\}", ".+", re.escape(one)) for one in sentences)


def mentions(text, *names):
    return any(re.search(pattern(language, *names), text) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_topics_and_sentence_counts(language):
    assert {name: len(sentences) for name, sentences in phrases(language).items()} == {
        name: len(sentences) for name, sentences in phrases("en").items()
    }
    topics = {*NEEDED, *PRAISE, *(one for about in OCCASIONS.values() for one in about)}
    assert topics <= phrases(language).keys()


def test_a_ticket_about_a_late_order_mentions_the_delay(written):
    late = [one for one in tickets(build_world(SEED, 1.0)) if one.is_late]
    messages = [written[one.key] for one in late if written.get(one.key)]
    assert len(messages) > 20
    assert all(mentions(text, "late", "tracking") for text in messages)


def test_a_ticket_is_about_its_issue(sample, written):
    for key, life in sample.versions("support_tickets").items():
        if written[key] and life[-1]["ISSUE_TYPE"] != "Delivery":
            assert mentions(written[key], *TOPICS[life[-1]["ISSUE_TYPE"]]), written[key]


def test_negative_interactions_are_angry_and_positive_ones_are_not(sample, written):
    angry, total = Counter(), Counter()
    for row in sample.readable("interactions"):
        if row["MESSAGE"]:
            total[row["SENTIMENT"]] += 1
            angry[row["SENTIMENT"]] += mentions(row["MESSAGE"], "angry")
    assert angry["Positive"] == angry["Neutral"] == 0
    assert angry["Negative"] > 0.35 * total["Negative"]


def test_only_written_channels_have_messages(sample):
    channels = {row["CHANNEL"] for row in sample.readable("interactions") if row["MESSAGE"]}
    assert channels == {"Email", "Web Chat", "Social Media"}


def test_a_quarter_of_the_messages_is_not_in_english(written):
    messages = [text for text in written.values() if text]
    spoken = Counter(
        language
        for text in messages
        for language in LANGUAGES
        if any(trade in text for trade in phrases(language)["trade"])
    )
    assert set(spoken) == set(LANGUAGES)
    assert spoken.total() - spoken["en"] > 0.25 * spoken.total()


def test_most_messages_are_distinct(written):
    messages = [text for text in written.values() if text]
    assert len(set(messages)) > 0.9 * len(messages)


def test_messages_have_no_contact_data_and_no_unfilled_template(written):
    for text in written.values():
        assert not re.search(r"@|\d{3}|[{}]|\s\s|\n", text), text


def test_messages_have_their_own_random_stream():
    first, second = (Stream(1, name).random() for name in ("interactions", "interactions/messages"))
    assert first != second

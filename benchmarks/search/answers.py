"""Questions, and the messages of the sample that answer them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from feeds.messages import phrases

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = Path(__file__).with_name("questions.csv")
LANGUAGES = ("en", "de", "fr", "es")
WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True)
class Question:
    """A question and the topics of its answers, by the names and English phrases of the generator.

    part: whether the question was used to choose the method, or held back.
    """

    part: str
    text: str
    language: str
    topics: tuple[str, ...]


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions of the benchmark."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Question(
                row["part"],
                row["question"],
                row["language"],
                tuple(row[name] for name in ("topic", "wants", "trade", "event") if row[name]),
            )
            for row in csv.DictReader(file)
        ]


def sample_messages(folder: Path = ROOT / "seeds" / "feeds") -> list[str]:
    """The different messages of the sample's tickets and interactions."""
    found: dict[str, None] = {}
    for feed in ("support_tickets", "interactions"):
        with (folder / f"{feed}.csv").open(encoding="utf-8", newline="") as file:
            found |= dict.fromkeys(row["MESSAGE"] for row in csv.DictReader(file))
    return [message for message in found if message]


@cache
def patterns(topic: str) -> Mapping[str, re.Pattern[str]]:
    """Language -> the regular expression for a topic: sentences, a business or an event."""
    english = phrases("en")
    found = {}
    for language in LANGUAGES:
        known = phrases(language)
        sentences: Iterable[str] = known.get(topic, ())
        for name in ("trade", "event"):
            if topic in english[name]:
                sentences = (known[name][english[name].index(topic)],)
        escaped = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) for text in sentences]
        found[language] = re.compile("|".join(escaped) or "(?!)")
    return found


def answers(question: Question, messages: Sequence[str]) -> set[int]:
    """The positions of the messages that have all topics of the question, in any language."""
    return {
        place
        for place, message in enumerate(messages)
        if all(
            any(one.search(message) for one in patterns(topic).values())
            for topic in question.topics
        )
    }


def languages(question: Question, found: Iterable[str]) -> set[str]:
    """The languages of the messages that answer a question."""
    return {
        language
        for message in found
        for language in LANGUAGES
        if all(patterns(topic)[language].search(message) for topic in question.topics)
    }


def shares_a_word(question: Question, found: Iterable[str]) -> bool:
    """Whether an answer has a word of the question, or one with the same first five letters.

    Words of four letters and more count, and only in what answers the question.
    """
    asked = {word[:5] for word in WORD.findall(question.text.lower())}
    answering = [
        " ".join(
            match.group()
            for topic in question.topics
            for one in patterns(topic).values()
            if (match := one.search(message))
        )
        for message in found
    ]
    sharing = [
        bool(asked & {word[:5] for word in WORD.findall(text.lower())}) for text in answering
    ]
    return any(sharing)

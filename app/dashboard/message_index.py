"""Ranks messages by how well they answer a question: by meaning, or by the words in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

WORD = re.compile(r"\w{3,}")
BY_MEANING, BY_WORDS = "meaning", "words"


class MessageIndex:
    """The messages of a publication in memory.

    messages: what was written. vectors: their embeddings, one row each, zeros for a missing one;
    None if all are missing. By meaning, the score is the cosine of the embeddings of question and
    message. Without embeddings, or without the package of their model, it is the share of the
    question's words that the message has.
    """

    def __init__(self, messages: Sequence[str], vectors: np.ndarray | None) -> None:
        self.messages = [message.lower() for message in messages]
        self.vectors = vectors if vectors is not None and has_model() else None
        self.compares = BY_WORDS if self.vectors is None else BY_MEANING

    def best(self, question: str, limit: int) -> list[tuple[int, float]]:
        """Positions and scores of the best messages, best first; only scores above zero."""
        if self.vectors is None:
            scores = shares_of_words(question, self.messages)
        else:
            scores = self.vectors @ embedded(question)
        places = np.argsort(-scores, kind="stable")[:limit]
        return [
            (int(place), round(float(scores[place]), 4)) for place in places if scores[place] > 0
        ]


def has_model() -> bool:
    """Whether a question can be embedded: not on Snowflake, and not without the package."""
    if find_spec("embeddings") is None:
        return False
    from embeddings import is_installed

    return is_installed()


def embedded(question: str) -> np.ndarray:
    """The embedding of a question."""
    from embeddings import embed

    return embed([question])[0]


def shares_of_words(question: str, messages: Sequence[str]) -> np.ndarray:
    """The share of the question's words that each message has; messages are in lower case."""
    words = set(WORD.findall(question.lower()))
    if not words:
        return np.zeros(len(messages))
    return np.array([sum(word in message for word in words) / len(words) for message in messages])


def stacked(vectors: Sequence[Any]) -> np.ndarray | None:
    """Embeddings as the rows of an array, zeros for a missing one; None if all are missing."""
    sizes = {len(vector) for vector in vectors if vector is not None}
    if not sizes:
        return None
    missing = np.zeros(sizes.pop(), dtype=np.float32)
    return np.array([missing if vector is None else vector for vector in vectors], dtype=np.float32)

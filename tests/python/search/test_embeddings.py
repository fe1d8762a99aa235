"""Messages are compared by meaning, in any language; without the model, by words."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

import embeddings.plugin
from dashboard.message_index import BY_MEANING, BY_WORDS, MessageIndex, stacked
from embeddings import DIMENSIONS, embed

MESSAGES = [
    "Mein Paket hätte vor 12 Tagen da sein sollen. Ich will mein Geld zurück.",
    "Does the server run under Linux?",
    "La jeune femme au téléphone a été patiente et a tout réglé en cinq minutes.",
    "My account is locked after three attempts.",
]


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return embed(MESSAGES)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("complained about late delivery and wants a refund", 0),
        ("compatibility with an operating system", 1),
        ("Lob für eine freundliche Beraterin", 2),
        ("ho dimenticato la password e non riesco ad accedere", 3),
    ],
)
def test_a_question_finds_the_message_with_the_same_meaning(
    vectors: np.ndarray, question: str, place: int
) -> None:
    index = MessageIndex(MESSAGES, vectors)
    assert index.compares == BY_MEANING
    assert index.best(question, 1)[0][0] == place


def test_embeddings_have_length_one(vectors: np.ndarray) -> None:
    assert vectors.shape == (len(MESSAGES), DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert embed([]).shape == (0, DIMENSIONS)


def test_an_embedding_does_not_depend_on_the_other_sentences(vectors: np.ndarray) -> None:
    assert np.array_equal(embed(MESSAGES[::-1])[::-1], vectors)
    assert all(
        np.array_equal(embed([message])[0], vector)
        for message, vector in zip(MESSAGES, vectors, strict=True)
    )


def test_messages_without_embedding_are_not_found_by_meaning(vectors: np.ndarray) -> None:
    index = MessageIndex(MESSAGES, stacked([None, *vectors[1:].tolist()]))
    assert 0 not in [place for place, _ in index.best("late delivery", 4)]


def test_without_embeddings_words_are_compared() -> None:
    index = MessageIndex(MESSAGES, stacked([None] * len(MESSAGES)))
    assert index.compares == BY_WORDS
    assert index.best("Linux server", 5) == [(1, 1.0)]
    assert index.best("?", 5) == []


def test_sql_embeds_each_value_once_and_keeps_nulls(vectors: np.ndarray) -> None:
    with duckdb.connect() as connection:
        embeddings.plugin.register(connection)
        rows = connection.execute(
            "select embed_text(message), typeof(embed_text(message))"
            " from (values (1, ?), (2, null), (3, ?)) as given (place, message) order by place",
            [MESSAGES[0], MESSAGES[0]],
        ).fetchall()
    assert {row[1] for row in rows} == {f"FLOAT[{DIMENSIONS}]"}
    assert rows[0][0] == rows[2][0]
    assert rows[1][0] is None
    assert np.allclose(rows[0][0], vectors[0], atol=1e-5)


def test_sql_embeds_once_for_a_value_and_a_condition_on_it(
    vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def recorded(sentences: list[str]) -> np.ndarray:
        asked.extend(sentences)
        return vectors[: len(sentences)]

    monkeypatch.setattr(embeddings.plugin, "embed", recorded)
    with duckdb.connect() as connection:
        embeddings.plugin.register(connection)
        rows = connection.execute(
            "with embedded as (select embed_text(message) as embedding"
            " from (values (?), (?), (null)) as messages (message))"
            " select * from embedded where embedding is not null",
            MESSAGES[:2],
        ).fetchall()
    assert len(rows) == 2
    assert sorted(asked) == sorted(MESSAGES[:2])


def test_sql_gives_null_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings.plugin, "is_installed", lambda: False)
    with duckdb.connect() as connection:
        embeddings.plugin.register(connection)
        rows = connection.execute(
            "select embed_text(message), typeof(embed_text(message))"
            " from (values ('Hello'), (null)) as messages (message)"
        ).fetchall()
    assert rows == [(None, f"FLOAT[{DIMENSIONS}]")] * 2

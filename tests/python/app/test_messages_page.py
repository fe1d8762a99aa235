"""The page Messages finds what customers wrote, and shows it to roles that see personal data."""

from __future__ import annotations

import pytest
from application import Open


def test_a_reader_sees_no_message(opened: Open) -> None:
    app = opened("messages", question="refund")
    assert [one.value for one in app.info] == [
        "What customers write is personal data. Your role does not see it."
    ]
    assert not app.text


def test_a_steward_finds_messages_by_words_without_embeddings(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    app = opened("messages", question="refund")
    assert "only words are compared" in app.warning[0].value
    assert app.text
    assert all("refund" in one.value.lower() for one in app.text)
    assert app.subheader[0].value == f"{len(app.text)} messages, best first"


def test_a_question_without_an_answer_says_so(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    app = opened("messages", question="xylophone")
    assert app.info[0].value == "No message found. Try other words."

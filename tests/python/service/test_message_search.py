"""A question finds the messages of customers that answer it, for callers who see personal data."""

from __future__ import annotations

import pyarrow as pa
import pytest
from lookup_client import Service, header

from embeddings import embed
from lookup.message_search import indexed

MOST_EMBEDDED = 40


def test_words_are_compared_where_messages_have_no_embedding(service: Service) -> None:
    found = service.get("/search", q="refund, please", limit=5)
    assert found["compared"] == "words"
    assert len(found["messages"]) == 5
    assert all("refund" in one["message"].lower() for one in found["messages"])


def test_an_answer_is_a_row_of_the_mart(service: Service) -> None:
    (found,) = service.get("/search", q="reimbursement", limit=1)["messages"]
    columns = ("written_in", "customer_uid", "message", "occasion")
    rows = service.rows(
        f"select {', '.join(columns)} from marts.customer_messages where document_id = ?",
        found["document_id"],
    )
    assert rows == [tuple(found[name] for name in columns)]


def test_scores_are_positive_and_descending(service: Service) -> None:
    found = service.get("/search", q="server invoice parcel", limit=100)["messages"]
    scores = [one["score"] for one in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


@pytest.mark.parametrize(("caller", "status"), [("reader", 403), ("matcher", 403), ("seeing", 200)])
def test_messages_need_both_scopes(service: Service, caller: str, status: int) -> None:
    answer = service.client.get("/search?q=refund", headers=header(caller))
    assert answer.status_code == status


@pytest.mark.parametrize("question", ["", "x", "??", "a" * 201])
def test_a_question_without_words_is_refused(service: Service, question: str) -> None:
    answer = service.client.get("/search", params={"q": question}, headers=header("seeing"))
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_meanings_are_compared_where_messages_have_embeddings(service: Service) -> None:
    written = service.rows(
        "select customer_uid, message from marts.customer_messages"
        " where message like '%parcel%' or message like '%Linux%' order by message_hk limit ?",
        MOST_EMBEDDED,
    )
    messages = [message for _, message in written]
    table = pa.table(
        {
            "customer_uid": [uid for uid, _ in written],
            "message": messages,
            "embedding": pa.FixedSizeListArray.from_arrays(embed(messages).ravel(), 512),
        }
    )
    found = indexed(table).find("suivi de ma commande en retard", 3)
    assert found["compared"] == "meaning"
    assert all("parcel" in one["message"] for one in found["messages"])

"""Searches what customers wrote."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.message_index import MessageIndex, has_model, stacked
from dashboard.query import query
from dashboard.source import shown_source

MODEL = "customer_messages"
SHOWN = ["customer_uid", "written_at", "written_in", "channel", "occasion", "sentiment", "message"]
ALL_ROWS = 10**9
MOST_FOUND = 20


def found_messages(question: str) -> tuple[pd.DataFrame, str]:
    """The messages that answer a question best, with their score, and what was compared."""
    index, rows = indexed(shown_source().key)
    best = index.best(question, MOST_FOUND)
    found = rows.iloc[[place for place, _ in best]].reset_index(drop=True)
    return found.assign(score=[score for _, score in best]), index.compares


@st.cache_resource(max_entries=2, show_spinner="Reading the messages")
def indexed(key: str) -> tuple[MessageIndex, pd.DataFrame]:
    """The index of a publication's messages, and their rows; shared by all sessions.

    key: of the publication.
    """
    columns = [*SHOWN, "message_hk"]
    if has_model():
        columns.append("embedding")
    order = ["-written_at", "written_in", "message_hk"]
    rows = query(MODEL, columns, order=order, limit=ALL_ROWS, is_shown=False, is_kept=False)
    # A missing embedding is read as a number or as None, which have no length.
    vectors = [one if hasattr(one, "__len__") else None for one in rows.get("embedding", ())]
    return MessageIndex(list(rows["message"]), stacked(vectors)), rows[SHOWN]

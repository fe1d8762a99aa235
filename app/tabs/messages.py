"""Messages: what customers wrote, found by meaning."""

import streamlit as st

from dashboard.message_index import BY_WORDS
from dashboard.messages import found_messages
from dashboard.roles import may_see_personal_data
from dashboard.tables import as_it_is, show_table
from dashboard.units import counted

st.title("Messages")
if not may_see_personal_data():
    st.info("What customers write is personal data. Your role does not see it.")
    st.stop()
question = st.text_input(
    "Search in messages", key="question",
    placeholder="complained about late delivery and wants a refund",
).strip()  # fmt: skip
if not question:
    st.caption(
        "In any language: a question in English also finds messages in German, French or Spanish."
        " Region, segment and period do not apply."
    )
    st.stop()
found, compares = found_messages(question)
if compares == BY_WORDS:
    st.warning(
        "The messages of this publication have no embeddings, so only words are compared."
        " `make build` embeds them, unless C360_EMBED_MESSAGES is false."
    )
if found.empty:
    st.info("No message found. Try other words.")
    st.stop()
st.subheader(f"{counted(len(found), 'message')}, best first")
for row in found.itertuples():
    with st.container(border=True):
        st.text(row.message)
        words = [row.written_in, row.occasion, row.channel, row.sentiment]
        known = [as_it_is(word) for word in words if isinstance(word, str)]
        st.caption(
            f"{row.customer_uid} \u00b7 {row.written_at:%d %b %Y} \u00b7"
            f" {', '.join(known)} \u00b7 score {row.score:.2f}"
        )
show_table(found, "messages")

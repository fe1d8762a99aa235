"""A build embeds new and changed messages only, and deletes the embeddings of erased ones."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest

import embeddings.plugin
from dbt_in_process import DATABASE, Project
from embeddings import embed
from replayed_warehouse import deliver
from small_warehouse import UNDELIVERED, SmallBuild

MODELS = (
    "stg_support__tickets", "stg_support__ticket_messages", "sat_ticket_pii__support",
    "current_messages", "message_embeddings",
)  # fmt: skip
# The first ticket again, later and with another message.
CHANGED = "I found the parcel behind the shed, please close this ticket."
LATER_STATES = f"""
insert into landing.landing_support_tickets
select * exclude (place) replace (
    '{CHANGED}' as MESSAGE,
    '2026-01-12 10:00:00' as UPDATED_AT, '2026-01-13 02:00:00' as _loaded_at,
    'B020' as _batch_id, 'B020' as _landed_in
)
from (
    select *, row_number() over (order by TICKET_ID) as place
    from landing.landing_support_tickets where _batch_id = 'B001' and MESSAGE is not null
)
where place = 1
"""
MESSAGES = """
select hex(message_hk) || written_in, message from business_vault.current_messages
"""
VECTORS = """
select hex(message_hk) || written_in, embedding from business_vault.message_embeddings
"""


def by_key(database: Path, query: str) -> dict[str, object]:
    """The rows of a query of a key and a value."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return dict(connection.execute(query).fetchall())


def test_a_build_embeds_new_messages_and_deletes_removed_ones(
    project: Project, small_build: SmallBuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def recorded(sentences: Sequence[str]) -> np.ndarray:
        asked.extend(sentences)
        return embed(sentences)

    monkeypatch.setattr(embeddings.plugin, "embed", recorded)
    monkeypatch.setenv("C360_EMBED_MESSAGES", "true")
    database = tmp_path / DATABASE
    shutil.copy(small_build.built, database)

    # The warehouse was built without embeddings.
    project.run(database, "run", "--select", "message_embeddings")
    messages, vectors = by_key(database, MESSAGES), by_key(database, VECTORS)
    assert vectors.keys() == messages.keys()
    assert sorted(set(asked)) == sorted(set(messages.values()))

    asked.clear()
    with duckdb.connect(str(database)) as connection:
        deliver(connection, UNDELIVERED[0])
        connection.execute(LATER_STATES)
    project.run(database, "run", "--select", *MODELS)
    later_messages, later_vectors = by_key(database, MESSAGES), by_key(database, VECTORS)
    new = {key: text for key, text in later_messages.items() if messages.get(key) != text}
    assert len(new) > 1 and CHANGED in new.values()
    assert sorted(asked) == sorted(new.values())
    assert later_vectors.keys() == later_messages.keys()
    unchanged = later_vectors.keys() - new.keys()
    assert {key: later_vectors[key] for key in unchanged} == {
        key: vectors[key] for key in unchanged
    }
    ((key, text),) = [(key, text) for key, text in new.items() if text == CHANGED]
    assert np.allclose(later_vectors[key], embed([text])[0], atol=1e-5)

    # An erasure rewrites the deliveries and rebuilds what is computed from them.
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "delete from raw_vault.sat_ticket_pii__support where hex(ticket_hk) || 'Ticket' = ?",
            [key],
        )
    rebuilt = ("current_messages", "message_embeddings")
    project.run(database, "run", "--full-refresh", "--select", *rebuilt)
    assert by_key(database, VECTORS).keys() == later_vectors.keys() - {key}

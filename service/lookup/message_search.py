"""The messages that answer a question best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.message_index import BY_MEANING, MessageIndex, stacked


@dataclass(frozen=True)
class Messages:
    """The messages of a publication: their rows without embeddings, and the index over them."""

    rows: pa.Table
    index: MessageIndex

    def find(self, question: str, limit: int) -> dict[str, Any]:
        """The best messages with their scores, and whether meanings or words were compared."""
        best = self.index.best(question, limit)
        rows = self.rows.take([place for place, _ in best]).to_pylist() if best else []
        found = [{**row, "score": score} for row, (_, score) in zip(rows, best, strict=True)]
        return {"compared": self.index.compares, "messages": found}


def indexed(table: pa.Table) -> Messages:
    """The index of a table with the columns message and embedding."""
    table = table.combine_chunks()
    index = MessageIndex(table["message"].to_pylist(), vectors_of(table["embedding"]))
    if index.compares == BY_MEANING:
        # Loads the model, so that the first question need not wait two seconds for it.
        index.best("ready", 1)
    return Messages(table.drop_columns(["embedding"]), index)


def vectors_of(column: pa.ChunkedArray) -> Any:
    """The embeddings of a column as an array; None if all are missing."""
    if column.null_count == len(column):
        return None
    if column.null_count:
        return stacked(column.to_pylist())
    flat = pc.list_flatten(column).to_numpy()
    return flat.reshape(len(column), -1)

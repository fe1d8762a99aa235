"""A plugin of dbt-duckdb: the SQL function `embed_text`."""

from __future__ import annotations

from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from embeddings import DIMENSIONS, embed, is_installed

TYPE = f"FLOAT[{DIMENSIONS}]"


class Plugin(BasePlugin):
    """Adds `embed_text` to the connection of a dbt run."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Called when dbt opens the database."""
        register(conn)


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make `embed_text(varchar)` a function of the database.

    It returns null for null, and for every string if the model is not installed. DuckDB would call
    a function without side effects again for a condition on its result.
    """
    if is_installed():
        connection.create_function(
            "embed_text", embed_column, ["VARCHAR"], TYPE,
            type="arrow", null_handling="special", side_effects=True,
        )  # fmt: skip
    else:
        connection.create_function(
            "embed_text", lambda text: None, ["VARCHAR"], TYPE, null_handling="special"
        )


def embed_column(column: Any) -> Any:
    """The embeddings of a column of Arrow; a value that occurs several times is embedded once."""
    # Imported here, because every dbt run loads this module. This is also why no annotation of this
    # function needs pyarrow: DuckDB evaluates annotations.
    import pyarrow as pa

    values = column.to_pylist()
    known = list(dict.fromkeys(value for value in values if value))
    vectors = dict(zip(known, embed(known).tolist(), strict=True))
    vector = pa.list_(pa.float32(), DIMENSIONS)
    return pa.array([vectors.get(value) for value in values], type=vector)

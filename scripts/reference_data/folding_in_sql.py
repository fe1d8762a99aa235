"""Folds texts with the SQL that folds records, so that lists are written as they are looked up."""

from collections.abc import Sequence

import duckdb

from mdm.standardise.macros import load_macros


def folded_words(texts: Sequence[str]) -> list[str | None]:
    """Return each text as folded words, or None if nothing is left."""
    macros = load_macros()
    words = macros.plain_words(macros.fold_text("text"))
    with duckdb.connect() as connection:
        connection.execute("create table texts (place integer, text varchar)")
        connection.execute(
            "insert into texts select unnest($1::integer[]), unnest($2::varchar[])",
            [list(range(len(texts))), list(texts)],
        )
        found = connection.sql(f"select {words} from texts order by place")
        return [word for (word,) in found.fetchall()]

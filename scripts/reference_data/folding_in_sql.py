"""Folds strings with the same SQL as records, so that lists match records."""

from collections.abc import Sequence

import duckdb

from mdm.standardise.macros import load_macros


def folded_words(strings: Sequence[str]) -> list[str | None]:
    """Return each string as folded words, or None if nothing is left."""
    macros = load_macros()
    words = macros.plain_words(macros.fold_text("text"))
    with duckdb.connect() as connection:
        connection.execute("create table strings (place integer, text varchar)")
        connection.execute(
            "insert into strings select unnest($1::integer[]), unnest($2::varchar[])",
            [list(range(len(strings))), list(strings)],
        )
        found = connection.sql(f"select {words} from strings order by place")
        return [word for (word,) in found.fetchall()]

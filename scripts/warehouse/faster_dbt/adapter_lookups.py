"""Looks up tables and columns for dbt on DuckDB with direct queries.

For each incremental model, dbt reads the columns of a table three times, each time with a macro
call that sets up all other macros, and checks ten times whether a table exists, by a search through
all tables. That takes a quarter of the time of a model that has nothing new. Here the same
statement is sent directly, and a table is looked up by its name. With an unknown version of dbt,
nothing changes.
"""

from __future__ import annotations

from typing import Any

import duckdb
from dbt.adapters.base.impl import BaseAdapter
from dbt.adapters.base.relation import BaseRelation
from dbt.adapters.cache import RelationsCache
from dbt.adapters.duckdb.impl import DuckDBAdapter
from dbt.adapters.reference_keys import _ReferenceKey
from dbt.adapters.sql.impl import SQLAdapter

from warehouse.faster_dbt.known_code import is_known

# The code of dbt that this replaces or relies on, and the digest of its source in the versions of
# dbt-adapters and dbt-duckdb that the lock files pin.
RELIED_ON = (
    BaseAdapter.get_relation,
    BaseAdapter.list_relations,
    BaseAdapter._make_match,
    BaseRelation.matches,
    RelationsCache.get_relations,
    SQLAdapter.get_columns_in_relation,
    DuckDBAdapter.get_columns_in_relation,
)
KNOWN = "8f95ead402648898837394acf517163cfa61c25952c2a5f5f5f6552bc15e9816"

get_relation = BaseAdapter.get_relation


def columns_of(adapter: DuckDBAdapter, relation: BaseRelation) -> list[Any]:
    """Replaces `get_columns_in_relation`: the columns of a table; empty if it does not exist."""
    statement = f"describe {relation.render()}"
    with adapter.connections.exception_handler(statement):
        cursor = adapter.connections.get_thread_connection().handle.cursor()
        try:
            found = cursor.execute(statement).fetchall()
        except duckdb.CatalogException:
            return []
    return [adapter.Column(name, kind) for name, kind, *_ in found]


def relation_named(
    adapter: DuckDBAdapter, database: str, schema: str, identifier: str
) -> BaseRelation | None:
    """Replaces `get_relation`: a table or view by its name; dbt itself looks for unusual names."""
    names = (database, schema, identifier)
    is_usual = all(names) and not any('"' in name for name in names)
    if is_usual and adapter._schema_is_cached(database, schema):
        with adapter.cache.lock:
            found = adapter.cache.relations.get(_ReferenceKey(*map(str.lower, names)))
        if found is None:
            return None
        relation = found.inner
        if (relation.database, relation.schema, relation.identifier) == names:
            return relation
    return get_relation(adapter, database, schema, identifier)


def look_up_directly() -> bool:
    """Replaces both methods if this version of dbt is known; returns whether it is."""
    known = is_known(RELIED_ON, KNOWN)
    if known:
        DuckDBAdapter.get_columns_in_relation = columns_of
        DuckDBAdapter.get_relation = relation_named
    return known

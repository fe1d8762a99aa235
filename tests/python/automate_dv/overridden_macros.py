"""The helpers that upstream dispatches, a project's version of each, and a call that reaches it."""

from __future__ import annotations

CALLS = {
    "alias": "alias('a')",
    "alias_all": "alias_all(['a'])",
    "as_constant": "as_constant('a')",
    "cast_binary": "cast_binary('00')",
    "cast_date": "cast_date('a')",
    "cast_datetime": "cast_datetime('a')",
    "concat_ws": "concat_ws(['a', 'b'])",
    "derive_columns": "derive_columns(columns={'a': 'b'})",
    "escape_column_name": "escape_column_name('a')",
    "hash_columns": "hash_columns({'a': 'b'})",
    "multikey": "multikey('a', condition='is not null')",
    "null_column_sql": "default__null_columns(none, {'required': 'a'})",
    "null_columns": "null_columns(columns={'required': 'a'})",
    "prefix": "prefix(['a'], 'b')",
    "rank_columns": "rank_columns({'a': {'partition_by': 'b', 'order_by': 'c'}})",
    "standard_column_wrapper": "hash('a', 'h')",
    "type_string": "type_string()",
    "get_query_results_as_dict": "get_query_results_as_dict('select 1 as a')",
    "null_expression": "hash(['a', 'b'], 'h')",
    "max_datetime": "end_of_time()",
}
# The version of a project returns this text, for max_datetime one that is a time.
RESULTS = {name: f"own_{name}" for name in CALLS} | {"max_datetime": "2999-12-31"}
OWN_MACROS = "\n".join(
    f"{{% macro duckdb__{name}() -%}}\n"
    "    {%- set given = [kwargs, varargs] -%}\n"
    f"    {{{{ return('{text}') }}}}\n"
    "{%- endmacro %}"
    for name, text in RESULTS.items()
)

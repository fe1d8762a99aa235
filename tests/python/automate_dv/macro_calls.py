"""Macro calls: invalid ones with the error that they raise, valid ones with what they render."""

from __future__ import annotations

from misuses import MISUSES, VALID

REQUIRED = {
    "hub": ["src_pk", "src_nk", "src_ldts", "src_source", "source_model"],
    "link": ["src_pk", "src_fk", "src_ldts", "src_source", "source_model"],
    "sat": ["src_pk", "src_hashdiff", "src_payload", "src_ldts", "src_source", "source_model"],
    "ma_sat": [
        *("src_pk", "src_cdk", "src_hashdiff", "src_payload"),
        *("src_ldts", "src_source", "source_model"),
    ],
    "status_sat": ["src_pk", "src_ldts", "src_source", "source_model", "src_snapshots"],
    "snapshot_log": ["src_pk", "src_ldts", "src_source", "source_model"],
}


def without(names: list[str], missing: str) -> str:
    """Arguments of all these names except one."""
    return ", ".join(f"{name}='stg'" for name in names if name != missing)


WRONG = {
    f"{macro}({without(names, missing)})": (
        f"automate_dv.{macro}: the argument {missing} is required; it is 'None'"
    )
    for macro, names in REQUIRED.items()
    for missing in names
} | {
    "hash()": "automate_dv.hash: the argument columns is required; it is 'None'",
    "hash(columns=[], alias='x')": "hash: the argument columns is required; it is '[]'",
    "hash(columns=7, alias='x')": "the argument columns must be a name, a list",
    "hash_columns(['a'])": "hash_columns: the argument columns must be a mapping; it is '['a']'",
    "derive_columns(columns='a')": "derive_columns: the argument columns must be a mapping",
    "null_columns(columns={'needed': 'a'})": "null_columns: the argument columns has 'required'",
    "rank_columns({'r': {'order_by': 'a'}})": "r must be a mapping with 'partition_by'",
    "select_hash_alg('crc32')": "the argument hash must be MD5, SHA or SHA1; it is 'crc32'",
    "prefix(['a'], 'b', alias_target='both')": "prefix: alias_target must be 'source' or 'target'",
    "prefix(['a'])": "prefix: the argument prefix_str is required",
    "expand_column_list('a')": "expand_column_list: the argument columns must be a list; it is 'a'",
    "alias_all([{'source_column': 'a'}])": "select_list: the column {'source_column': 'a'} has no",
    "multikey(['a'])": "multikey: the argument condition is required",
    "sat_timeline('s')": "sat_timeline: the argument src_pk is required",
    "current_sat('s', 'k')": "current_sat: the argument order_by is required",
    "stage()": "stage: the argument source_model is required",
}
RENDERED = {
    "prefix(['a', {'source_column': 'b', 'alias': 'c'}], 'x')": "x.a, x.b",
    "prefix(['a', {'source_column': 'b', 'alias': 'c'}], 'x', alias_target='target')": "x.a, x.c",
    "alias({'source_column': 'b', 'alias': 'c'}, 'x')": "x.b as c",
    "alias_all(['a', {'source_column': 'b', 'alias': 'c'}], 'x')": "x.a, x.b as c",
    "alias_all(['a', 'b'])": "a, b",
    "expand_column_list(['a', ['b', none], [], {'alias': 'd'}]) | length": "3",
    "concat_ws(['a', 'b'], '-')": "cast(a as varchar) || '-' || cast(b as varchar)",
    "as_constant('!O\\'Neil')": "'O''Neil'",
    "as_constant('!O\\'\\'Neil')": "'O''Neil'",
    "as_constant('lower(a)')": "lower(a)",
    "escape_column_name('order')": '"order"',
    "escape_column_name('\\'constant\\'')": "'constant'",
    "escape_column_names([])": "[]",
    "escape_column_names({'source_column': 'a b', 'alias': 'c'}).values() | join": '"a b""c"',
    "get_escape_characters() | join": '""',
    "select_hash_alg('MD5')": "unhex(md5([HASH_STRING_PLACEHOLDER]))",
    "select_hash_alg('sha')": "unhex(sha256([HASH_STRING_PLACEHOLDER]))",
    "hash_alg_sha1()": "unhex(sha1([HASH_STRING_PLACEHOLDER]))",
    "hash_columns()": "",
    "null_columns()": "",
    "rank_columns()": "",
    "derive_columns(columns={'a': {'source_column': ['b c', '!d'], 'escape': true}})": (
        "cast(\"b c\" as varchar) || '||' || cast('d' as varchar) as a"
    ),
    "escape_column_names(['a', '\"b\"']) | join(' ')": '"a" "b"',
    "cast_date('2026-01-31', as_string=true, alias='d')": "cast('2026-01-31' as date) as d",
    "cast_datetime('a')": "cast(a as timestamp)",
    "cast_binary('FF', alias='h')": "unhex('FF') as h",
    "type_binary()": "blob",
    "type_string()": "varchar",
    "type_timestamp()": "timestamp",
    "max_datetime()": "9999-12-31 23:59:59.999999",
    "multikey('a', condition='is not null')": "a is not null",
    "multikey(['a', 'b'], prefix=['x', 'y'], condition='=')": "(x.a = y.a and x.b = y.b)",
    "multikey(['a', 'b'], prefix='x', condition='<> 1', operator='or')": "(x.a <> 1 or x.b <> 1)",
}


# An invalid call is rendered only when it is compiled, so that parsing succeeds.
WRONG_MODELS = {
    f"wrong/wrong_{number}": "-- depends_on: {{ ref('staged') }}, {{ ref('raw') }}\n"
    + "{% if execute %}{{ automate_dv."
    + call
    + " }}{% endif %}"
    for number, call in enumerate([*WRONG, *(misuse.call for misuse in MISUSES)])
} | {
    f"wrong/plain_{macro}": "{{ config(materialized='incremental') }}\n"
    + "-- depends_on: {{ ref('staged') }}, {{ ref('raw') }}\n"
    + "{% if execute %}{{ automate_dv."
    + f"{macro}(**{VALID[macro]!r})"
    + " }}{% endif %}"
    for macro in ("pit", "bridge")
}
BETWEEN_CALLS = "\n-- next call\n"
CALL_MODELS = WRONG_MODELS | {
    "rendered": BETWEEN_CALLS.join("{{ automate_dv." + call + " }}" for call in RENDERED)
}

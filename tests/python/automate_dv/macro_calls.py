"""Macro calls: invalid ones with the error that they raise, valid ones with the rendered text."""

from __future__ import annotations

from misuses import MISUSES, VALID, WRONG_SETTINGS

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
    "current_sat('staged', 'id_hk', 'team', 'rep', 7)": "has one value too many; it is '7' in",
    "stage(source_model=ref('raw'))": "source_model must be a name, without ref or source",
    "hub('id_hk', 'id', none, 'team', 'label', ref('staged'))": "a name, without ref or source",
    "derive_columns(columns='a')": "derive_columns: the argument columns must be a mapping",
    "null_columns(columns={'needed': 'a'})": "null_columns: the argument columns has 'required'",
    "rank_columns({'r': {'order_by': 'a'}})": "r must be a mapping with 'partition_by'",
    "select_hash_alg('crc32')": "the argument hash must be MD5, SHA or SHA1; it is 'crc32'",
    "prefix(['a'], 'b', alias_target='both')": "prefix: alias_target must be 'source' or 'target'",
    "prefix(['a'])": "prefix: the argument prefix_str is required",
    "expand_column_list('a')": "expand_column_list: the argument columns must be a list; it is 'a'",
    "alias_all([{'source_column': 'a'}])": "select_list: the column {'source_column': 'a'} has no",
    "multikey(['a'], prefix=['x', 'y'])": "multikey: the argument condition must be an operator",
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
    "expand_column_list([]) + automate_dv.expand_column_list()": "[]",
    "prefix([{'source_column': 'b', 'alias': 'c'}], 'x', alias_target=none)": "x.b",
    "concat_ws(['a', 'b'], \"'\")": "cast(a as varchar) || '''' || cast(b as varchar)",
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
    "derive_columns()": "",
    "is_list(['a'])": "True",
    "is_list([], empty_is_false=true)": "False",
    "is_list('a') or automate_dv.is_list({}) or automate_dv.is_list()": "False",
    "is_nothing([])": "True",
    "is_something('a')": "True",
    "is_expression('upper(a)') and automate_dv.is_expression('a::date')": "True",
    "is_expression('a') or automate_dv.is_expression(['a(b)'])": "False",
    "null_expression('a')": "coalesce(nullif(upper(trim(cast(a as varchar))), ''), '^^')",
    "standard_column_wrapper()": "nullif(upper(trim(cast([EXPRESSION] as varchar))), '')",
    "get_hash_string_length('sha')": "64",
    "get_hash_string_length('other')": "32",
    "get_query_results_as_dict('select 1 as a, 2 as b').keys() | join": "AB",
    "cast_date('a', date_type='timestamp', alias='d')": "cast(a as timestamp) as d",
    "type_binary(for_dbt_compare=true)": "blob",
    "date_ghost('date', 'd')": "cast('1900-01-01' as date) as d",
    "binary_ghost('h', 'sha1')": f"unhex('{'00' * 20}') as h",
    "is_pit_incremental() or automate_dv.is_bridge_incremental()": "False",
    "is_vault_insert_by_period() or automate_dv.is_vault_insert_by_rank()": "False",
    "config_meta_get('apply_source_filter', 'unset')": "unset",
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
    "multikey('a')": "a",
    "multikey(['a', 'b'], prefix='x')": "(x.a and x.b)",
    "multikey(['a', 'b'], prefix=['x', 'y'], condition='=')": "(x.a = y.a and x.b = y.b)",
    "multikey(['a', 'b'], prefix='x', condition='<> 1', operator='or')": "(x.a <> 1 or x.b <> 1)",
}


# An invalid call is rendered only when it is compiled, so that parsing succeeds.
DEPENDS_ON = "-- depends_on: {{ ref('staged') }}, {{ ref('raw') }}, {{ ref('as_of_days') }},"
DEPENDS_ON += " {{ ref('decided') }}\n"
WRONG_MODELS = (
    {
        f"wrong/wrong_{number}": DEPENDS_ON
        + "{% if execute %}{{ automate_dv."
        + call
        + " }}{% endif %}"
        for number, call in enumerate([*WRONG, *(misuse.call for misuse in MISUSES)])
    }
    | {f"wrong/setting_{number}": DEPENDS_ON + it.model for number, it in enumerate(WRONG_SETTINGS)}
    | {
        f"wrong/plain_{macro}": "{{ config(materialized='incremental') }}\n"
        + DEPENDS_ON
        + "{% if execute %}{{ automate_dv."
        + f"{macro}(**{VALID[macro]!r})"
        + " }}{% endif %}"
        for macro in ("pit", "bridge")
    }
)
BETWEEN_CALLS = "\n-- next call\n"
CALL_MODELS = WRONG_MODELS | {
    "rendered": BETWEEN_CALLS.join("{{ automate_dv." + call + " }}" for call in RENDERED)
}

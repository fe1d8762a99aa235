"""Models for special cases, and models of the staging macro."""

from __future__ import annotations

from model_text import HASHES, METADATA, incremental, reader, staging

SPECIAL_CASES = {
    "stg_all": f"select *, {HASHES} from change",
    "conflicts": reader(
        "sat_conflicts('thing_hk', 'hashdiff', 'loaded_at', 'stg_all', 'sat_thing',"
        " src_eff='effective_from')"
    ),
    "nh_corrected": "{{ config(meta={'keeps_corrections': true}) }}\n"
    + reader(
        "nh_link(src_pk='thing_hk', src_fk='hashdiff', src_payload=['thing_id', 'one', 'two'],"
        f" src_eff='effective_from', {METADATA}, source_model='stg_all')"
    ),
    "as_of_days": "select timestamp '2026-01-02 12:00' as as_of_date"
    " union all select timestamp '2026-01-03 12:00'",
    "pit_states": reader(
        "pit(src_pk='thing_hk', as_of_dates_table='as_of_days', satellites={'sat_thing': {"
        "'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'},"
        " 'eff': {'eff': 'effective_from'}}}, stage_tables_ldts={'stg_change': 'loaded_at'},"
        " src_ldts='loaded_at', source_model='hub_thing')"
    ),
    "ma_sat_member_states": reader(
        "ma_sat_timeline('ma_sat_member', 'thing_hk', ['member_id'], 'member_hashdiff',"
        " 'loaded_at', 'effective_from')"
    ),
    "stg_other": staging("other", HASHES),
    "hub_first_seen": incremental(
        f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA},"
        " source_model=['stg_change', 'stg_other'])"
    ),
    "hub_of_sources": incremental(
        "hub(src_pk='thing_hk', src_nk='thing_id', src_ldts='loaded_at',"
        " src_source=['record_source', 'one'], source_model=['stg_change', 'stg_other'])"
    ),
    "ghost": reader(
        "create_ghost_record(src_pk='thing_hk', src_hashdiff='hashdiff',"
        " src_payload=['thing_id', 'one', 'two'], src_eff='effective_from',"
        f" {METADATA}, source_model='stg_change')"
    ),
    "stg_collision": """
        select
            *,
            {{ automate_dv.hash(columns=['one', 'two'], alias='thing_hk') }}
        from (
            select *, timestamp '2026-01-01' as loaded_at, 'feed' as record_source
            from (values ('a||b', 'c'), ('a', 'b||c'), (' A', 'b||C ')) as landed(one, two)
        ) as landed
    """,
    "hub_collision": incremental(
        f"hub(src_pk='thing_hk', src_nk=['one', 'two'], {METADATA}, source_model='stg_collision')"
    ),
    "hashes": """
        select
            number,
            {{ automate_dv.hash(columns='one', alias='single') }},
            {{ automate_dv.hash(columns=['one', 'two'], alias='pair') }},
            {{ automate_dv.hash(columns=['two', 'one'], alias='diff', is_hashdiff=true) }},
            {{ automate_dv.hash(columns=['one', 'day', 'moment'], alias='timed',
                is_hashdiff=true, timestamps=['moment', 'day']) }},
            {{ automate_dv.hash(columns='one', alias='single_diff', is_hashdiff=true) }},
            {{ automate_dv.hash(columns=['one'], alias='list_diff', is_hashdiff=true) }},
            {{ automate_dv.hash(columns=['!SAP', 'one'], alias='constant') }},
            {{ automate_dv.hash_columns({
                'listed': 'one', 'nested': {'is_hashdiff': true, 'columns': ['one', 'two']}}) }}
        from pairs
    """,
}
NO_HASH_COLLISION = {
    "automate_dv.no_hash_collision": {
        "name": "no_hash_collision",
        "arguments": {
            "hash_key": "thing_hk",
            "business_key": ["one", "two"],
        },
    }
}
PROPERTIES = {
    "models": [{"name": "hub_collision", "data_tests": [NO_HASH_COLLISION]}],
    "sources": [{"name": "landing", "schema": "main", "tables": [{"name": "wanted"}]}],
}
# dbt compiles them with the columns of their source, so they need a database: see test_staging.
STAGED = {
    "staging/raw": """
        select 1 as id, 'Ann' as name, cast(null as varchar) as rep, cast(null as varchar) as team,
            date '2026-01-01' as delivered_on
        union all
        select 2, 'Bob', 'R1', 'T1', date '2026-01-02'
        union all
        select 2, 'Bo', 'R1', 'T1', date '2026-01-03'
    """,
    "staging/staged": """
        {{ automate_dv.stage(
            source_model='raw',
            derived_columns={
                'record_source': '!IT\\'S',
                'NAME': "upper(name) || '!'",
                'label': ['id', 'name', '!x'],
                'quoted': {'source_column': 'id', 'escape': true},
            },
            null_columns={'required': 'rep', 'optional': ['team']},
            hashed_columns={
                'id_hk': 'id',
                'name_rep_hk': ['name', 'rep'],
                'hashdiff': {
                    'is_hashdiff': true, 'exclude_columns': true,
                    'columns': ['id', 'delivered_on', 'team'],
                },
            },
            ranked_columns={
                'place': {'partition_by': 'id_hk', 'order_by': {'delivered_on': 'DESC'}},
                'dense': {'partition_by': ['id'], 'order_by': ['name', 'delivered_on'],
                    'dense_rank': true},
            },
        ) }}
    """,
    "staging/decided": """
        select delivered_on, record_source, false as is_held_back from {{ ref('staged') }}
    """,
    "staging/added_only": """
        {{ automate_dv.stage(include_source_columns=false, source_model='raw',
            derived_columns={'record_source': '!SRC'}, hashed_columns={'id_hk': 'id'}) }}
    """,
    "staging/source_only": "{{ automate_dv.stage(source_model='raw') }}",
    "staging/raw_names": """
        select 1 as "order", 'Ann' as "full name", cast(null as varchar) as "rep id", 7 as id
    """,
    # Names that need quotes, keys of null_columns in upper case, hashes that replace columns.
    "staging/special_names": """
        {{ automate_dv.stage(
            source_model='raw_names',
            derived_columns={
                'label': {'source_column': ['!x', 'order', 'full name'], 'escape': true},
                'code': 'id + 1',
            },
            null_columns={'REQUIRED': ['"rep id"', 'id'], 'Optional': ''},
            hashed_columns={'id': 'id', 'code': 'code', 'order_hk': ['order', 'full name']},
        ) }}
    """,
    "staging/derived_only": """
        select {{ automate_dv.derive_columns(source_relation=ref('raw'),
            columns={'rep': "'none'"}) }}
        from {{ ref('raw') }}
    """,
    "staging/all_but": """
        {{ config(materialized='incremental') }}
        {{ automate_dv.sat(src_pk='id_hk', src_hashdiff={'source_column': 'hashdiff',
            'alias': 'raw_hashdiff'}, src_payload={'exclude_columns': true, 'columns': ['label',
            'quoted', 'place', 'dense', 'rep_original', 'team_original', 'name_rep_hk', 'id',
            'dropped']},
            src_ldts='delivered_on', src_source='record_source', source_model='staged') }}
    """,
    "staging/all_others": """
        {{ config(materialized='incremental') }}
        {{ automate_dv.sat(src_pk='order_hk', src_hashdiff='code',
            src_payload={'exclude_columns': true}, src_ldts='id_original', src_source='label',
            source_model='special_names') }}
    """,
    "staging/ghost_types": """
        {{ automate_dv.create_ghost_record(src_pk=['id_hk', 'rep'], src_hashdiff='hashdiff',
            src_payload=['name', 'place'], src_ldts='delivered_on', src_source='record_source',
            source_model='staged') }}
    """,
    "staging/as_of_landed": """
        {{ automate_dv.pit(src_pk='id_hk', as_of_dates_table={'landing': 'wanted'},
            satellites={'all_but': {'pk': {'pk': 'id_hk'}, 'ldts': {'ldts': 'delivered_on'}}},
            stage_tables_ldts={'staged': 'delivered_on'}, src_ldts='delivered_on',
            source_model='all_but') }}
    """,
}

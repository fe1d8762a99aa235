"""Models of point-in-time tables and bridges, both incremental and fully built."""

from __future__ import annotations

from model_text import HASHES, METADATA, SAT, incremental, materialized, staging

PIT = """pit(src_pk='thing_hk', as_of_dates_table='as_of', satellites={
    'sat_one': {'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'}},
    'sat_two': {'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'}},
}, stage_tables_ldts={'stg_one': 'loaded_at', 'stg_two': 'loaded_at'}, src_ldts='loaded_at',
source_model='hub_known')"""
STEP = """{'bridge_link_pk': '%s', 'link_table': 'link_thing_member',
    'link_pk': 'thing_member_hk', 'link_fk1': 'thing_hk', 'link_fk2': 'member_hk',
    'eff_sat_table': 'effectivity', 'eff_sat_pk': 'thing_member_hk',
    'eff_sat_end_date': 'end_at', 'eff_sat_load_date': 'start_at'}"""
# A bridge from a thing to its member, and from there to that one's member.
BRIDGE = f"""bridge(src_pk='thing_hk', as_of_dates_table='as_of', bridge_walk={{
    'first': {STEP % "link_pk"}, 'second': {STEP % "next_pk"},
}}, stage_tables_ldts={{'stg_member': 'loaded_at'}}, src_ldts='loaded_at',
source_model='hub_known')"""
# The same, refreshed by key: the things delivered, and those that ever had them as a member.
BRIDGE_BY_KEY = BRIDGE.replace(
    "{'stg_member': 'loaded_at'}, ", "{'changed': 'changed_at'}, is_by_key=true, "
)
PIT_AND_BRIDGE = {
    "pit/stg_one": staging("one_change", HASHES),
    "pit/stg_two": staging("two_change", HASHES),
    "pit/hub_known": incremental(
        f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA},"
        " source_model=['stg_one', 'stg_two', 'stg_member'])"
    ),
    "pit/sat_one": incremental(SAT % ("stg_one", "")),
    "pit/sat_two": incremental(SAT % ("stg_two", "")),
    "pit/member_log": incremental(
        "link(src_pk=['thing_hk', 'loaded_at'], src_fk=['thing_member_hk'],"
        " src_extra_columns=['member_id'], src_ldts='effective_from',"
        " src_source='record_source', source_model='stg_member')"
    ),
    "pit/effectivity": """
        select thing_member_hk, loaded_at as start_at, member_id,
            lead(loaded_at, 1, timestamp '9999-12-31 23:59:59.999999')
                over (partition by thing_hk order by loaded_at) as end_at
        from {{ ref('member_log') }}
    """,
    "pit/as_of": (
        "select as_of_date from wanted, clock"
        " where clock.load_number between first_load and last_load"
    ),
    "pit/pit": materialized("pit_incremental", PIT),
    "pit/pit_whole": materialized("table", PIT),
    "pit/bridge": materialized("bridge_incremental", BRIDGE),
    "pit/bridge_whole": materialized("table", BRIDGE),
    "pit/changed": """
        select thing_hk, loaded_at as changed_at from {{ ref('stg_member') }}
        union all
        select link.thing_hk, staged.loaded_at
        from {{ ref('link_thing_member') }} as link
        inner join {{ ref('stg_member') }} as staged on link.member_hk = staged.thing_hk
    """,
    # A project's own point-in-time table on the CTEs of upstream.
    "pit/own_pit": """
        -- depends_on: {{ ref('stg_one') }}
        {{ config(materialized='incremental') }}
        with as_of_dates as (select distinct as_of_date from {{ ref('as_of') }})
        {%- if not automate_dv.is_any_incremental() %}
        select hub.thing_hk, as_of_dates.as_of_date
        from {{ ref('hub_known') }} as hub cross join as_of_dates
        {%- else %},
        {{ automate_dv.as_of_date_window('thing_hk', 'loaded_at', {'stg_one': 'loaded_at'},
            ref('hub_known')) }}
        select thing_hk, as_of_date from overlap_pks
        union all
        select hub.thing_hk, dates.as_of_date
        from {{ ref('hub_known') }} as hub cross join new_rows_as_of as dates
        union all
        select keys.thing_hk, dates.as_of_date
        from new_rows_pks as keys cross join backfill_as_of as dates
        {%- endif %}
    """,
    "pit/bridge_by_key": materialized("bridge_incremental", BRIDGE_BY_KEY),
}

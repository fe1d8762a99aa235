"""Models of a change feed, a feed of sets and a feed of full snapshots."""

from __future__ import annotations

from model_text import HASHES, METADATA, SAT, incremental, reader, staging

FEEDS = {
    "stg_change": staging("change", HASHES),
    "stg_member": staging("member", HASHES),
    "hub_thing": incremental(
        f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA},"
        " source_model=['stg_change', 'stg_member'])"
    ),
    "hub_keeps_earliest": (
        "{{ config(materialized='incremental', unique_key='thing_hk',"
        " incremental_strategy='delete+insert', meta={'keeps_earliest': true}) }}\n"
    )
    + reader(f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA}, source_model='stg_change')"),
    "link_thing_member": incremental(
        f"link(src_pk='thing_member_hk', src_fk=['thing_hk', 'member_hk'], {METADATA},"
        " source_model='stg_member')"
    ),
    "sat_thing": incremental(SAT % ("stg_change", "")),
    "sat_thing_timeline": reader("sat_timeline('sat_thing', 'thing_hk', 'hashdiff', 'loaded_at')"),
    # Several states of a key in one delivery.
    "sat_states": incremental(SAT % ("stg_other", "")),
    "sat_states_timeline": reader(
        "sat_timeline('sat_states', 'thing_hk', 'hashdiff', 'loaded_at', 'effective_from')"
    ),
    "sat_thing_current": reader(
        "current_sat('sat_thing', 'thing_hk', ['effective_from', 'loaded_at'])"
    ),
    "ma_sat_member": incremental(
        "ma_sat(src_pk='thing_hk', src_cdk=['member_id'], src_hashdiff='member_hashdiff',"
        f" src_payload=['thing_id', 'one', 'two'], src_eff='effective_from', {METADATA},"
        " source_model='stg_member')"
    ),
    "ma_sat_member_timeline": reader(
        "ma_sat_timeline('ma_sat_member', 'thing_hk', ['member_id'], 'member_hashdiff',"
        " 'loaded_at')"
    ),
    "ma_sat_member_current": reader(
        "current_sat('ma_sat_member', 'thing_hk', 'loaded_at', src_cdk='member_id')"
    ),
}
# Rows of snapshots that staging rejects although they have a key; is_rejected has the same rule.
REJECTED = "(cast(substr(thing_id, 2) as integer) + day(loaded_at)) % 7 = 0"
SNAPSHOT_ARGUMENTS = ", is_snapshot=true"
# Staging keeps all snapshots; source_rows in vault_project.py returns the snapshot of the current
# load.
ALL_SO_FAR = f"select *, {HASHES} from %s where load_number <= (select max(load_number) from clock)"
RULINGS = """
select loaded_at, record_source, is_complete, ruling, is_snapshot from ruling
where load_number <= (select max(load_number) from clock)
qualify row_number() over (partition by loaded_at order by load_number desc) = 1
"""


def snapshot_log(arguments: str) -> str:
    """A log of snapshots in which each row has the number of the load that wrote it."""
    call = f"automate_dv.snapshot_log(src_pk='thing_hk', {METADATA}, {arguments})"
    return (
        "{{ config(materialized='incremental', unique_key='loaded_at',"
        " incremental_strategy='delete+insert') }}\n"
        "select *, (select max(load_number) from clock) as load_number"
        f" from ({{{{ {call} }}}}) as log"
    )


def status_sat(log: str) -> str:
    """A status satellite of snapshots."""
    return (
        "{{ config(materialized='incremental', unique_key=['thing_hk', 'loaded_at'],"
        " incremental_strategy='delete+insert') }}\n"
    ) + reader(
        f"status_sat(src_pk='thing_hk', {METADATA}, source_model='stg_snapshot',"
        f" src_snapshots='{log}')"
    )


# `sat_plain` has no time of change, so a value that returns looks unchanged; `sat_accepted` gets
# fewer rows than its status satellite. The first log holds nothing back.
SNAPSHOTS = {
    "stg_snapshot": ALL_SO_FAR % "snapshot",
    "snapshot_log": snapshot_log("source_model='stg_snapshot', max_lost_share=1"),
    "status_sat": status_sat("snapshot_log"),
    "sat_snapshot": incremental(SAT % ("stg_snapshot", SNAPSHOT_ARGUMENTS)),
    "stg_accepted": f"select * from {{{{ ref('stg_snapshot') }}}} where not {REJECTED}",
    "sat_accepted": incremental(SAT % ("stg_accepted", SNAPSHOT_ARGUMENTS)),
    "sat_plain": incremental(
        (SAT % ("stg_snapshot", SNAPSHOT_ARGUMENTS)).replace(" src_eff='effective_from',", "")
    ),
    "sat_snapshot_timeline": reader(
        "sat_timeline('sat_snapshot', 'thing_hk', 'hashdiff', 'loaded_at')"
    ),
    "sat_accepted_timeline": reader(
        "sat_timeline('sat_accepted', 'thing_hk', 'hashdiff', 'loaded_at')"
    ),
    "sat_snapshot_changes": reader(
        "sat_timeline('sat_snapshot', 'thing_hk', ['hashdiff', 'effective_from'], 'loaded_at',"
        " 'effective_from')"
    ),
    "sat_plain_timeline": reader("sat_timeline('sat_plain', 'thing_hk', 'hashdiff', 'loaded_at')"),
    "status_timeline": reader("status_timeline('status_sat', 'thing_hk', 'loaded_at')"),
    "hub_snapshot": "select distinct thing_hk, thing_id from {{ ref('stg_snapshot') }}",
    "snapshot_times": "select distinct loaded_at as as_of_date from {{ ref('stg_snapshot') }}",
    "pit_snapshot": reader(
        "pit(src_pk='thing_hk', src_extra_columns='thing_id', as_of_dates_table='snapshot_times',"
        " satellites={'sat_snapshot': {'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'},"
        " 'eff': {'eff': 'effective_from'}, 'hashdiff': 'hashdiff'}, 'sat_plain': {"
        "'pk': {'pk': 'thing_hk'}, 'ldts': {'ldts': 'loaded_at'}, 'hashdiff': 'hashdiff'}},"
        " stage_tables_ldts={'stg_snapshot': 'loaded_at'}, src_ldts='loaded_at',"
        " source_model='hub_snapshot')"
    ),
}
# Held back are snapshots that lost over 30 % of their keys, or that a ruling calls incomplete.
HELD_BACK = {
    "stg_ruling": RULINGS,
    "snapshot_log_checked": snapshot_log(
        "source_model='stg_snapshot', src_rulings='stg_ruling', max_lost_share=0.3"
    ),
    "status_sat_checked": status_sat("snapshot_log_checked"),
    "status_timeline_checked": reader(
        "status_timeline('status_sat_checked', 'thing_hk', 'loaded_at')"
    ),
}

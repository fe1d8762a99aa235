-- Grain: one row per customer record whose cluster is computed again.
-- All records linked to it are reclustered as well. Records with a steward decision are always
-- included, because they are few. The first build includes every record.
-- depends_on: {{ ref('candidate_pairs') }}
-- depends_on: {{ ref('pair_scores') }}
{{ config(materialized='view') }}
{#- The assignments are built from this model, so they are as the last run left them. #}
{%- set assigned = existing_relation('customer_identity_assignments') %}
{%- set consumer = 'customer_identity_assignments' %}
with

records as (

    select * from {{ ref('matchable_records') }}

),

decisions as (

    select * from {{ ref('steward_pair_decisions') }}

),
{% if assigned %}
candidates as (

    select * from {{ ref('candidate_pairs') }}

),

scores as (

    select * from {{ ref('pair_scores') }}

),

refreshed_records as (

    select refresh_key as record_id
    from (
        {{ pending_keys(['matchable_records', 'candidate_pairs'], consumer) }}
    ) as refreshed

),

-- Scores that neither join two records nor keep them apart do not change a cluster.
new_scores as (

    select
        content_id_l,
        content_id_r
    from scores
    where
        load_id in ({{ pending_loads('pair_scores', consumer) }})
        and (
            tier = 'AUTO_MERGE'
            or guard_code in ({{ quoted_list(guards_that_keep_apart()) }})
        )

),

newly_scored_pairs as (

    select
        candidates.record_id_l,
        candidates.record_id_r
    from candidates
    inner join new_scores
        on
            candidates.content_id_l = new_scores.content_id_l
            and candidates.content_id_r = new_scores.content_id_r

),

-- One record of a pair is enough: either the other one is linked to it, or the pair does not change
-- a cluster. It is already refreshed, unless the pair was scored in a later run than it was found
-- in.
late_scores as (

    select newly_scored_pairs.record_id_l as record_id
    from newly_scored_pairs
    left join refreshed_records as refreshed_lefts
        on newly_scored_pairs.record_id_l = refreshed_lefts.record_id
    left join refreshed_records as refreshed_rights
        on newly_scored_pairs.record_id_r = refreshed_rights.record_id
    where
        refreshed_lefts.record_id is null
        and refreshed_rights.record_id is null

),

-- A parent that was fully refreshed lists no keys.
full_refreshes as (

    select count(*) as run_count from refreshed_records
    where record_id is null

),
{% endif %}
records_to_recluster as (

    select record_id_l as record_id from decisions
    union
    select record_id_r as record_id from decisions
    {%- if assigned %}
    union
    select record_id from refreshed_records
    where record_id is not null
    union
    select record_id from late_scores
    union
    select records.record_id
    from records
    cross join full_refreshes
    where full_refreshes.run_count > 0
    {%- else %}
    union
    select record_id from records
    {%- endif %}

)

select * from records_to_recluster

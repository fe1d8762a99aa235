{#
    A satellite: the descriptive columns of a key, and when a source delivered them.

    By default one row per change, for loads in order, like upstream. With the var
    `replay_safe_loading` batches can be loaded in any order, and repeatedly, and with `src_eff`
    several states of a key in one load are kept; see the README.

    Arguments:
        src_pk             hash key column
        src_hashdiff       hashdiff column
        src_payload        list of the columns to keep, or `exclude_columns` and `columns`
        src_extra_columns  further columns to keep (optional)
        src_eff            column of the source's own time of change (optional)
        src_ldts           load time column
        src_source         record source column
        source_model       name of the staging model
        is_snapshot        whether the rows arrive in full snapshots, so that only changes are kept
                           (default false); the staging model must keep the rows it has loaded

    Example:
        {{ automate_dv.sat(src_pk='order_hk', src_hashdiff='order_hashdiff',
            src_payload=['order_status'], src_eff='effective_from', src_ldts='loaded_at',
            src_source='record_source', source_model='stg_shop__orders') }}
#}
{% macro sat(
    src_pk=none, src_hashdiff=none, src_payload=none, src_extra_columns=none, src_eff=none,
    src_ldts=none, src_source=none, source_model=none, is_snapshot=false
) -%}
    {%- do automate_dv.require_arguments('sat', {
        'src_pk': src_pk, 'src_hashdiff': src_hashdiff, 'src_payload': src_payload,
        'src_ldts': src_ldts, 'src_source': src_source, 'source_model': source_model,
    }) -%}
    {%- set changes = [src_hashdiff, src_extra_columns, src_eff] -%}
    {%- set columns = automate_dv.sat_columns(
        'sat', [src_pk, src_hashdiff], src_payload,
        [src_extra_columns, src_eff, src_ldts, src_source], source_model
    ) -%}
    {%- set query -%}
        {%- if not var('replay_safe_loading', false) -%}
            {{ automate_dv.sat_in_order(columns, src_pk, changes, src_ldts, source_model) }}
        {%- elif is_snapshot -%}
            {{ automate_dv.sat_snapshots(
                columns, src_pk, changes, src_eff, src_ldts, source_model
            ) }}
        {%- else -%}
            {{ automate_dv.new_deliveries(
                columns, src_pk, automate_dv.as_list(src_eff), changes, src_ldts, source_model
            ) }}
        {%- endif -%}
    {%- endset -%}
    {%- if not var('enable_ghost_records', false) -%}
{{ query }}
    {%- else -%}
select * from (
    {{ query }}
) as delivered
union all
select * from (
    {{ automate_dv.create_ghost_record(
        src_pk, src_hashdiff, src_payload, src_extra_columns, src_eff, src_ldts, src_source,
        source_model
    ) }}
) as ghost
        {%- if automate_dv.is_any_incremental() %}
        {%- set pk = automate_dv.column_names(src_pk)[0] %}
where not exists (
    select 1 from {{ this }} as stored
    where stored.{{ pk }} = ghost.{{ pk }}
)
        {%- endif %}
    {%- endif -%}
{%- endmacro %}

{#
    The query of a satellite for loads in order: the staged rows whose hashdiff differs from the
    key's previous one, which is staged or, for the first staged row of a key, stored.

    Arguments:
        columns       list of all columns
        src_pk        hash key column
        changes       list of the hashdiff and the columns by which rows of one load are ordered
        src_ldts      load time column
        source_model  name of the staging model

    Example:
        see sat
#}
{% macro sat_in_order(columns, src_pk, changes, src_ldts, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {%- set pk = automate_dv.column_names(src_pk)[0] -%}
    {%- set hashdiff = automate_dv.column_names(changes)[0] -%}
with

staged as (
    select distinct {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ automate_dv.column_names(src_pk, in_staging=true)[0] }} is not null
),

compared as (
    select
        *,
        lag({{ hashdiff }}) over (
            partition by {{ pk }}
            order by {{ automate_dv.column_names([src_ldts, changes]) | join(', ') }}
        ) as previous_hashdiff
    from staged
),
{%- if incremental %}

newest_stored as (
    select
        {{ pk }},
        {{ hashdiff }}
    from {{ this }}
    where {{ pk }} in (select {{ pk }} from staged)
    qualify rank() over (
        partition by {{ pk }}
        order by {{ automate_dv.column_names(src_ldts)[0] }} desc
    ) = 1
),
{%- endif %}

changed as (
    select compared.{{ automate_dv.column_names(columns) | join(', compared.') }}
    from compared
    {%- if incremental %}
    left join newest_stored on compared.{{ pk }} = newest_stored.{{ pk }}
    where
        coalesce(compared.previous_hashdiff, newest_stored.{{ hashdiff }})
        is distinct from compared.{{ hashdiff }}
    {%- else %}
    where compared.previous_hashdiff is distinct from compared.{{ hashdiff }}
    {%- endif %}
)

select * from changed
{%- endmacro %}

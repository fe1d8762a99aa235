{#
    The query of a satellite of full snapshots: changes only, for snapshots in any order.

    Arguments:
        columns        mapping from sat_columns
        source_model   name of the staging model
        src_status     name of the status satellite of the same snapshots
        src_snapshots  name of the log of the same snapshots

    Example:
        see sat
#}
{% macro sat_snapshots(columns, source_model, src_status, src_snapshots) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {%- set status_sat, snapshot_log = ref(src_status), ref(src_snapshots) -%}
    {%- set by_load_date -%}
        (partition by {{ columns.pk }} order by {{ columns.ldts }})
    {%- endset -%}
with

staged as (
    {{ automate_dv.staged_deliveries(columns, source_model) }}
),
{%- if incremental %}

stored as (
    select {{ columns.stored | join(', ') }}
    from {{ this }}
    where {{ columns.pk }} in (select {{ columns.pk }} from staged)
),

{{ automate_dv.restated_rows(columns, status_sat, snapshot_log) }}
{%- endif %}

history as (
    select *, true as is_new from staged
    {%- if incremental %}
    where not exists (
        select 1 from stored
        where {{ automate_dv.multikey(
            [columns.pk, columns.ldts], prefix=['stored', 'staged'], condition='='
        ) }}
    )
    union all
    select *, true as is_new from restated
    union all
    select *, false as is_new from stored
    {%- endif %}
),

changed as (
    select {{ columns.stored | join(', ') }}
    from history
    qualify
        is_new
        and (
            row_number() over {{ by_load_date }} = 1
            {%- for column in columns.change_columns %}
            or {{ column }} is distinct from lag({{ column }}) over {{ by_load_date }}
            {%- endfor %}
        )
)

select * from changed
{%- endmacro %}

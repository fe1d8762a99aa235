{#
    The query of a satellite of full snapshots: changes only, for snapshots in any order.

    Arguments:
        columns       list of all columns
        src_pk        hash key column, or a list
        changes       list of the columns in which a difference is a change, the hashdiff first
        src_eff       source time column, or none
        src_ldts      load time column
        source_model  name of the staging model, which keeps the rows that it has loaded

    Example:
        see sat
#}
{% macro sat_snapshots(columns, src_pk, changes, src_eff, src_ldts, source_model) -%}
    {%- set incremental = automate_dv.is_any_incremental() -%}
    {%- set names = automate_dv.column_names(columns) | unique | list -%}
    {%- set key = automate_dv.column_names(src_pk) -%}
    {%- set pk = key | join(', ') -%}
    {%- set ldts = automate_dv.column_names(src_ldts)[0] -%}
    {%- set states = automate_dv.column_names(src_eff) -%}
    {%- set by_load_time -%}
        (partition by {{ pk }} order by {{ ([ldts] + states) | join(', ') }})
    {%- endset -%}
with

staged as (
    {{ automate_dv.staged_deliveries(
        columns, src_pk, states, changes, src_ldts, automate_dv.source_rows(source_model),
        source_model
    ) }}
),
{%- if incremental %}

stored as (
    select {{ names | join(', ') }}
    from {{ this }}
    where ({{ pk }}) in (select {{ pk }} from staged)
),

{{ automate_dv.next_deliveries(columns, src_pk, states, changes, src_ldts, source_model) }}
{%- endif %}

history as (
    select *, true as is_new from staged
    {%- if incremental %}
    where {{ automate_dv.is_not_in('stored', 'staged', key + [ldts], states) }}
    union all
    select *, true as is_new from next_deliveries
    where
        {{ automate_dv.is_not_in('stored', 'next_deliveries', key + [ldts], states) }}
        and {{ automate_dv.is_not_in('staged', 'next_deliveries', key + [ldts], states) }}
    union all
    select *, false as is_new from stored
    {%- endif %}
),

changed as (
    select {{ names | join(', ') }}
    from history
    qualify
        is_new
        and (
            row_number() over {{ by_load_time }} = 1
            {%- for name in automate_dv.column_names(changes) %}
            or {{ name }} is distinct from lag({{ name }}) over {{ by_load_time }}
            {%- endfor %}
        )
)

select * from changed
{%- endmacro %}

{#
    The condition that a relation has no row for the key and times of a row.

    Arguments:
        relation  name of the relation
        row       name of the relation of the row
        key       list of columns that are never null
        states    list of further columns

    Example:
        see sat_snapshots
#}
{% macro is_not_in(relation, row, key, states) -%}
    not exists (
        select 1 from {{ relation }}
        where
            {%- for name in key %}
            {{ 'and ' if not loop.first }}{{ relation }}.{{ name }} = {{ row }}.{{ name }}
            {%- endfor %}
            {%- for name in states %}
            and {{ relation }}.{{ name }} is not distinct from {{ row }}.{{ name }}
            {%- endfor %}
    )
{%- endmacro %}

{#
    The CTEs `known_keys`, `known_dates` and `staged` of a table of keys and as-of dates: what it
    has, and from when on (of each staged key) it may differ from what is staged.

    Arguments:
        pk                 hash key column of the hub
        stage_tables_ldts  for each staging model, by name, its load date column
        is_by_key          whether a staged row touches its own key only

    Example:
        see moments_to_compute
#}
{% macro known_and_staged(pk, stage_tables_ldts, is_by_key) -%}
known_keys as (

    select distinct {{ pk }} from {{ this }}

),

known_dates as (

    select distinct as_of_date from {{ this }}

),

staged_rows as (
    {% for name, ldts in stage_tables_ldts.items() %}
    select {{ pk ~ ', ' if is_by_key }}{{ ldts }} as changed_at
    from {{ automate_dv.source_rows(name) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

staged as (

    select
        {{- ' ' ~ pk ~ ',' if is_by_key }}
        min(changed_at) as changed_from
    from staged_rows
    {{ 'group by ' ~ pk if is_by_key }}

),
{%- endmacro %}

{#
    The CTE `moments`: each key of a hub at each as-of date or, where the table exists, those of
    them that may have changed: from the earliest staged load date on, new keys, new dates.

    Arguments:
        keys               hash key column of the hub, then further ones
        as_of_dates_table  name of the model with a column `as_of_date`
        stage_tables_ldts  for each staging model, by name, its load date column
        source_model       name of the hub
        is_by_key          whether a staged row touches its own key only

    Example:
        see pit and bridge
#}
{% macro moments_to_compute(
    keys, as_of_dates_table, stage_tables_ldts, source_model, is_by_key
) -%}
    {%- set pk = keys[0] -%}
    {%- set known = automate_dv.is_any_incremental() -%}
    {#- dbt must learn of them at the first load too. -#}
    {%- for name in stage_tables_ldts -%} {%- do automate_dv.source_rows(name) -%} {%- endfor -%}
as_of_dates as (

    select distinct cast(as_of_date as {{ automate_dv.type_timestamp() }}) as as_of_date
    from {{ ref(as_of_dates_table) }}

),
{%- if known %}

{{ automate_dv.known_and_staged(pk, stage_tables_ldts, is_by_key) }}
{%- endif %}

moments as (

    select
        {{ automate_dv.prefix(keys, 'hub') }},
        {{- ' hub.' ~ pk ~ ' as pk,' if pk != 'pk' }}
        as_of_dates.as_of_date
    from {{ ref(source_model) }} as hub
    cross join as_of_dates
    {%- if known %}
    left join staged on {{ 'hub.' ~ pk ~ ' = staged.' ~ pk if is_by_key else 'true' }}
    left join known_keys on hub.{{ pk }} = known_keys.{{ pk }}
    left join known_dates on as_of_dates.as_of_date = known_dates.as_of_date
    where
        staged.changed_from <= as_of_dates.as_of_date
        or known_keys.{{ pk }} is null
        or known_dates.as_of_date is null
    {%- endif %}

),
{%- endmacro %}

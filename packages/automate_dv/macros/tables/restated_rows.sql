{#
    The CTE `restated` of sat_snapshots: unchanged values that must now be stored.

    A value that a snapshot repeats is not stored. If a late snapshot with another value comes
    before it, the repeated value becomes a change. It is then stored with the load time of the next
    delivery of the key, unless that is staged as well or has a stored row.

    Arguments:
        names         names of all columns
        src_pk        hash key column
        src_ldts      load time column
        states        names of the columns that order several states of a load
        source_model  name of the staging model

    Example:
        see sat_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(names, src_pk, src_ldts, states, source_model) -%}
    {%- set pk, ldts = automate_dv.column_names([src_pk, src_ldts]) -%}
deliveries as (
    select {{ automate_dv.select_list([src_pk, src_ldts]) }}
    from {{ automate_dv.loaded_rows(source_model) }} as loaded
    where {{ automate_dv.column_names(src_ldts, in_staging=true)[0] }} > (
        select min({{ ldts }}) from staged
    )
),

next_deliveries as (
    select staged.{{ pk }}, min(deliveries.{{ ldts }}) as delivered_at
    from staged
    inner join deliveries
        on staged.{{ pk }} = deliveries.{{ pk }} and staged.{{ ldts }} < deliveries.{{ ldts }}
    group by staged.{{ pk }}, staged.{{ ldts }}
),

restated as (
    select
        {%- for name in names %}
        {{ 'next_deliveries.delivered_at' if name == ldts else 'stored.' ~ name }}
            as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from next_deliveries
    inner join stored
        on
            next_deliveries.{{ pk }} = stored.{{ pk }}
            and next_deliveries.delivered_at >= stored.{{ ldts }}
    where not exists (
        select 1 from staged
        where
            staged.{{ pk }} = next_deliveries.{{ pk }}
            and staged.{{ ldts }} = next_deliveries.delivered_at
    )
    qualify
        stored.{{ ldts }} < next_deliveries.delivered_at
        and row_number() over (
            partition by next_deliveries.{{ pk }}, next_deliveries.delivered_at
            order by
                stored.{{ ([ldts] + states) | join(' desc nulls last, stored.') }} desc nulls last
        ) = 1
),
{%- endmacro %}

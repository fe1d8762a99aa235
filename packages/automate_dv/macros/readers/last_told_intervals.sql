{#
    The CTE `last_told`: for each driving key and start what was told last, unless it is empty.

    Arguments:
        those of eff_sat_timeline, drivers and partners as lists

    Example:
        see eff_sat_timeline
#}
{% macro last_told_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) -%}
newest as (

    select
        {{ (drivers + partners + [src_pk]) | join(', ') }},
        {{ src_start_date }},
        coalesce(
            cast({{ src_end_date }} as {{ automate_dv.type_timestamp() }}),
            cast('{{ automate_dv.max_datetime() }}' as {{ automate_dv.type_timestamp() }})
        ) as {{ src_end_date }},
        {{ src_ldts }}
    from {{ ref(satellite) }}
    qualify row_number() over (
        partition by {{ (drivers + [src_start_date]) | join(', ') }}
        order by {{ src_ldts }} desc, {{ src_pk }}
    ) = 1

),

last_told as (

    select * from newest
    where {{ src_end_date }} > {{ src_start_date }}

),
{%- endmacro %}

{#
    The CTE `told`: for each driving key the intervals that were told, as they begin; what repeats
    the interval before is part of it.

    Arguments:
        those of eff_sat_timeline, drivers and partners as lists

    Example:
        see eff_sat_timeline
#}
{% macro told_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) -%}
{{ automate_dv.numbered_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) }}

told as (

    select
        {{ (drivers + partners + [src_pk]) | join(', ') }},
        min({{ src_start_date }}) as {{ src_start_date }},
        max_by({{ src_end_date }}, {{ src_start_date }}) as {{ src_end_date }},
        min({{ src_ldts }}) as {{ src_ldts }}
    from numbered
    group by {{ (drivers + partners + [src_pk, 'interval_number']) | join(', ') }}

),
{%- endmacro %}

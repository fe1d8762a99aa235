{#
    The CTE `numbered`: what was told last for each start, repeats of the interval before under its
    number.

    Arguments:
        those of eff_sat_timeline, drivers and partners as lists

    Example:
        see told_intervals
#}
{% macro numbered_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) -%}
    {%- set of_driver = 'partition by ' ~ drivers | join(', ') ~ ' order by ' ~ src_start_date -%}
{{ automate_dv.last_told_intervals(
    satellite, src_pk, drivers, partners, src_start_date, src_end_date, src_ldts
) }}

compared as (

    select
        *,
        case
            when
                lag({{ src_pk }}) over ({{ of_driver }}) = {{ src_pk }}
                and lag({{ src_end_date }}) over ({{ of_driver }}) >= {{ src_start_date }}
                then 0
            else 1
        end as is_beginning
    from last_told

),

numbered as (

    select
        *,
        sum(is_beginning) over ({{ of_driver }} rows unbounded preceding) as interval_number
    from compared

),
{%- endmacro %}

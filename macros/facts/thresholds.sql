{#
    Thresholds of the seed business_thresholds: one row, with a column per threshold.

    Arguments:
        names  list of threshold names

    Example:
        thresholds as ({{ thresholds(['dormant_account_after_idle_days']) }})
#}
{% macro thresholds(names) -%}
    select
        {%- for name in names %}
        max(case when threshold = '{{ name }}' then value end)
            as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('business_thresholds') }}
{%- endmacro %}

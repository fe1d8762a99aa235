{#
    The CTE `compared`: what was told of each key, with the state told before it.

    Arguments:
        names  mapping from sat_columns

    Example:
        see changes_told, whose CTE `told_once` it reads
#}
{% macro compared_states(names) -%}
compared as (

    select
        *,
        {%- for column in names.state %}
        lag({{ column }}) over (
            partition by {{ names.pk }}
            order by {{ names.ldts }}
        ) as {{ column }}_before,
        {%- endfor %}
        row_number() over (
            partition by {{ names.pk }}
            order by {{ names.ldts }}
        ) as place
    from told_once

),
{%- endmacro %}

{#
    The CTE `present`: the rows of a status satellite for the staged keys, each with its end.

    Arguments:
        names   mapping from sat_columns
        status  relation of the status satellite

    Example:
        see next_deliveries, whose CTE `staged` it reads
#}
{% macro present_spans(names, status) -%}
present as (

    select
        {{ names.pk }},
        {{ names.ldts }} as present_from,
        coalesce(
            lead({{ names.ldts }}) over (
                partition by {{ names.pk }}
                order by {{ names.ldts }}
            ),
            {{ automate_dv.end_of_time() }}
        ) as present_until,
        status
    from {{ status }}
    where {{ names.pk }} in (select {{ names.pk }} from staged)

),
{%- endmacro %}

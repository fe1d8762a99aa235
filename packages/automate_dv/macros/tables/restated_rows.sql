{#
    The CTE `restated`: what each staged key was last known to be at the snapshot that delivered it
    next after the staged one, unless that snapshot is staged too or has a stored row.

    Arguments:
        names      mapping from sat_columns
        status     relation of the status satellite
        snapshots  relation of the log of snapshots

    Example:
        see sat_of_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(names, status, snapshots) -%}
{{ automate_dv.next_deliveries(names, status, snapshots) }}

last_known as (

    select
        {%- for column in names.all %}
        {{ 'next_deliveries.delivered_at' if column == names.ldts else 'stored.' ~ column }}
        {{- ' as ' ~ column }},
        {%- endfor %}
        stored.{{ names.ldts }} as known_since
    from next_deliveries
    inner join stored
        on
            next_deliveries.{{ names.pk }} = stored.{{ names.pk }}
            and next_deliveries.delivered_at >= stored.{{ names.ldts }}
    qualify row_number() over (
        partition by next_deliveries.{{ names.pk }}, next_deliveries.delivered_at
        order by stored.{{ names.ldts }} desc
    ) = 1

),

restated as (

    select {{ names.all | join(', ') }}
    from last_known
    where known_since < {{ names.ldts }}

),
{%- endmacro %}

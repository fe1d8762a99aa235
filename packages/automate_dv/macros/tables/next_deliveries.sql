{#
    The CTE `next_deliveries`: for each staged key and snapshot the next snapshot, not staged, that
    had the key. None for a snapshot that is the newest, as in loads that come in order.

    Arguments:
        names      mapping from sat_columns
        status     relation of the status satellite
        snapshots  relation of the log of snapshots

    Example:
        see restated_rows
#}
{% macro next_deliveries(names, status, snapshots) -%}
snapshots as (

    select
        {{ names.ldts }},
        lead({{ names.ldts }}) over (order by {{ names.ldts }}) as next_snapshot
    from {{ snapshots }}

),

{{ automate_dv.present_spans(names, status) }}

later_deliveries as (

    select
        staged.{{ names.pk }},
        min(greatest(snapshots.next_snapshot, present.present_from)) as delivered_at
    from staged
    inner join snapshots
        on staged.{{ names.ldts }} = snapshots.{{ names.ldts }}
    inner join present
        on
            staged.{{ names.pk }} = present.{{ names.pk }}
            and snapshots.next_snapshot < present.present_until
    where present.status = 'ACTIVE'
    group by staged.{{ names.pk }}, staged.{{ names.ldts }}

),

next_deliveries as (

    select later_deliveries.*
    from later_deliveries
    where not exists (
        select 1 from staged
        where staged.{{ names.ldts }} = later_deliveries.delivered_at
    )

),
{%- endmacro %}

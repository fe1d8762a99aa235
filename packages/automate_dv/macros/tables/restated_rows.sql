{#
    What the stored rows say of each staged key at the snapshot after the staged one.

    Arguments:
        src_pk     hash key column
        src_ldts   load date column
        columns    all columns of the satellite, in order
        status     relation of the status satellite
        snapshots  relation of the log of snapshots

    Example:
        see sat_of_snapshots, whose CTEs `staged` and `stored` it reads
#}
{% macro restated_rows(src_pk, src_ldts, columns, status, snapshots) -%}
    select
        {%- for column in columns %}
        {{ 'following.snapshot_at as ' ~ src_ldts if column == src_ldts else 'stored.' ~ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            staged.{{ src_pk }},
            min(log.{{ src_ldts }}) as snapshot_at
        from staged
        inner join {{ snapshots }} as log
            on log.{{ src_ldts }} > staged.{{ src_ldts }}
        group by staged.{{ src_pk }}, staged.{{ src_ldts }}
    ) as following
    inner join stored
        on
            following.{{ src_pk }} = stored.{{ src_pk }}
            and stored.{{ src_ldts }} <= following.snapshot_at
    inner join {{ status }} as presence
        on
            following.{{ src_pk }} = presence.{{ src_pk }}
            and presence.{{ src_ldts }} <= following.snapshot_at
    qualify
        row_number() over (
            partition by following.{{ src_pk }}, following.snapshot_at
            order by stored.{{ src_ldts }} desc, presence.{{ src_ldts }} desc
        ) = 1
        and presence.status = 'ACTIVE'
{%- endmacro %}

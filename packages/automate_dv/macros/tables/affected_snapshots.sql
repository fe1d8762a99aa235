{#
    The CTE `affected`: the staged snapshots, and of each the known one that follows it, at which a
    late snapshot may have made a change of what was none.

    Arguments:
        src_ldts    load date column
        src_source  record source column
        snapshots   relation of the log of snapshots

    Example:
        see status_sat, whose CTE `staged` it reads
#}
{% macro affected_snapshots(src_ldts, src_source, snapshots) -%}
staged_snapshots as (

    select distinct {{ src_ldts }} from staged

),

numbered as (

    select
        {{ src_ldts }},
        {{ src_source }},
        lag({{ src_ldts }}) over (order by {{ src_ldts }}) as snapshot_before
    from {{ snapshots }}

),

affected as (

    select
        numbered.{{ src_ldts }},
        numbered.{{ src_source }},
        staged_snapshots.{{ src_ldts }} is not null as is_staged
    from numbered
    left join staged_snapshots
        on numbered.{{ src_ldts }} = staged_snapshots.{{ src_ldts }}
    where
        staged_snapshots.{{ src_ldts }} is not null
        or numbered.snapshot_before in (select {{ src_ldts }} from staged_snapshots)

),
{%- endmacro %}

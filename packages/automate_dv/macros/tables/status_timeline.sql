{#
    The second half of a status satellite: how each key stood at each affected snapshot.

    Arguments:
        src_pk      hash key column
        src_ldts    load date column
        src_source  record source column

    Example:
        see status_sat, whose CTEs `staged`, `staged_snapshots` and `affected` it reads
#}
{% macro status_timeline(src_pk, src_ldts, src_source) -%}
    {%- set known = automate_dv.is_any_incremental() -%}
{%- if known %}
stored as (

    select
        {{ src_pk }},
        status,
        {{ src_ldts }},
        lead({{ src_ldts }}) over (
            partition by {{ src_pk }}
            order by {{ src_ldts }}
        ) as status_until
    from {{ this }}

),
{%- endif %}

all_keys as (

    select {{ src_pk }} from staged
    {%- if known %}
    union
    select {{ src_pk }} from stored
    {%- else %}
    group by {{ src_pk }}
    {%- endif %}

),

standing as (

    select
        all_keys.{{ src_pk }},
        affected.{{ src_ldts }},
        affected.{{ src_source }},
        case
            when staged.{{ src_pk }} is not null then 'ACTIVE'
            {%- if known %}
            when asked.{{ src_ldts }} is null then coalesce(stored.status, 'DELETED')
            {%- endif %}
            else 'DELETED'
        end as status,
        {{ 'stored.' ~ src_ldts ~ ' is not distinct from affected.' ~ src_ldts if known else 'false' }}
            as is_stored
    from all_keys
    cross join affected
    left join staged
        on
            all_keys.{{ src_pk }} = staged.{{ src_pk }}
            and affected.{{ src_ldts }} = staged.{{ src_ldts }}
    {%- if known %}
    left join staged_snapshots as asked
        on affected.{{ src_ldts }} = asked.{{ src_ldts }}
    left join stored
        on
            all_keys.{{ src_pk }} = stored.{{ src_pk }}
            and stored.{{ src_ldts }} <= affected.{{ src_ldts }}
            and affected.{{ src_ldts }} < coalesce(
                stored.status_until, cast({{ automate_dv.max_datetime() }} as timestamp)
            )
    {%- endif %}

),

told as (

    select {{ src_pk }}, status, {{ src_ldts }}, {{ src_source }}, is_stored from standing
    {%- if known %}
    union all
    select {{ src_pk }}, status, {{ src_ldts }}, cast(null as varchar) as {{ src_source }}, true as is_stored
    from stored
    where {{ src_ldts }} not in (select {{ src_ldts }} from affected)
    {%- endif %}

),

compared as (

    select
        *,
        coalesce(
            lag(status) over (
                partition by {{ src_pk }}
                order by {{ src_ldts }}
            ),
            'DELETED'
        ) as status_before
    from told

),

changed as (

    select
        {{ src_pk }},
        status,
        {{ src_ldts }},
        {{ src_source }}
    from compared
    where
        not is_stored
        and status <> status_before

)

select * from changed
{%- endmacro %}

{#
    The end of a status satellite: what is new and differs from the status before. A key that was
    never seen counts as deleted, so its absence is no change.

    Arguments:
        src_pk      hash key column
        src_ldts    load date column
        src_source  record source column

    Example:
        see status_sat, whose CTEs it reads
#}
{% macro status_changes(src_pk, src_ldts, src_source) -%}
told as (

    select {{ src_pk }}, status, {{ src_ldts }}, {{ src_source }}, is_stored
    from standing
    {%- if automate_dv.is_any_incremental() %}
    union all
    select {{ src_pk }}, status, {{ src_ldts }}, null as {{ src_source }}, true as is_stored
    from stored
    where {{ src_ldts }} not in (select {{ src_ldts }} from affected)
    {%- endif %}

),

compared as (

    select
        *,
        lag(status, 1, 'DELETED') over (
            partition by {{ src_pk }}
            order by {{ src_ldts }}
        ) as status_before
    from told

),

changed as (

    select {{ src_pk }}, status, {{ src_ldts }}, {{ src_source }}
    from compared
    where
        not is_stored
        and status <> status_before

)

select * from changed
{%- endmacro %}

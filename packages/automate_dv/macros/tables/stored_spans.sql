{#
    The CTE `stored`: the rows of a status satellite, each with the load date of the next.

    Arguments:
        src_pk    hash key column
        src_ldts  load date column

    Example:
        see standing_at_snapshots
#}
{% macro stored_spans(src_pk, src_ldts) -%}
stored as (

    select
        {{ src_pk }},
        status,
        {{ src_ldts }},
        coalesce(
            lead({{ src_ldts }}) over (
                partition by {{ src_pk }}
                order by {{ src_ldts }}
            ),
            {{ automate_dv.end_of_time() }}
        ) as status_until
    from {{ this }}

),
{%- endmacro %}

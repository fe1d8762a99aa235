{#
    The CTEs `staged` and `compared`: the staged rows, each with the hashdiff before it.

    Arguments:
        names         mapping from sat_columns
        source_model  name of the staging model

    Example:
        see sat_in_order
#}
{% macro compared_deliveries(names, source_model) -%}
staged as (

    select distinct {{ names.selected }}
    from {{ automate_dv.source_rows(source_model) }}
    where {{ names.staged_pk }} is not null

),

compared as (

    select
        *,
        lag({{ names.hashdiff }}) over (
            partition by {{ names.pk }}
            order by {{ names.ldts }}, {{ names.state | join(', ') }}
        ) as hashdiff_before
    from staged

),
{%- endmacro %}

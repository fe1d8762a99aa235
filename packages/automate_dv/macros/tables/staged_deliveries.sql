{#
    The staged rows of a satellite, one for each key and load time.

    Of several rows the one with the smallest hashdiff wins, then the smallest by the columns in
    order; `sat_conflicts` lists the others.

    Arguments:
        columns       mapping from sat_columns
        source_model  name of the staging model

    Example:
        see new_deliveries
#}
{% macro staged_deliveries(columns, source_model) -%}
    select * from (
        select {{ columns.staged }}
        from {{ automate_dv.source_rows(source_model) }}
        where {{ columns.staged_pk }} is not null
    ) as delivered
    qualify row_number() over (
        partition by {{ ([columns.pk] + columns.child_keys + [columns.ldts]) | join(', ') }}
        order by {{ (columns.change_columns + columns.stored) | unique | join(', ') }}
    ) = 1
{%- endmacro %}

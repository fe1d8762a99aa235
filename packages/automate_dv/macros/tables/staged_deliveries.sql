{#
    The staged rows of a satellite, one for each key and load date.

    Of several the one with the smallest hashdiff wins, then by the columns in order; the others are
    listed by `sat_conflicts`.

    Arguments:
        names         mapping from sat_columns
        source_model  name of the staging model

    Example:
        see new_deliveries
#}
{% macro staged_deliveries(names, source_model) -%}
    select * from (
        select {{ names.selected }}
        from {{ automate_dv.source_rows(source_model) }}
        where {{ names.staged_pk }} is not null
    ) as delivered
    qualify row_number() over (
        partition by {{ (names['keys'] + [names.ldts]) | join(', ') }}
        order by {{ (names.state + names.all) | unique | join(', ') }}
    ) = 1
{%- endmacro %}

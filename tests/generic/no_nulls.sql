{#
    Fails for each of the columns that has nulls, with its name and the number of rows.

    One scan of a model instead of one for each `not_null`.

    Arguments:
        columns  the columns that are never null

    Example:
        data_tests:
          - no_nulls:
              arguments: {columns: [opportunity_hk, state_number]}
#}
{% test no_nulls(model, columns) %}

with

rows_with_nulls as (

    select {{ columns | join(', ') }}
    from {{ model }}
    where {{ columns | join(' is null or ') }} is null

)

{% for column in columns %}
select
    '{{ column }}' as column_name,
    count(*) as null_count
from rows_with_nulls
where {{ column }} is null
having count(*) > 0
{{ 'union all' if not loop.last }}
{%- endfor %}

{% endtest %}

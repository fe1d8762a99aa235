{#
    A CTE `stored` with the newest stored row, or set of rows, of each staged key.

    Arguments:
        names    mapping from sat_columns
        columns  the columns wanted besides the key

    Example:
        see sat_in_order, whose CTE `staged` it reads
#}
{% macro newest_stored(names, columns) -%}
stored as (

    select {{ ([names.pk] + columns) | join(', ') }}
    from {{ this }}
    where {{ names.pk }} in (select {{ names.pk }} from staged)
    qualify rank() over (
        partition by {{ names.pk }}
        order by {{ names.ldts }} desc
    ) = 1

),
{%- endmacro %}

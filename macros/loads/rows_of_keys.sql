{#
    The rows of a relation that have one of the given keys, as a relation.

    It has one select per column: with `or`, DuckDB reads all columns of every row to find a few
    rows, in 12.5 CPU seconds instead of 4.3 for 16 million pairs.

    Arguments:
        rows     relation of the rows
        keys     relation of the keys
        key      column of the key in `keys`
        columns  columns of the rows; a row is returned if any of them has such a key

    Example:
        {{ rows_of_keys(ref('scored_pairs'), ref('records_to_recluster'), 'record_id',
            ['record_id_l', 'record_id_r']) }}
#}
{% macro rows_of_keys(rows, keys, key, columns) -%}
    (
        {%- for column in columns %}
        select * from {{ rows }}
        where
            {{ column }} in (select {{ key }} from {{ keys }})
            {%- for earlier in columns[:loop.index0] %}
            and {{ earlier }} not in (select {{ key }} from {{ keys }})
            {%- endfor %}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

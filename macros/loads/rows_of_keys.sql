{#
    The rows of a relation that have one of some keys, as a relation.

    A part for each column: over a condition with `or`, DuckDB reads all columns of every row to
    find the few (of 16 million pairs in 12.5 processor seconds, so in 4.3).

    Arguments:
        rows     relation of the rows
        keys     relation of the keys
        key      column of the key in `keys`
        columns  columns of the rows, one of which is to have such a key

    Example:
        {{ rows_of_keys(ref('scored_pairs'), ref('touched_records'), 'record_id',
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

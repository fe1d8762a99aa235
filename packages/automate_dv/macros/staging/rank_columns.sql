{#
    Ranks, as the list of a select.

    Arguments:
        columns  mapping of each rank's name to `partition_by`, `order_by` (a column, a list,
                 or `{column: 'desc'}`) and `dense_rank` (default false)

    Example:
        {{ automate_dv.rank_columns({'delivery_rank': {
            'partition_by': 'order_hk', 'order_by': {'loaded_at': 'desc'}}}) }}
#}
{% macro rank_columns(columns=none) -%}
    {%- set items = [] -%}
    {%- for name, rank in (columns or {}).items() -%}
        {%- do automate_dv.require_arguments('rank_columns', {
            name ~ '.partition_by': rank.get('partition_by'),
            name ~ '.order_by': rank.get('order_by'),
        }) -%}
        {%- set order = [] -%}
        {%- for item in automate_dv.as_list(rank['order_by']) -%}
            {%- for column, direction in (item if item is mapping else {item: ''}).items() -%}
                {%- do order.append((column ~ ' ' ~ direction | lower) | trim) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do items.append(
            ('dense_rank' if rank.get('dense_rank') else 'rank')
            ~ '() over (partition by ' ~ automate_dv.as_list(rank['partition_by']) | join(', ')
            ~ ' order by ' ~ order | join(', ') ~ ') as ' ~ name
        ) -%}
    {%- endfor -%}
    {{ items | join(',\n        ') }}
{%- endmacro %}

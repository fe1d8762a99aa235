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
    {%- do automate_dv.refuse_unknown_arguments('rank_columns', kwargs, varargs) -%}
    {%- do automate_dv.check_mapping('rank_columns', 'columns', columns or {}) -%}
    {%- do automate_dv.check_new_names('rank_columns', 'columns', (columns or {}) | list) -%}
    {{- adapter.dispatch('rank_columns', 'automate_dv')(columns=columns) -}}
{%- endmacro %}

{% macro default__rank_columns(columns=none) -%}
    {%- set items = [] -%}
    {%- for name, rank in (columns or {}).items() -%}
        {%- do automate_dv.check_mapping(
            'rank_columns', name, rank, ['partition_by', 'order_by'], ['dense_rank']
        ) -%}
        {%- do automate_dv.check_flag(
            'rank_columns', name ~ '.dense_rank', rank.get('dense_rank') or false
        ) -%}
        {%- do automate_dv.require_arguments('rank_columns', {
            name ~ '.partition_by': rank.get('partition_by'),
            name ~ '.order_by': rank.get('order_by'),
        }) -%}
        {%- set partition = automate_dv.as_list(rank['partition_by']) -%}
        {%- if not automate_dv.is_names(rank['partition_by']) -%}
            {%- do automate_dv.refuse(
                'rank_columns', name ~ '.partition_by', 'a column or a list', rank['partition_by']
            ) -%}
        {%- endif -%}
        {%- set order = [] -%}
        {%- for item in automate_dv.as_list(rank['order_by']) -%}
            {%- for column, direction in automate_dv.column_and_direction(item).items() -%}
                {%- if column is not string or direction | lower | trim not in [
                    '', 'asc', 'desc', 'asc nulls first', 'asc nulls last', 'desc nulls first',
                    'desc nulls last',
                ] -%}
                    {%- do automate_dv.refuse(
                        'rank_columns', name ~ '.order_by', 'columns with asc or desc',
                        rank['order_by']
                    ) -%}
                {%- endif -%}
                {%- do order.append((column ~ ' ' ~ direction | lower) | trim) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do items.append(
            ('dense_rank' if rank.get('dense_rank') else 'rank')
            ~ '() over (partition by ' ~ partition | join(', ')
            ~ ' order by ' ~ order | join(', ') ~ ') as ' ~ name
        ) -%}
    {%- endfor -%}
    {{ items | join(',\n        ') }}
{%- endmacro %}

{#
    A column of `order_by` as a mapping of the column to its direction: one that is written as a
    string, such as `loaded_at desc`, is split.

    Arguments:
        item  a column, a column with a direction, or a mapping of columns to directions

    Example:
        see rank_columns
#}
{% macro column_and_direction(item) -%}
    {%- if item is not string -%}
        {{ return(item if item is mapping else {item: ''}) }}
    {%- endif -%}
    {%- set parts = modules.re.fullmatch(
        '([^\\W\\d][\\w$]*|"[^"]+")\\s+(\\w+|(?:asc|desc)\\s.*)', item | trim | lower
    ) -%}
    {{ return({(item | trim)[:parts.end(1)]: parts.group(2)} if parts else {item: ''}) }}
{%- endmacro %}

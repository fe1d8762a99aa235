{#
    The codes that the contract of a feed allows in a column. Marts with a column per code use the
    same list. The test `every_accepted_code_has_a_reference_row` compares it with the reference
    seeds.

    Arguments:
        feed    name of the feed
        column  name of the column

    Example:
        {% for status in known_codes('orders', 'STATUS') %} ... {% endfor %}
#}
{% macro known_codes(feed, column) -%}
    {%- set codes = feed_declaration(feed)['columns'].get(column, {}).codes -%}
    {%- if not codes -%}
        {{ exceptions.raise_compiler_error(
            'known_codes: the contract of ' ~ feed ~ ' declares no codes for ' ~ column
        ) }}
    {%- endif -%}
    {{ return(codes) }}
{%- endmacro %}

{#
    The stages of open deals, in funnel order.

    Example:
        {% for stage in open_deal_stages() %} ... {% endfor %}
#}
{% macro open_deal_stages() -%}
    {%- set stages = known_codes('opportunities', 'STAGE') -%}
    {{ return(stages | reject('in', ['Closed Won', 'Closed Lost']) | list) }}
{%- endmacro %}

{#
    A list of strings as SQL literals.

    Arguments:
        strings  list of strings

    Example:
        where source_system in ({{ quoted_list(master_systems()) }})
#}
{% macro quoted_list(strings) -%}
    {%- set literals = [] -%}
    {%- for text in strings -%} {%- do literals.append(text_literal(text)) -%} {%- endfor -%}
    {{ return(literals | join(', ')) }}
{%- endmacro %}

{#
    A list of one or more columns, without gaps: one alone becomes a list, none an empty list.

    Arguments:
        names  a name, a mapping with `source_column` and `alias`, a list of these, or none

    Example:
        {%- set columns = automate_dv.as_list('customer_id') -%}
#}
{% macro as_list(names) -%}
    {%- if names is none -%} {{ return([]) }}
    {%- elif names is string or names is mapping -%} {{ return([names]) }}
    {%- else -%} {{ return(names | reject('none') | list) }}
    {%- endif -%}
{%- endmacro %}

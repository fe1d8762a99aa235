{#
    A value as a list: a single name becomes a list of one, none an empty list; nulls are dropped.

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

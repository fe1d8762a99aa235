{#
    A list of one or more names, without gaps: a name alone becomes a list, none an empty one.

    Arguments:
        names  a string, a list, or none

    Example:
        {%- set columns = automate_dv.as_list('customer_id') -%}
#}
{% macro as_list(names) -%}
    {%- if names is none -%} {{ return([]) }}
    {%- elif names is string -%} {{ return([names]) }}
    {%- else -%} {{ return(names | list) }}
    {%- endif -%}
{%- endmacro %}

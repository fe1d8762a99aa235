{#
    Texts joined by a separator; null if one of them is null, on both engines (DuckDB's own function
    skips nulls).

    Arguments:
        string_list  list of expressions
        separator    the separator (default `||`)

    Example:
        {{ automate_dv.concat_ws(['source_system', 'customer_id'], '-') }}
#}
{% macro concat_ws(string_list=none, separator='||') -%}
    {%- do automate_dv.require_arguments('concat_ws', {'string_list': string_list}) -%}
    {%- set texts = [] -%}
    {%- for item in automate_dv.as_list(string_list) -%}
        {%- do texts.append('cast(' ~ item ~ ' as ' ~ automate_dv.type_string() ~ ')') -%}
    {%- endfor -%}
    {{ texts | join(" || '" ~ separator ~ "' || ") }}
{%- endmacro %}

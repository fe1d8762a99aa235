{#
    Columns whose nulls are replaced, as the list of a select: each under its name, and unchanged as
    `<name>_original`. Nulls of required columns become the var `null_key_required` (-1), nulls of
    optional columns the var `null_key_optional` (-2).

    Arguments:
        source_relation  accepted for compatibility, no effect
        columns          mapping with `required` and `optional`, each a column or a list

    Example:
        {{ automate_dv.null_columns(columns={'required': 'customer_id', 'optional': ['rep_id']}) }}
#}
{% macro null_columns(source_relation=none, columns=none) -%}
    {%- set replacements = {
        'required': var('null_key_required', '-1'), 'optional': var('null_key_optional', '-2'),
    } -%}
    {%- set items = [] -%}
    {%- for kind, names in (columns or {}).items() -%}
        {%- if kind not in replacements -%}
            {{ exceptions.raise_compiler_error(
                "automate_dv.null_columns: the argument columns has 'required' and 'optional'; "
                ~ "it names '" ~ kind ~ "'"
            ) }}
        {%- endif -%}
        {%- for name in automate_dv.as_list(names) -%}
            {%- do items.append(name ~ ' as ' ~ name ~ '_original') -%}
            {%- do items.append(
                'coalesce(' ~ name ~ ", '" ~ replacements[kind] ~ "') as " ~ name
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ items | join(',\n        ') }}
{%- endmacro %}

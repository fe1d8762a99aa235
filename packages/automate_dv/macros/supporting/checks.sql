{#
    Raises the error of a wrong argument, with macro, argument, value and model.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument, or of a part of it
        expected    a description of valid values
        given       its value

    Example:
        {%- do automate_dv.refuse('stage', 'source_model', 'a name', source_model) -%}
#}
{% macro refuse(macro_name, argument, expected, given) -%}
    {{ exceptions.raise_compiler_error(
        'automate_dv.' ~ macro_name ~ ': the argument ' ~ argument ~ ' must be ' ~ expected
        ~ "; it is '" ~ given ~ "'" ~ (' in ' ~ model.name if model else '')
    ) }}
{%- endmacro %}

{#
    Refuses an argument that is not true or false.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value

    Example:
        {%- do automate_dv.check_flag('sat', 'is_snapshot', is_snapshot) -%}
#}
{% macro check_flag(macro_name, argument, given) -%}
    {%- if given is not boolean -%}
        {%- do automate_dv.refuse(macro_name, argument, 'true or false', given) -%}
    {%- endif -%}
{%- endmacro %}

{#
    Refuses an argument that is not a mapping, that lacks a key or that has an unknown one.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        given       its value
        required    list of the keys that it must have (optional)
        optional    list of the further keys that it may have, or none if it may have any

    Example:
        {%- do automate_dv.check_mapping('pit', 'satellites', satellites) -%}
#}
{% macro check_mapping(macro_name, argument, given, required=[], optional=none) -%}
    {%- if given is not mapping -%}
        {%- do automate_dv.refuse(macro_name, argument, 'a mapping', given) -%}
    {%- endif -%}
    {%- for key in required if given.get(key) is none or given.get(key) is undefined -%}
        {%- do automate_dv.refuse(macro_name, argument, "a mapping with '" ~ key ~ "'", given) -%}
    {%- endfor -%}
    {%- for key in given if optional is not none and key not in required + optional -%}
        {%- do automate_dv.refuse(
            macro_name, argument,
            'a mapping with ' ~ (required + optional) | join(', ') ~ ", without '" ~ key ~ "'",
            given
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    The payload of a satellite, checked: a list, which is empty if columns are excluded.

    Arguments:
        macro_name   name of the calling macro
        src_payload  list of columns, or mapping with `exclude_columns` and `columns`

    Example:
        see sat and ma_sat
#}
{% macro checked_payload(macro_name, src_payload) -%}
    {%- if src_payload is not mapping or 'source_column' in src_payload -%}
        {{ return(src_payload) }}
    {%- endif -%}
    {%- do automate_dv.check_mapping(
        macro_name, 'src_payload', src_payload, ['exclude_columns'], ['columns']
    ) -%}
    {%- if src_payload['exclude_columns'] | string | lower not in ['true', 'false'] -%}
        {%- do automate_dv.refuse(
            macro_name, 'src_payload.exclude_columns', 'true or false',
            src_payload['exclude_columns']
        ) -%}
    {%- endif -%}
    {%- set names = automate_dv.as_list(src_payload.get('columns')) -%}
    {%- if names | select('string') | list != names -%}
        {%- do automate_dv.refuse(macro_name, 'src_payload.columns', 'names', names) -%}
    {%- endif -%}
    {%- if src_payload['exclude_columns'] | string | lower == 'true' -%}
        {{ return([]) }}
    {%- elif not names -%}
        {%- do automate_dv.refuse(macro_name, 'src_payload', 'a list of columns', src_payload) -%}
    {%- endif -%}
    {{ return(names) }}
{%- endmacro %}

{#
    A text from which a list of values can be read back: `T<length>:<text>` for each, `N` for null.

    The parts of a key are normalized as upstream does (trimmed, upper case, empty is null), and a
    key of nulls is null. The parts of a hashdiff are not changed.

    Arguments:
        texts        list of text expressions
        is_hashdiff  whether the text is for a hashdiff

    Example:
        {{ automate_dv.injective_text(["'a||b'", "'c'"], true) }}   -- T4:a||bT1:c
#}
{% macro injective_text(texts, is_hashdiff) -%}
    {%- set parts = [] -%}
    {%- set nulls = [] -%}
    {%- for text in texts -%}
        {%- set part = text if is_hashdiff else automate_dv.normalized_text(text) -%}
        {%- do nulls.append(part ~ ' is null') -%}
        {%- do parts.append(
            "coalesce('T' || cast(length(" ~ part ~ ") as " ~ automate_dv.type_string()
            ~ ") || ':' || " ~ part ~ ", 'N')"
        ) -%}
    {%- endfor -%}
    {%- if is_hashdiff -%}
        {{ parts | join(' || ') }}
    {%- else -%}
        case when not ({{ nulls | join(' and ') }}) then {{ parts | join(' || ') }} end
    {%- endif -%}
{%- endmacro %}

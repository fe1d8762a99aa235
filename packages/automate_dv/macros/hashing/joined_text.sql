{#
    The text that upstream hashes.

    Normalized parts are joined by the var `concat_string` (`||`), with the var
    `null_placeholder_string` (`^^`) for null. A key of nulls is null.

    Arguments:
        texts        list of text expressions
        is_hashdiff  whether the text is for a hashdiff, where only nulls are hashed too

    Example:
        {{ automate_dv.joined_text(['customer_id'], false) }}
#}
{% macro joined_text(texts, is_hashdiff) -%}
    {%- set separator = var('concat_string', '||') -%}
    {%- set placeholder = var('null_placeholder_string', '^^') -%}
    {%- if texts | length == 1 and not is_hashdiff -%}
        {{ automate_dv.normalized_text(texts[0]) }}
    {%- else -%}
        {%- set parts = [] -%}
        {%- for text in texts -%}
            {%- do parts.append(
                'coalesce(' ~ automate_dv.normalized_text(text) ~ ", '" ~ placeholder ~ "')"
            ) -%}
        {%- endfor -%}
        {%- set joined = parts | join(" || '" ~ separator ~ "' || ") -%}
        {%- set empty = ([placeholder] * parts | length) | join(separator) -%}
        {{ joined if is_hashdiff else 'nullif(' ~ joined ~ ", '" ~ empty ~ "')" }}
    {%- endif -%}
{%- endmacro %}

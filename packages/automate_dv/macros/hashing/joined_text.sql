{#
    The text that upstream hashes: trimmed capitals joined by `||`, `^^` for null.

    Vars: concat_string, null_placeholder_string, hash_content_casing (upper or disabled).

    Arguments:
        texts        list of text expressions
        is_hashdiff  whether all-null is hashed rather than null

    Example:
        {{ automate_dv.joined_text(['customer_id'], false) }}
#}
{% macro joined_text(texts, is_hashdiff) -%}
    {%- set separator = var('concat_string', '||') -%}
    {%- set placeholder = var('null_placeholder_string', '^^') -%}
    {%- set upper = var('hash_content_casing', 'UPPER') | upper != 'DISABLED' -%}
    {%- set parts = [] -%}
    {%- for text in texts -%}
        {%- set trimmed = 'trim(' ~ text ~ ')' -%}
        {%- do parts.append("nullif(" ~ ('upper(' ~ trimmed ~ ')' if upper else trimmed) ~ ", '')") -%}
    {%- endfor -%}
    {%- if parts | length == 1 and not is_hashdiff -%}
        {{ parts[0] }}
    {%- else -%}
        {%- set present = [] -%}
        {%- for part in parts -%}
            {%- do present.append("coalesce(" ~ part ~ ", '" ~ placeholder ~ "')") -%}
        {%- endfor -%}
        {%- set joined = present | join(" || '" ~ separator ~ "' || ") -%}
        {%- set empty = ([placeholder] * parts | length) | join(separator) -%}
        {{ joined if is_hashdiff else "nullif(" ~ joined ~ ", '" ~ empty ~ "')" }}
    {%- endif -%}
{%- endmacro %}

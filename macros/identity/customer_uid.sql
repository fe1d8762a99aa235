{#
    The customer uid of a birth record: C- and the first 80 bits of its hub key in Crockford's
    base 32.

    The same as mdm.customer_uid. Five hexadecimal digits become four digits of the uid.

    Arguments:
        record_id  column with a hub key in lower-case hexadecimal digits, at least twenty

    Example:
        {{ customer_uid('record_id') }} as customer_uid
#}
{% macro customer_uid(record_id) -%}
    'C-'
    {%- for start in (1, 6, 11, 16) %}
    {%- set nibbles = [] %}
    {%- for place in range(start, start + 5) %}
    {%- do nibbles.append(
        "(position(substr(" ~ record_id ~ ", " ~ place ~ ", 1) in '0123456789abcdef') - 1)"
    ) %}
    {%- endfor %}
    {%- for value in (
        nibbles[0] ~ " * 2 + floor(" ~ nibbles[1] ~ " / 8)",
        "mod(" ~ nibbles[1] ~ ", 8) * 4 + floor(" ~ nibbles[2] ~ " / 4)",
        "mod(" ~ nibbles[2] ~ ", 4) * 8 + floor(" ~ nibbles[3] ~ " / 2)",
        "mod(" ~ nibbles[3] ~ ", 2) * 16 + " ~ nibbles[4],
    ) %}
    || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', cast({{ value }} as integer) + 1, 1)
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}

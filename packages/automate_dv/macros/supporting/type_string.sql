{#
    The type of texts.

    Arguments:
        is_hash      accepted for compatibility, no effect: hashes are binary
        char_length  accepted for compatibility, no effect: texts have any length

    Example:
        cast(customer_id as {{ automate_dv.type_string() }})
#}
{% macro type_string(is_hash=false, char_length=none) -%} varchar {%- endmacro %}

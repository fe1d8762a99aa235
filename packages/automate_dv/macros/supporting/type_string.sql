{#
    The type of a text.

    Arguments:
        is_hash      upstream's, without effect: hashes are binary here
        char_length  upstream's, without effect: both engines have texts of any length

    Example:
        cast(customer_id as {{ automate_dv.type_string() }})
#}
{% macro type_string(is_hash=false, char_length=none) -%} varchar {%- endmacro %}

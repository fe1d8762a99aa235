{# The type of a text. Example: cast(customer_id as {{ automate_dv.type_string() }}) #}
{% macro type_string() -%} varchar {%- endmacro %}

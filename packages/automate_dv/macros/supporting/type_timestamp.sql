{# The type of a timestamp without zone. Example: cast(now as {{ automate_dv.type_timestamp() }}) #}
{% macro type_timestamp() -%} timestamp {%- endmacro %}

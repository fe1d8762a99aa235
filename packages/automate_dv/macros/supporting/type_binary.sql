{# The type of a hash. Example: cast(null as {{ automate_dv.type_binary() }}) #}
{% macro type_binary() -%} binary {%- endmacro %}

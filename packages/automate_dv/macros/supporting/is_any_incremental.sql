{# Whether rows are added to a table that exists. Example: {% if automate_dv.is_any_incremental() %} #}
{% macro is_any_incremental() -%} {{ return(is_incremental()) }} {%- endmacro %}

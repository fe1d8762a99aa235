{#
    Whether the model's table exists and is updated: like `is_incremental`, but also in a unit test,
    which has no table.

    Example:
        {% if is_later_load() %} where ... {% endif %}
#}
{% macro is_later_load() -%}
    {{ return(execute and this is not none and automate_dv.is_any_incremental()) }}
{%- endmacro %}

{#
    Statements that take effect together or not at all: on Snowflake a transaction of their own, on
    DuckDB they stand in that of the model.

    Arguments:
        statements  their text, each with a semicolon at its end

    Example:
        see put_in_place
#}
{% macro at_once(statements) -%}
    {{ return(adapter.dispatch('at_once', 'automate_dv')(statements)) }}
{%- endmacro %}

{% macro default__at_once(statements) -%}
    {{ statements }}
{%- endmacro %}

{% macro snowflake__at_once(statements) -%}
    begin;
    {{ statements }}
    commit;
{%- endmacro %}

{#
    Tags the statements of a model with the model and the invocation, for the cost of runs and
    models: `customer_360:<target>:<model>:<invocation>`. dbt calls it before each node. This is one
    statement; the macro of dbt also queries the previous tag and resets it afterwards. Views and
    tests cost too little to be tagged: they run under the tag of the previous node in their
    session, but the comment that dbt adds to every statement names them.

    Example:
        dbt calls it for each node
#}
{% macro snowflake__set_query_tag() -%}
    {%- if model.resource_type != 'test' and config.get('materialized') != 'view' -%}
        {%- set tag = [project_name, target.name, model.name, invocation_id] | join(':') -%}
        {%- do run_query('alter session set query_tag = ' ~ text_literal(tag)) -%}
    {%- endif -%}
{%- endmacro %}

{% macro snowflake__unset_query_tag(original_query_tag) -%}{%- endmacro %}

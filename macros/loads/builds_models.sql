{#
    Whether the command of this run builds models: `build`, `run` or `retry`, and not while the
    project is parsed.

    Example:
        {%- if builds_models() and landing_place() -%} ... {%- endif -%}
#}
{% macro builds_models() -%}
    {{ return(execute and flags.WHICH in ('build', 'retry', 'run')) }}
{%- endmacro %}

{#
    Stops a run that makes a table from nothing without a model of which it needs all rows: one that
    holds those of the last build alone unless it is run again too.

    Arguments:
        name  name of the model

    Example:
        {{ require_selected('candidate_pairs') if not is_later_load() }}
#}
{% macro require_selected(name) -%}
    {%- set wanted = 'model.' ~ project_name ~ '.' ~ name -%}
    {#- `dbt retry` does not tell what it selects; what it leaves out was run before it. -#}
    {%- set selected = selected_resources or [wanted] -%}
    {%- if execute and flags.WHICH in ('run', 'build') and wanted not in selected -%}
        {{ exceptions.raise_compiler_error(
            model.name ~ ' is made anew together with ' ~ name ~ ': select ' ~ name ~ ' too'
        ) }}
    {%- endif -%}
{%- endmacro %}

{#-
    Stops a run if a var is not declared in dbt_project.yml or a date var is not a date. dbt itself
    accepts any name, so a misspelt load_until would load everything and succeed.

    Example:
        on-run-start: "{{ check_vars() }}"
-#}
{%- macro check_vars() -%}
    {%- if execute -%}
        {%- set declared = declared_vars() -%}
        {%- for name, value in (invocation_args_dict.get('vars') or {}).items() -%}
            {%- if name not in declared -%}
                {{- exceptions.raise_compiler_error(
                    "check_vars: the var '" ~ name ~ "' is not known; dbt_project.yml declares "
                    ~ (declared | sort | join(', ')) ~ '.'
                ) -}}
            {%- endif -%}
        {%- endfor -%}
        {%- for name in ['load_until', 'as_of_date'] -%}
            {%- set value = var(name, '') -%}
            {%- if value and not is_iso_date(value) -%}
                {{- exceptions.raise_compiler_error(
                    "check_vars: the var '" ~ name ~ "' must be a date like 2026-01-05, not '"
                    ~ value ~ "'."
                ) -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

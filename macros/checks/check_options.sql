{#-
    Stops a run with --empty: its tables would record all loads as processed without their rows.

    Example:
        on-run-start: "{{ check_options() }}"
-#}
{%- macro check_options() -%}
    {%- if execute and invocation_args_dict.get('empty') -%}
        {{- exceptions.raise_compiler_error(
            'check_options: with --empty, tables would record their loads as processed without'
            ~ ' loading a row. To check the SQL only, run dbt compile; for a small build, set the'
            ~ ' var load_until to the first delivery.'
        ) -}}
    {%- endif -%}
{%- endmacro -%}

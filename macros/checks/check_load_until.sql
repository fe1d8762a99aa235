{#-
    Stops a run at its start when load_until or as_of_date lies before what the vault already holds:
    the vault is insert-only, so such a run would leave later rows in and still say OK. A full
    refresh starts from nothing and is let through.

    Example:
        on-run-start: "{{ check_load_until() }}"
-#}
{%- macro check_load_until() -%}
    {%- if execute and not flags.FULL_REFRESH -%}
        {%- for name in ['load_until', 'as_of_date'] if var(name, '') -%}
            {%- set newest = newest_loaded_date() -%}
            {%- if newest is not none and newest > var(name) ~ '' -%}
                {{- exceptions.raise_compiler_error(
                    'check_load_until: ' ~ name ~ ' ' ~ var(name) ~ ' is earlier than ' ~ newest
                    ~ ', the newest delivery this vault already holds; give that date or a later'
                    ~ ' one, or start the vault anew with --full-refresh.'
                ) -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

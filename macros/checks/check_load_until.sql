{#-
    Stops a run if load_until or as_of_date is before the newest delivery in the vault. The vault is
    insert-only, so such a run would keep the later rows and still succeed. A run that rebuilds the
    vault (var rebuild_from_landing) is allowed.

    Example:
        on-run-start: "{{ check_load_until() }}"
-#}
{%- macro check_load_until() -%}
    {%- if execute and not var('rebuild_from_landing', false) -%}
        {%- for name in ['load_until', 'as_of_date'] if var(name, '') -%}
            {%- set newest = newest_loaded_date() -%}
            {%- if newest is not none and newest > var(name) ~ '' -%}
                {{- exceptions.raise_compiler_error(
                    'check_load_until: ' ~ name ~ ' ' ~ var(name) ~ ' is earlier than ' ~ newest
                    ~ ', the newest delivery in the vault; use that date or a later one, or rebuild'
                    ~ ' the vault with the var rebuild_from_landing.'
                ) -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

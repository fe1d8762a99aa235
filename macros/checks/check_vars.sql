{#-
    Stops a run if a var is not declared in dbt_project.yml or has a value of another type. dbt
    itself accepts any name and value, so a misspelt load_until would load everything and succeed,
    and a text in a var would become part of a statement. scripts/warehouse/run_vars.py has the same
    rules.

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
            {%- set expected = expected_value(name, value) -%}
            {%- if expected -%}
                {{- exceptions.raise_compiler_error(
                    "check_vars: the var '" ~ name ~ "' must be " ~ expected ~ ", not '" ~ value
                    ~ "'."
                ) -}}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{#-
    What the value of a var must be; empty if it is that.

    Arguments:
        name   name of the var
        value  its value

    Example:
        {%- set expected = expected_value('hash', 'CRC32') -%}   -- MD5, SHA or SHA1
-#}
{%- macro expected_value(name, value) -%}
    {%- set switches = [
        'rebuild_from_landing', 'injective_hashing', 'replay_safe_loading', 'enable_ghost_records'
    ] -%}
    {%- set may_be_empty = ['load_until', 'as_of_date', 'landing', 'now'] -%}
    {%- set expected = '' -%}
    {%- if name in switches -%}
        {%- set expected = 'true or false' if value is not boolean -%}
    {%- elif name in may_be_empty and (value is none or value == '') -%}
    {%- elif name in ['load_until', 'as_of_date', 'calendar_from', 'calendar_until'] -%}
        {%- set expected = 'a date like 2026-01-05' if not is_iso_date(value) -%}
    {%- elif name == 'now' -%}
        {%- set is_time = modules.re.fullmatch(
            '.{10} ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]', value ~ ''
        ) and is_iso_date((value ~ '')[:10]) -%}
        {%- set expected = 'a time like 2026-01-05 06:30:00' if not is_time -%}
    {%- elif name == 'hash' -%}
        {%- set expected = 'MD5, SHA or SHA1'
            if (value ~ '') | upper not in ['MD5', 'SHA', 'SHA1'] -%}
    {%- elif name != 'landing' and (
        value is boolean or value is not string and value is not integer
        or not modules.re.fullmatch('[A-Za-z0-9 _.:|^+-]*', value ~ '')
    ) -%}
        {%- set expected = 'a text of letters, digits and simple signs' -%}
    {%- endif -%}
    {%- do return(expected) -%}
{%- endmacro -%}

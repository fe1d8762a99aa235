{#-
    Stops a run if a var is not declared in dbt_project.yml or has a value of another type. dbt
    itself accepts any name and value, so a misspelt load_until would load everything and succeed,
    and a string in a var would become part of a statement. scripts/warehouse/run_vars.py has the
    same rules.

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
    A description of the valid values of a var, for an error message; empty if the value is valid.

    Arguments:
        name   name of the var
        value  its value

    Example:
        {%- set expected = expected_value('hash', 'CRC32') -%}   -- MD5, SHA or SHA1
-#}
{%- macro expected_value(name, value) -%}
    {%- set switches = [
        'rebuild_from_landing', 'protect_personal_data', 'injective_hashing',
        'enable_ghost_records', 'embed_messages'
    ] -%}
    {%- set may_be_empty = [
        'load_until', 'as_of_date', 'landing', 'now', 'reader_role', 'python_warehouse'
    ] -%}
    {%- set choices = {
        'hash': ['MD5', 'SHA', 'SHA1'], 'hash_content_casing': ['UPPER', 'DISABLED'],
        'escape_char_left': ['"'], 'escape_char_right': ['"']
    } -%}
    {%- set days = {
        'load_until': ['2000-01-01', '2199-12-31'], 'as_of_date': ['2000-01-01', '2199-12-31'],
        'calendar_from': ['1930-01-01', '1950-01-01'],
        'calendar_until': ['2001-01-01', '2199-12-31'],
    } -%}
    {%- set text = value ~ '' -%}
    {%- set expected = '' -%}
    {%- if name in switches -%}
        {%- set expected = '' if value is boolean else 'true or false' -%}
    {%- elif name == 'replay_safe_loading' -%}
        {%- set expected = '' if value is sameas true
            else 'true, as deliveries come late and more than once' -%}
    {%- elif name in may_be_empty and (value is none or value == '') -%}
    {%- elif name in days -%}
        {%- set first, last = days[name] -%}
        {%- if not is_iso_date(value) -%}
            {%- set expected = 'a date like 2026-01-05' -%}
        {%- elif text < first or text > last -%}
            {%- set expected = 'a date from ' ~ first ~ ' to ' ~ last -%}
        {%- endif -%}
    {%- elif name in choices -%}
        {%- if text | upper not in choices[name] -%}
            {%- set expected = choices[name][:-1] | join(', ') ~ ' or ' ~ choices[name][-1] -%}
        {%- endif -%}
    {%- elif name in ['now', 'max_datetime'] -%}
        {%- set clock = ' ([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,6})?' -%}
        {%- if not is_iso_date(text[:10]) or not modules.re.fullmatch(clock, text[10:])
            or name == 'max_datetime' and text < '2200' -%}
            {%- set expected = 'a time like 2026-01-05 06:30:00' if name == 'now'
                else 'a time after 2199 like 9999-12-31 23:59:59.999999' -%}
        {%- endif -%}
    {%- elif name == 'landing' -%}
        {%- set expected = '' if value is string else 'a folder, or on Snowflake a schema' -%}
    {%- elif value is boolean or value is not string and value is not integer
        or not modules.re.fullmatch('[A-Za-z0-9 _.:|^+-]{1,100}', text) -%}
        {%- set expected = 'a string of letters, digits and simple punctuation' -%}
    {%- endif -%}
    {%- do return(expected) -%}
{%- endmacro -%}

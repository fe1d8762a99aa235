{#
    Stops a run on Snowflake at its start if a session parameter would change the meaning of its
    statements: they contain dates and times as text, contracts have the type `timestamp`, and a
    collation would make keys equal that differ only in case. dbt opens several sessions and cannot
    set their parameters, so these must be set for the user.

    Example:
        on-run-start: "{{ check_session() }}"
#}
{% macro check_session() -%}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry', 'seed', 'snapshot', 'test') -%}
        {%- do adapter.dispatch('check_session')() -%}
    {%- endif -%}
{%- endmacro %}

{% macro default__check_session() -%}
    {#- These values are the defaults of an account. -#}
    {%- set parameters = {
        'DATE_INPUT_FORMAT': 'AUTO',
        'TIMESTAMP_INPUT_FORMAT': 'AUTO',
        'TIMESTAMP_TYPE_MAPPING': 'TIMESTAMP_NTZ',
        'DEFAULT_DDL_COLLATION': '',
    } -%}
    {%- set wrong, corrected = [], [] -%}
    {%- for row in run_query('show parameters in session').rows -%}
        {%- set wanted = parameters.get(row['key']) -%}
        {%- if wanted is not none and (row['value'] or '') | upper != wanted -%}
            {%- do wrong.append(row['key'] ~ ' is ' ~ row['value']) -%}
            {%- do corrected.append(row['key'] ~ ' = ' ~ text_literal(wanted)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if wrong -%}
        {{ exceptions.raise_compiler_error(
            'check_session: ' ~ wrong | join(', ') ~ ' in sessions of this user. Run: alter user '
            ~ target.user ~ ' set ' ~ corrected | join(' ')
        ) }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__check_session() -%}{%- endmacro %}

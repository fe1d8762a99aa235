{#
    The name of a file without its extensions, in upper or lower case.

    Arguments:
        name  a text expression

    Example:
        {{ without_extensions('file_name') }} as file_name
#}
{% macro without_extensions(name) -%}
    regexp_replace(
        {{ name }},
        '[.]([cC][sS][vV]|[jJ][sS][oO][nN][lL]|[pP][aA][rR][qQ][uU][eE][tT])([.][gG][zZ])?$', ''
    )
{%- endmacro %}

{#
    The batch of a file: its path below the folder of its feed without extensions, as an expression.

    Arguments:
        path  column with its path, such as orders/dt=2026-01-05/hr=06/B001.csv.gz

    Example:
        {{ batch_of_path('_file_name') }} as landed_in   -- dt=2026-01-05/hr=06/B001
#}
{% macro batch_of_path(path) -%}
    {{- without_extensions(adapter.dispatch('path_below_feed')(path)) -}}
{%- endmacro %}

{% macro default__path_below_feed(path) -%}
    regexp_substr({{ path }}, '{{ partition_pattern() }}[^/]+$')
{%- endmacro %}

{% macro duckdb__path_below_feed(path) -%}
    regexp_extract({{ path }}, '{{ partition_pattern() }}[^/]+$')
{%- endmacro %}

{#
    The folders in which a file may be below the folder of its feed, as a regular expression: none,
    one of a day, or one of a day and one of an hour. PARTITIONS in
    scripts/warehouse/landing/landing_names.py is the same.

    Example:
        see batch_of_path
#}
{% macro partition_pattern() -%}
    {#- One string: Jinja would keep the line breaks between several. -#}
    {{- '(dt=[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])/(hr=([01][0-9]|2[0-3])/)?)?' -}}
{%- endmacro %}

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
    The name of a file on a stage without its folders and extensions, as an expression.

    Arguments:
        path  column with its path, such as orders/B001.csv.gz

    Example:
        see arrived_files
#}
{% macro batch_of_staged_file(path) -%}
    {{- without_extensions("regexp_replace(" ~ path ~ ", '^.*/', '')") -}}
{%- endmacro %}

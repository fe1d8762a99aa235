{#
    Refuses names that are not among the known columns. Expressions, constants and SQL keywords such
    as `current_date` are not checked. If no column is known, nothing is checked.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        names       list of columns and expressions
        known       list of the known columns
        where       object that should have the columns, for the message

    Example:
        see stage
#}
{% macro check_known(macro_name, argument, names, known, where) -%}
    {%- for name in automate_dv.unknown_columns(names, known) -%}
        {%- do automate_dv.refuse(
            macro_name, argument, 'columns of ' ~ where ~ ', which has no ' ~ name,
            names[0] if names | length == 1 else names
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    Warns of the same names, where they change nothing: an excluded column may be one that the
    source no longer has.

    Arguments:
        macro_name  name of the calling macro
        argument    name of the argument
        names       list of columns and expressions
        known       list of the known columns
        where       object that should have the columns, for the message

    Example:
        see sat_columns
#}
{% macro warn_of_unknown(macro_name, argument, names, known, where) -%}
    {%- for name in automate_dv.unknown_columns(names, known) -%}
        {%- do exceptions.warn(
            'automate_dv.' ~ macro_name ~ ': the argument ' ~ argument ~ ' names columns of '
            ~ where ~ ', which has no ' ~ name ~ (' in ' ~ model.name if model else '')
        ) -%}
    {%- endfor -%}
{%- endmacro %}

{#
    The names that are not among the known columns, as for check_known.

    Arguments:
        names  list of columns and expressions
        known  list of the known columns

    Example:
        see check_known
#}
{% macro unknown_columns(names, known) -%}
    {%- set known_names = known | map('lower') | map('replace', '"', '') | list -%}
    {%- set unknown = [] -%}
    {%- for name in names if known
        and modules.re.fullmatch('[A-Za-z_][A-Za-z0-9_]*|"[^"]+"', name)
        and not modules.re.fullmatch('null|true|false|sysdate|(current|session)_user'
            ~ '|current_(date|time|timestamp)|local(time|timestamp)', name | lower)
        and name | lower | replace('"', '') not in known_names -%}
        {%- do unknown.append(name) -%}
    {%- endfor -%}
    {{ return(unknown) }}
{%- endmacro %}

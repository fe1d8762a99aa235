{#
    Raises an error that names macro, argument and value if a required argument is missing or is
    not a string, list or mapping.

    Arguments:
        macro_name  name of the calling macro
        arguments   mapping of argument name to value

    Example:
        {%- do automate_dv.require_arguments('hub', {'src_pk': src_pk}) -%}
#}
{% macro require_arguments(macro_name, arguments) -%}
    {%- do automate_dv.check_switches(macro_name) -%}
    {%- set place = ' in ' ~ model.name if model else '' -%}
    {%- for name, given in arguments.items() -%}
        {#- A relation counts as a mapping, but raises an error when it is used as one. -#}
        {%- if given is mapping and given.include_policy is defined -%}
            {{ exceptions.raise_compiler_error(
                "automate_dv." ~ macro_name ~ ": the argument " ~ name
                ~ " must be a name, without ref or source; it is '" ~ given ~ "'" ~ place
            ) }}
        {%- elif given is none or given is undefined or (given is iterable and not given) -%}
            {{ exceptions.raise_compiler_error(
                "automate_dv." ~ macro_name ~ ": the argument " ~ name ~ " is required; it is '"
                ~ given ~ "'" ~ place
            ) }}
        {%- elif given is not iterable -%}
            {{ exceptions.raise_compiler_error(
                "automate_dv." ~ macro_name ~ ": the argument " ~ name
                ~ " must be a name, a list of names or a mapping; it is '" ~ given ~ "'" ~ place
            ) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

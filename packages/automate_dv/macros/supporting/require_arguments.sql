{#
    Stops with the name of the macro and the argument when a required argument was not given.

    Arguments:
        macro_name  name of the macro that asks
        arguments   mapping of argument name to what was given

    Example:
        {%- do automate_dv.require_arguments('hub', {'src_pk': src_pk}) -%}
#}
{% macro require_arguments(macro_name, arguments) -%}
    {%- for name, given in arguments.items() if given is none or given | length == 0 -%}
        {{ exceptions.raise_compiler_error(
            "automate_dv." ~ macro_name ~ ": the argument " ~ name ~ " is required; it is '"
            ~ given ~ "' in " ~ (model.name if model else 'this call')
        ) }}
    {%- endfor -%}
{%- endmacro %}

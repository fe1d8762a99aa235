{#
    A setting of the running model, from its `meta` or its config.

    Arguments:
        key      name of the setting
        default  what to return if it is not set (default none)

    Example:
        {%- if automate_dv.config_meta_get('is_auto_end_dating', false) -%}
#}
{% macro config_meta_get(key, default=none) -%}
    {%- set given = (config.get('meta') or {}).get(key, config.get(key)) -%}
    {{ return(default if given is none else given) }}
{%- endmacro %}

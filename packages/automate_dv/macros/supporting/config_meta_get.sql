{#
    A setting of the running model, from its `meta` or its config.

    Arguments:
        key      name of the setting
        default  result if the setting is missing (default none)

    Example:
        {%- if automate_dv.config_meta_get('is_auto_end_dating', false) -%}
#}
{% macro config_meta_get(key, default=none) -%}
    {%- set meta = config.get('meta') or {} -%}
    {#- dbt warns about a key that only meta has. -#}
    {%- set given = meta[key] if key in meta else config.get(key) -%}
    {{ return(default if given is none else given) }}
{%- endmacro %}

{#
    A setting of the running model that must be set, from its `meta` or its config.

    Arguments:
        key  name of the setting

    Example:
        {%- set column = automate_dv.config_meta_require('rank_column') -%}
#}
{% macro config_meta_require(key) -%}
    {%- set given = automate_dv.config_meta_get(key) -%}
    {%- if given is none -%}
        {{ exceptions.raise_compiler_error(
            'automate_dv.' ~ config.get('materialized') ~ ': the config or meta key ' ~ key
            ~ " is required; it is '" ~ given ~ "' in " ~ model.name
        ) }}
    {%- endif -%}
    {{ return(given) }}
{%- endmacro %}

{#
    What staging tells each satellite of an extended tracking satellite, one select after another.

    Arguments:
        tellings      as given to new_tellings
        key_length    number of the columns of the key
        source_model  name of the staging model, or a list

    Example:
        see new_tellings
#}
{% macro staged_tellings(tellings, key_length, source_model) -%}
    {% for model_name in automate_dv.as_list(source_model) %}
    {%- set last_model = loop.last %}
    {%- for columns in tellings %}
    select {{ automate_dv.select_list(columns) }}
    from {{ automate_dv.source_rows(model_name) }}
    where {{ automate_dv.multikey(
        automate_dv.source_names(columns[:key_length]), condition='is not null'
    ) }}
    {{ 'union all' if not (loop.last and last_model) }}
    {%- endfor %}
    {%- endfor %}
{%- endmacro %}

{#
    The rows of a model whose keys this run refreshes, as a relation; the model itself in the first
    build.

    Arguments:
        name  name of the model
        key   column of the key in its rows

    Example:
        {{ block_keys(records=rows_to_refresh('matchable_records', 'record_id')) }}
#}
{% macro rows_to_refresh(name, key) -%}
    {%- set condition = needs_refresh(key) -%}
    {%- set rows = ref(name) -%}
    {%- set chosen = '(select * from ' ~ rows ~ ' where ' ~ condition ~ ')' -%}
    {{ return(rows if condition == 'true' else chosen) }}
{%- endmacro %}

{#
    The keys that this run refreshes, as a relation of one column; none in the first build.

    Arguments:
        key  column of the key

    Example:
        see candidate_pairs
#}
{% macro keys_as_relation(key) -%}
    {{ return(
        none if needs_refresh(key) == 'true' else '(' ~ refreshed_keys(as_column=key) ~ ')'
    ) }}
{%- endmacro %}

{#
    The pairs with a record that is refreshed in this run, as a relation; the model itself in the
    first build.

    Arguments:
        name  name of a model with record_id_l and record_id_r

    Example:
        select * from {{ pairs_to_refresh('scored_pairs') }} as pairs
#}
{% macro pairs_to_refresh(name) -%}
    {%- set keys = keys_as_relation('record_id') -%}
    {%- set pairs = ref(name) -%}
    {{ return(
        pairs if keys is none
        else rows_of_keys(pairs, keys, 'record_id', ['record_id_l', 'record_id_r'])
    ) }}
{%- endmacro %}

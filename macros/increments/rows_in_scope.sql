{#
    The rows of a model that belong to a key that this build computes anew, as a relation; the model
    itself where the table is yet to be made.

    Arguments:
        model    name of the model
        scope    name of the model that lists the keys
        key      column of the key in the scope
        columns  columns of the rows, one of which is to have such a key; `key` itself if none are
                 named

    Example:
        {{ block_keys(records=rows_in_scope('matchable_records', 'changed_records', 'record_id')) }}
#}
{% macro rows_in_scope(model, scope, key, columns=none) -%}
    {#- dbt learns what is read when it parses; a unit test does not give a scope. -#}
    {%- set keys = ref(scope) if not execute or is_later_load() -%}
    {{ rows_of_keys(ref(model), keys, key, columns or [key]) if is_later_load() else ref(model) }}
{%- endmacro %}

{#
    The rows of a model that belong to a key that this build computes anew, as a relation; the model
    itself where the table is yet to be made.

    Arguments:
        model  name of the model
        scope  name of the model that lists the keys
        key    column of the key, in the scope and in the rows

    Example:
        {{ block_keys(records=rows_in_scope('matchable_records', 'changed_records', 'record_id')) }}
#}
{% macro rows_in_scope(model, scope, key) -%}
    {%- set condition = is_in_scope(scope, key) -%}
    {{ '(select * from ' ~ ref(model) ~ ' where ' ~ condition ~ ')' if is_later_load() else ref(model) }}
{%- endmacro %}

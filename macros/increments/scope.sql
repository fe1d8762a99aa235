{#
    The model that lists what this build computes anew; none where the table is yet to be made.

    Arguments:
        model  name of the model

    Example:
        {{ keys_of_records(ref('block_keys'), scope('changed_records')) }}
#}
{% macro scope(model) -%}
    {{ return(ref(model) if not execute or is_later_load() else none) }}
{%- endmacro %}

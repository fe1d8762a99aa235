{#
    The model that lists what this build computes anew; none where the table is yet to be made.

    Arguments:
        model  name of the model

    Example:
        {{ candidate_pairs(ref('block_keys'), ref('block_key_sizes'), scope('touched_records')) }}
#}
{% macro scope(model) -%}
    {{ return(ref(model) if not execute or is_later_load() else none) }}
{%- endmacro %}

{#
    A table of keys and as-of dates of which only what changed is computed again. The model's
    query tells what is to take the place of the table's rows; see told_moments.

    Example:
        {{ config(materialized='pit_incremental') }}
#}
{% materialization pit_incremental, default %}
    {{ return(automate_dv.materialise_moments()) }}
{% endmaterialization %}

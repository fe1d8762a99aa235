{#
    A table of keys and as-of dates that refreshes only the rows that may have changed. The model's
    query ends in pit_delta, which says what to insert and what to delete.

    Example:
        {{ config(materialized='pit_incremental') }}
#}
{% materialization pit_incremental, default %}
    {{ return(automate_dv.materialise_delta()) }}
{% endmaterialization %}

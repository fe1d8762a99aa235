{#
    A table of keys and as-of dates of which only what changed is computed again. The model's query
    gives the whole table; where it exists its rows are replaced in one transaction.

    Example:
        {{ config(materialized='pit_incremental') }}
#}
{% materialization pit_incremental, default %}
    {{ return(automate_dv.materialise_replaced()) }}
{% endmaterialization %}

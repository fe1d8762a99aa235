{#
    Like pit_incremental, for bridges.

    Example:
        {{ config(materialized='bridge_incremental') }}
#}
{% materialization bridge_incremental, default %}
    {{ return(automate_dv.materialise_delta()) }}
{% endmaterialization %}

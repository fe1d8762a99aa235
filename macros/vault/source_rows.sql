{#
    The rows that the vault's macros read from a model once their own table exists: those of the
    loads pending for the running model. A view with meta `lists_pending` has only such rows.

    Arguments:
        name   name of a staging model, vault table or view of them
        whole  a column (optional); all rows with one of its values in a pending row are read

    Example:
        see automate_dv.source_rows
#}
{% macro default__source_rows(name, whole) -%}
    {%- set source = ref(name) -%}
    {%- if not execute or not automate_dv.is_any_incremental()
        or node_of(name).config.meta.get('lists_pending') -%}
        {{ return(source) }}
    {%- endif -%}
    {%- set is_pending -%}
        {{ node_of(name).config.meta.load_column }} in ({{ pending_loads(name) }})
    {%- endset -%}
    {%- if whole -%}
    (
        select * from {{ source }}
        where {{ whole }} in (select {{ whole }} from {{ source }} where {{ is_pending }})
    )
    {%- else -%}
    (select * from {{ source }} where {{ is_pending }})
    {%- endif -%}
{%- endmacro %}

{#
    The condition that the running satellite has read the snapshot of a load time, or reads it now:
    the log may have others, if it ran without the satellite.

    Arguments:
        name  name of the staging model
        ldts  name of the load time column

    Example:
        see automate_dv.is_loaded_snapshot
#}
{% macro default__is_loaded_snapshot(name, ldts) -%}
    {{ ldts }} in (
        select {{ ldts }} from {{ ref(name) }}
        where landed_in in (
            select load from {{ bookkeeping_table('processed_loads') }}
            where consumer = '{{ model.name }}' and source = '{{ name }}'
        )
    )
{%- endmacro %}

{#
    The rows that the vault's macros read from a model once their own table exists: those of the
    loads pending for the running model. A view with meta `lists_pending` has only such rows.

    Arguments:
        name  name of a staging model, vault table or view of them

    Example:
        see automate_dv.source_rows
#}
{% macro default__source_rows(name) -%}
    {%- set source = ref(name) -%}
    {%- if not execute or not automate_dv.is_any_incremental()
        or node_of(name).config.meta.get('lists_pending') -%}
        {{ return(source) }}
    {%- endif -%}
    {%- set is_pending -%}
        {{ node_of(name).config.meta.load_column }} in ({{ pending_loads(name) }})
    {%- endset -%}
    (select * from {{ source }} where {{ is_pending }})
{%- endmacro %}

{#
    The rows of a staging model that the running table has loaded, or loads now; staging may have
    others, if it ran without the table.

    Arguments:
        name  name of the staging model

    Example:
        see automate_dv.loaded_rows
#}
{% macro default__loaded_rows(name) -%}
    (
        select * from {{ ref(name) }}
        where landed_in in (
            select load from {{ bookkeeping_table('processed_loads') }}
            where consumer = '{{ model.name }}' and source = '{{ name }}'
        )
    )
{%- endmacro %}

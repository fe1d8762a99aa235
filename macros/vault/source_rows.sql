{#
    The rows that the vault macros read from a model: once the running table exists, only its
    pending loads, and from the staging model of a feed no conflicting rows (flag_conflicts) and no
    held deliveries. A view with meta `lists_pending` has only pending rows.

    Arguments:
        name  name of a staging model, vault table or view of them

    Example:
        see automate_dv.source_rows
#}
{% macro default__source_rows(name) -%}
    {%- set source = ref(name) -%}
    {%- set is_staged = name in staged_feeds() -%}
    {%- if not execute or not automate_dv.is_any_incremental()
        or node_of(name).config.meta.get('lists_pending') -%}
        {{ return(
            '(select * from ' ~ source ~ ' where ' ~ counts_in_vault() ~ ' and '
            ~ is_released(name) ~ ')' if is_staged else source
        ) }}
    {%- endif -%}
    {%- set is_pending -%}
        {{ node_of(name).config.meta.load_column }} in ({{ pending_loads(name) }})
    {%- endset -%}
    {%- set no_conflict = ' and ' ~ counts_in_vault() if is_staged else '' -%}
    (select * from {{ source }} where {{ is_pending }}{{ no_conflict }})
{%- endmacro %}

{#
    The condition that the running vault table loads a staged row: it does not conflict with another
    or, for a hub or link, it belongs to an accepted file. The keys in such a file were delivered,
    even if a later file has corrected the row.

    Example:
        see automate_dv.source_rows
#}
{% macro counts_in_vault() -%}
    {%- set is_named = (config.get('meta') or {}).get('keeps_earliest') -%}
    {{ return(
        '(not coalesce(is_conflicting, false) or ' ~ is_accepted_load('landed_in') ~ ')'
        if is_named else 'not coalesce(is_conflicting, false)'
    ) }}
{%- endmacro %}

{#
    The rows of a feed's staging model that the running table has loaded, or loads now. Staging may
    have more: conflicting rows, held deliveries, and rows that it staged in a run without the
    table.

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
        and not coalesce(is_conflicting, false)
        and {{ is_released(name) }}
    )
{%- endmacro %}

{#
    The names of the staging models that have the rows of a feed.

    Example:
        see default__source_rows
#}
{% macro staged_feeds() -%}
    {{ return(feed_declarations().values() | map(attribute='stage') | list) }}
{%- endmacro %}

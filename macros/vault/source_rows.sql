{#
    What the vault's macros read of a staging model: what arrived in a batch that is still pending,
    once their own table exists. Rows of another feed's pending batch do no harm: they are known.
    Of a vault table, which a point-in-time table or a bridge reads, the rows of pending loads. A
    model named `changed_` tells of pending rows alone and is read as it is.

    Arguments:
        name   name of the staging model, vault table or `changed_` model
        whole  a column; of each of its values that a pending row has, all rows are wanted

    Example:
        see automate_dv.source_rows
#}
{% macro default__source_rows(name, whole) -%}
    {%- set staged = ref(name) -%}
    {%- set pending -%}
        {%- if name.startswith('stg_') -%}
        landed_in in (select landed_in from {{ ref('stg_landing__batches') }} where is_pending)
        {%- else -%}
        loaded_at in ({{ pending_loads(name) }})
        {%- endif -%}
    {%- endset -%}
    {%- if not automate_dv.is_any_incremental() or name.startswith('changed_') -%}
    {{ staged }}
    {%- elif whole -%}
    (
        select * from {{ staged }}
        where {{ whole }} in (select {{ whole }} from {{ staged }} where {{ pending }})
    )
    {%- else -%}
    (select * from {{ staged }} where {{ pending }})
    {%- endif -%}
{%- endmacro %}

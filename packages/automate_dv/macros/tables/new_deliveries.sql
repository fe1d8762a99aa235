{#
    The query of replay-safe satellites: the staged rows whose key and load time are not stored yet.

    Only the stored rows of the staged load times are read, so the cost of a load does not grow with
    history.

    Arguments:
        columns       mapping from sat_columns
        source_model  name of the staging model

    Example:
        see sat, ma_sat and eff_sat
#}
{% macro new_deliveries(columns, source_model) -%}
with

staged as (
    {{ automate_dv.staged_deliveries(columns, source_model) }}
),
{%- if automate_dv.is_any_incremental() %}

stored as (
    select {{ ([columns.pk] + columns.child_keys + [columns.ldts]) | join(', ') }}
    from {{ this }}
    where {{ columns.ldts }} in (select {{ columns.ldts }} from staged)
),
{%- endif %}

new_rows as (
    select staged.*
    from staged
    {%- if automate_dv.is_any_incremental() %}
    left join stored
        on
            staged.{{ columns.pk }} = stored.{{ columns.pk }}
            and staged.{{ columns.ldts }} = stored.{{ columns.ldts }}
            {%- for key in columns.child_keys %}
            and staged.{{ key }} is not distinct from stored.{{ key }}
            {%- endfor %}
    where stored.{{ columns.pk }} is null
    {%- endif %}
)

select * from new_rows
{%- endmacro %}

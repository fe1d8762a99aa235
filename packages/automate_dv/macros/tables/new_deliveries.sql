{#
    The staged rows whose key and load date are not stored yet. Of the stored rows only those of
    the staged load dates are looked at, so the cost of a load does not grow with history.

    Arguments:
        names         mapping from sat_columns
        source_model  name of the staging model

    Example:
        see sat and ma_sat
#}
{% macro new_deliveries(names, source_model) -%}
with

staged as (

    {{ automate_dv.staged_deliveries(names, source_model) }}

),
{%- if automate_dv.is_any_incremental() %}

stored as (

    select {{ (names['keys'] + [names.ldts]) | join(', ') }}
    from {{ this }}
    where {{ names.ldts }} in (select {{ names.ldts }} from staged)

),
{%- endif %}

new_rows as (

    select staged.*
    from staged
    {%- if automate_dv.is_any_incremental() %}
    left join stored
        on
            staged.{{ names.pk }} = stored.{{ names.pk }}
            and staged.{{ names.ldts }} = stored.{{ names.ldts }}
            {%- for key in names.child_keys %}
            and staged.{{ key }} is not distinct from stored.{{ key }}
            {%- endfor %}
    where stored.{{ names.pk }} is null
    {%- endif %}

)

select * from new_rows
{%- endmacro %}

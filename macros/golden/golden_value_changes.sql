{#
    Golden records with a digest, one row per golden customer and change point at which a golden
    value changed.

    Arguments:
        relation  CTE or relation with rows of golden_values, of one time axis

    Example:
        changes_by_load_time as ({{ golden_value_changes('values_by_load_time') }})
#}
{% macro golden_value_changes(relation) -%}
    with values_by_change_point as (
        select
            {{ relation }}.time_axis,
            {{ relation }}.customer_uid,
            {{ relation }}.changed_at,
            {{ values_as_columns(relation, golden_attributes()) }}
        from {{ relation }}
        group by {{ relation }}.time_axis, {{ relation }}.customer_uid, {{ relation }}.changed_at
    ),

    hashed_values as (
        select
            *,
            {{ automate_dv.hash(
                columns=golden_attributes(),
                alias='golden_hashdiff',
                is_hashdiff=true,
            ) }}
        from values_by_change_point
    ),

    with_previous_hashdiff as (
        select
            *,
            lag(golden_hashdiff) over (
                partition by customer_uid
                order by changed_at
            ) as hashdiff_before
        from hashed_values
    )

    select * from with_previous_hashdiff
    where golden_hashdiff is distinct from hashdiff_before
{%- endmacro %}

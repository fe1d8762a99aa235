{#
    The delivered rows of a steward log, as a select. A row about a customer record that no source
    had delivered at that time is rejected as `unknown_record`.

    Arguments:
        log    name of the staging model of the log
        sides  suffixes of its columns source_system and customer_id; two for a pair of records

    Example:
        {{ steward_rows('stg_stewardship__decision_log', ['_l', '_r']) }}
#}
{% macro steward_rows(log, sides=['']) -%}
    select
        landed.* exclude (quarantine_reason),
        coalesce(
            landed.quarantine_reason,
            {%- for side in sides %}
            case
                when known{{ side }}.customer_id is null
                    then 'unknown_record in customer_id{{ side }}'
            end,
            {%- endfor %}
            null
        ) as quarantine_reason
    from {{ ref(log) }} as landed
    {%- for side in sides %}
    left join {{ ref('stg_stewardship__known_records') }} as known{{ side }}
        on
            landed.source_system{{ side }} = known{{ side }}.source_system
            and landed.customer_id{{ side }} = known{{ side }}.customer_id
            and {{ parse_timestamp('landed._loaded_at') }} >= known{{ side }}.loaded_at
    {%- endfor %}
{%- endmacro %}

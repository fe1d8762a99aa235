{#
    The customer record that each hashed e-mail address belongs to. If several records share an
    address, it belongs to the record of the most trusted system, and within that system to the
    first record that had it, so that a new record never takes it over.

    Arguments:
        emails      CTE of customer attributes with email_sha256
        priorities  CTE of source_priorities
        month       column of `emails` whose months are computed separately (optional)

    Example:
        owners as ({{ email_owners('emails', 'priorities') }})
#}
{% macro email_owners(emails, priorities, month=none) -%}
    select
        {{ emails ~ '.' ~ month ~ ',' if month }}
        {{ emails }}.email_sha256,
        {{ emails }}.customer_hk
    from {{ emails }}
    inner join {{ priorities }}
        on {{ emails }}.source_system = {{ priorities }}.source_system
    qualify row_number() over (
        partition by {{ emails ~ '.' ~ month ~ ',' if month }} {{ emails }}.email_sha256
        order by
            {{ priorities }}.priority, {{ emails }}.effective_from, {{ emails }}.loaded_at,
            {{ emails }}.customer_hk
    ) = 1
{%- endmacro %}

{#
    The spans of time in which customer records own finance accounts. The first span is extended
    back to 1900, so that every earlier event has an owner.

    Arguments:
        timeline  CTE with the output of eff_sat_timeline for eff_sat_customer_account
        month     column of `timeline` whose months are computed separately (optional)

    Example:
        ownership_spans as ({{ ownership_spans('ownership_timeline') }})
#}
{% macro ownership_spans(timeline, month=none) -%}
    select
        {{ month ~ ',' if month }}
        account_hk,
        customer_hk,
        case
            when row_number() over (
                partition by {{ month ~ ',' if month }} account_hk
                order by start_at
            ) = 1 then {{ open_start() }}
            else start_at
        end as owned_from,
        end_at as owned_to
    from {{ timeline }}
{%- endmacro %}

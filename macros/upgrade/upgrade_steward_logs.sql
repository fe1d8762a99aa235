{#
    The statements that rebuild the steward logs, which staging keeps as they landed, from the rows
    that version 0.1 accepted and rejected. Values that it cleaned or parsed as times become text
    again. If a log file still exists, the next build reads it and its rows replace these.

    Example:
        see upgrade_warehouse
#}
{% macro upgrade_steward_logs() -%}
    {%- set statements = [] -%}
    {%- set decided_at = "left(" ~ automate_dv.timestamp_text('effective_from') ~ ", 19)" -%}
    {%- set log_columns = {
        'decision': {
            'decision_id': 'decision_id',
            'source_system_l': 'source_system_l',
            'customer_id_l': 'customer_id_l',
            'source_system_r': 'source_system_r',
            'customer_id_r': 'customer_id_r',
            'decision': 'decision',
            'decided_at': decided_at,
            'steward': 'steward',
            'reason': 'reason',
        },
        'override': {
            'override_id': 'override_id',
            'source_system': 'source_system',
            'customer_id': 'customer_id',
            'attribute': 'attribute',
            'attribute_value': 'attribute_value',
            'valid_from': date_text('cast(valid_from as date)'),
            'valid_to': "nullif(" ~ date_text('cast(valid_to as date)') ~ ", '9999-12-31')",
            'reason': 'reason',
            'steward': 'steward',
            'decided_at': decided_at,
        },
    } -%}
    {%- for kind, columns in log_columns.items() -%}
        {%- set accepted = existing_relation('stg_stewardship__' ~ kind ~ 's') -%}
        {%- if accepted and accepted.is_table -%}
            {%- do statements.append(steward_log_statement(kind, columns, accepted)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(statements) }}
{%- endmacro %}

{#
    The statement that makes one log; see upgrade_steward_logs.

    Arguments:
        kind      decision or override
        columns   mapping of the feed's columns to expressions over the accepted rows
        accepted  relation of the accepted rows

    Example:
        see upgrade_steward_logs
#}
{% macro steward_log_statement(kind, columns, accepted) -%}
    create or replace table {{ node_of('stg_stewardship__' ~ kind ~ '_log').relation_name }} as
    select
        {%- for name, value in columns.items() %}
        {{ value }} as {{ name }},
        {%- endfor %}
        left({{ automate_dv.timestamp_text('loaded_at') }}, 19) as _loaded_at,
        batch_id as _batch_id,
        record_source as _record_source,
        landed_in as _landed_in,
        cast(null as varchar) as quarantine_reason
    from {{ accepted }}
    union all
    select
        {%- for name in columns %}
        {{ name }},
        {%- endfor %}
        _loaded_at,
        _batch_id,
        _record_source,
        _landed_in,
        -- The view on this log determines whether the record is known.
        case
            when quarantine_reason not like 'unknown_record %' then quarantine_reason
        end as quarantine_reason
    from {{ node_of('quarantine_stewardship__' ~ kind ~ 's').relation_name }}
{%- endmacro %}

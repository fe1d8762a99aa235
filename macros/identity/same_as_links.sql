{#
    The same-as links from customer records to the birth records that they were assigned to, with
    hash keys: one row per record and day on which its assignment changed.

    Arguments:
        assignments  relation or CTE of customer_identity_assignments
        hub          relation or CTE of hub_customer

    Example:
        links as ({{ same_as_links('assignments', 'hub') }})
#}
{% macro same_as_links(assignments, hub) -%}
    with links_with_keys as (
        select
            members.customer_hk,
            masters.customer_hk as master_customer_hk,
            members.source_system,
            members.customer_id,
            masters.source_system as master_source_system,
            masters.customer_id as master_customer_id,
            assignments.customer_uid,
            cast(assignments.assigned_from as {{ type_timestamp() }}) as assigned_from
        from {{ assignments }} as assignments
        inner join {{ hub }} as members
            on assignments.record_id = {{ hex_text('members.customer_hk') }}
        inner join {{ hub }} as masters
            on assignments.master_record_id = {{ hex_text('masters.customer_hk') }}
    )

    select
        *,
        {{ automate_dv.hash(
            columns=[
                'source_system', customer_key_text(),
                'master_source_system',
                customer_key_text('master_customer_id', 'master_source_system'),
            ],
            alias='sal_customer_hk',
        ) }}
    from links_with_keys
{%- endmacro %}

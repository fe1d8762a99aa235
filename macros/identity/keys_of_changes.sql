{# Macros for `refresh_from`: the keys of a table that follow from changes of a parent. #}

{#
    The record ids of customer hash keys.

    Arguments:
        changed  query of `refresh_key`, hash keys of customers

    Example:
        {'customer_record_versions': {'macro': 'record_ids_of_customers'}}
#}
{% macro default__record_ids_of_customers(changed) -%}
    select {{ hex_text('refresh_key') }} as refresh_key from ({{ changed }}) as changed
{%- endmacro %}

{#
    The customer hash keys of record ids.

    Arguments:
        changed  query of `refresh_key`, record ids

    Example:
        {'customer_identity_assignments': {'macro': 'customers_of_record_ids'}}
#}
{% macro default__customers_of_record_ids(changed) -%}
    select {{ binary_of_hex('refresh_key') }} as refresh_key from ({{ changed }}) as changed
{%- endmacro %}

{#
    The records with some block keys.

    Arguments:
        changed  query of `refresh_key`: key type, space, block key

    Example:
        {'oversized_block_keys': {'macro': 'records_behind_keys'}}
#}
{% macro default__records_behind_keys(changed) -%}
    select record_id as refresh_key from {{ node_of('block_keys').relation_name }}
    where key_type || ' ' || block_key in ({{ changed }})
{%- endmacro %}

{#
    The records of newly scored candidate pairs.

    Arguments:
        changed  relation of content_id_l and content_id_r

    Example:
        {'pair_scores': {'macro': 'records_of_scores'}}
#}
{% macro default__records_of_scores(changed) -%}
    {%- for side in ('l', 'r') %}
    select candidates.record_id_{{ side }} as refresh_key
    from {{ node_of('candidate_pairs').relation_name }} as candidates
    inner join {{ changed }} as scores
        on
            candidates.content_id_l = scores.content_id_l
            and candidates.content_id_r = scores.content_id_r
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#
    The block keys whose day over the cap differs from the stored one, or that are no longer over
    it.

    Example:
        'refresh_also': ['changed_oversized_keys']
#}
{% macro default__changed_oversized_keys() -%}
    select
        coalesce(sizes.key_type, stored.key_type) || ' '
        || coalesce(sizes.block_key, stored.block_key) as refresh_key
    from (
        select *
        from (
            {{ block_key_sizes(
                node_of('block_keys').relation_name,
                node_of('match_model_parameters').relation_name,
                var('match_model_version'),
            ) }}
        ) as all_sizes
        where over_cap_from is not null
    ) as sizes
    full outer join {{ this }} as stored
        on sizes.key_type = stored.key_type and sizes.block_key = stored.block_key
    where sizes.over_cap_from is distinct from stored.over_cap_from
{%- endmacro %}

{#
    The current and former golden customers of customer records.

    Arguments:
        changed  query of `refresh_key`, hash keys of customers

    Example:
        {'customer_attributes_by_load_time': {'macro': 'uids_of_customers'}}
#}
{% macro default__uids_of_customers(changed) -%}
    select customer_uid as refresh_key from {{ node_of('customer_memberships').relation_name }}
    where customer_hk in ({{ changed }})
{%- endmacro %}

{#
    The golden customers with an override: overrides start and end on their own dates, without a
    delivery.

    Example:
        'refresh_also': ['uids_with_overrides']
#}
{% macro default__uids_with_overrides() -%}
    select memberships.customer_uid as refresh_key
    from {{ node_of('customer_memberships').relation_name }} as memberships
    inner join {{ node_of('steward_attribute_overrides').relation_name }} as overrides
        on memberships.customer_hk = overrides.customer_hk
{%- endmacro %}

{#
    The golden customers with a digest of their memberships.

    Arguments:
        memberships  relation of customer_memberships

    Example:
        see golden_customers
#}
{% macro describe_golden_customers(memberships) -%}
    select
        customer_uid,
        min(member_from) as first_seen_at,
        count(distinct customer_hk) as record_count,
        md5(
            {{ dbt.listagg(
                hex_text('customer_hk') ~ " || ' ' || " ~ automate_dv.timestamp_text('member_from')
                ~ " || ' ' || " ~ automate_dv.timestamp_text('member_to'),
                "' '",
                'order by customer_hk, member_from'
            ) }}
        ) as membership_digest
    from {{ memberships }}
    group by customer_uid
{%- endmacro %}

{#
    The golden customers whose memberships differ from the stored digest, deleted ones included.

    Example:
        'refresh_also': ['changed_golden_customers']
#}
{% macro default__changed_golden_customers() -%}
    select coalesce(described.customer_uid, stored.customer_uid) as refresh_key
    from (
        {{ describe_golden_customers(node_of('customer_memberships').relation_name) }}
    ) as described
    full outer join {{ this }} as stored on described.customer_uid = stored.customer_uid
    where described.membership_digest is distinct from stored.membership_digest
{%- endmacro %}

{#
    The records with a steward decision. They are few, so their pairs are refreshed in every run.

    Example:
        'refresh_also': ['records_with_decisions']
#}
{% macro default__records_with_decisions() -%}
    select record_id_l as refresh_key from {{ node_of('steward_pair_decisions').relation_name }}
    union all
    select record_id_r as refresh_key from {{ node_of('steward_pair_decisions').relation_name }}
{%- endmacro %}

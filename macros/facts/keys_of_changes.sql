{# Macros for `refresh_from`: the keys of a table that follow from changes of a parent. #}

{#
    The transactions of changed accounts, on either side.

    Arguments:
        changed  relation of the changed rows of hub_account

    Example:
        {'hub_account': {'macro': 'transactions_of_accounts'}}
#}
{% macro default__transactions_of_accounts(changed) -%}
    {%- for column in ('account_hk', 'counter_account_hk') %}
    select transaction_hk as refresh_key
    from {{ node_of('current_transactions').relation_name }}
    where {{ column }} in (select account_hk from {{ changed }} as changed)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#
    The visitors whose e-mail address now belongs to another customer record.

    Example:
        'refresh_also': ['visitors_of_other_owners']
#}
{% macro default__visitors_of_other_owners() -%}
    select stored.visitor_hk as refresh_key
    from {{ this }} as stored
    left join {{ node_of('email_owners').relation_name }} as owners
        on stored.email_sha256 = owners.email_sha256
    where stored.customer_hk is distinct from owners.customer_hk
{%- endmacro %}

{#
    The visitors of changed web events: those of the events before and after the change, and those
    stored in the running model.

    Arguments:
        changed  relation of the changed rows of nh_link_clickstream

    Example:
        {'nh_link_clickstream': {'macro': 'visitors_of_events'}}
#}
{% macro default__visitors_of_events(changed) -%}
    {%- for events in (node_of('nh_link_clickstream').relation_name, this) %}
    select visitor_hk as refresh_key
    from {{ events }}
    where clickstream_hk in (select clickstream_hk from {{ changed }} as changed)
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

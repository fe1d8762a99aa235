{#
    The codes of one kind that the landing checks accept. Marts with a column per code use the same
    list. The test `every_accepted_code_has_a_reference_row` compares it with the reference seeds.

    Arguments:
        kind  currency, rated_currency, deal_stage, order_priority, order_status, severity or
              transaction_type

    Example:
        known_code('STATUS', known_codes('order_status'))
#}
{% macro known_codes(kind) -%}
    {%- set currencies = ['EUR', 'USD', 'GBP', 'INR', 'JPY'] -%}
    {%- set codes = {
        'currency': currencies,
        'rated_currency': currencies + ['CHF'],
        'deal_stage': open_deal_stages() + ['Closed Won', 'Closed Lost'],
        'order_priority': ['LOW', 'NORMAL', 'HIGH', 'URGENT'],
        'order_status': ['PENDING', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED'],
        'severity': ['Critical', 'High', 'Medium', 'Low'],
        'transaction_type': ['DEPOSIT', 'WITHDRAWAL', 'TRANSFER', 'PAYMENT', 'FEE'],
    } -%}
    {%- if kind not in codes -%}
        {{ exceptions.raise_compiler_error(
            'known_codes: kind is ' ~ kind ~ ', must be one of ' ~ codes | join(', ')
        ) }}
    {%- endif -%}
    {{ return(codes[kind]) }}
{%- endmacro %}

{#
    The stages of open deals, in funnel order.

    Example:
        {% for stage in open_deal_stages() %} ... {% endfor %}
#}
{% macro open_deal_stages() -%}
    {{ return(['Lead', 'MQL', 'SQL', 'Discovery', 'Proposal', 'Negotiation']) }}
{%- endmacro %}

{#
    A list of texts as SQL literals.

    Arguments:
        texts  list of texts without quotes

    Example:
        where source_system in ({{ quoted_list(master_systems()) }})
#}
{% macro quoted_list(texts) -%}
    {{ return("'" ~ texts | join("', '") ~ "'") }}
{%- endmacro %}

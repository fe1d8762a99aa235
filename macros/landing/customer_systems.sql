{#
    The systems with customer master data, where a record can be closed or deleted, the most trusted
    first.

    Example:
        where source_system in ({{ quoted_list(master_systems()) }})
#}
{% macro master_systems() -%}
    {{ return(systems_by_priority() | selectattr('is_master') | map(attribute='name') | list) }}
{%- endmacro %}

{#
    The source systems of customer records, by their names in `source_system`, the most trusted
    first.

    Example:
        known_code('source_system', customer_systems())
#}
{% macro customer_systems() -%}
    {{ return(systems_by_priority() | map(attribute='name') | list) }}
{%- endmacro %}

{# The source systems of customer records as declared, the most trusted first. #}
{% macro systems_by_priority() -%}
    {%- set systems = feed_declarations().values() | map(attribute='customer_system') -%}
    {{ return(systems | select('mapping') | sort(attribute='priority') | list) }}
{%- endmacro %}

{#
    The staging models with customer records: the sources of hub_customer.

    Example:
        source_model=customer_record_sources()
#}
{% macro customer_record_sources() -%}
    {%- set sources = [] -%}
    {%- for declaration in feed_declarations().values() if declaration.has_customers -%}
        {%- do sources.append(declaration.stage) -%}
        {%- if declaration.delivery == 'fullSnapshot'
            and declaration.vault_key == ['customer_hk'] -%}
            {%- do sources.append(declaration.stage ~ '_presence') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(sources) }}
{%- endmacro %}

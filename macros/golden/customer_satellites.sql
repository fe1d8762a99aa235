{#
    The satellites with attributes of customers: those of the feeds of customer records, by their
    contracts, with the status satellites of full snapshots, and those of buyers and of people who
    opened a ticket.

    Example:
        {% for satellite in customer_satellites() %} ... {% endfor %}
#}
{% macro customer_satellites() -%}
    {%- set found = ['sat_customer_pii__shop', 'sat_customer_pii__support'] -%}
    {%- for satellite in systems_of_satellites() -%} {%- do found.append(satellite) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The satellites of the feeds of customer records, each with its source system, as a mapping.

    Example:
        see customer_satellites
#}
{% macro systems_of_satellites() -%}
    {%- set found = {} -%}
    {%- for declaration in feed_declarations().values()
        if declaration.customer_system and declaration.vault_key == ['customer_hk'] -%}
        {%- set system = declaration.customer_system.name -%}
        {%- for satellite in declaration.vault_tables -%}
            {%- do found.update({satellite: system}) -%}
        {%- endfor -%}
        {%- if declaration.delivery == 'fullSnapshot' -%}
            {%- set source = declaration.stage[4:].split('__')[0] -%}
            {%- do found.update({'status_sat_customer__' ~ source: system}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The attribute values of the satellites with the meta key `customer_attributes`, a mapping of
    attribute to an expression over the columns; `is_absent: status` in a status satellite. Empty in
    a unit test, which knows only its inputs.

    Example:
        see customer_attributes
#}
{% macro declared_attribute_values() -%}
    {%- for satellite, system in systems_of_satellites().items() if not execute or graph.nodes -%}
        {#- dbt must see this dependency when it parses. -#}
        {%- set rows = ref(satellite) -%}
        {%- set mapped = node_of(satellite).config.meta.get('customer_attributes')
            if execute else none -%}
        {%- if mapped %}
    union all
    {{ absence_values(rows, system, needs_refresh('customer_hk')) if 'is_absent' in mapped
        else attribute_values(satellite, system, expressions_of(satellite, mapped)) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#
    The mapping of a satellite with dates and times converted to text in one format, and the first
    e-mail address and phone number of a list.

    Arguments:
        satellite  name of the satellite
        mapped     mapping of attribute to SQL

    Example:
        see declared_attribute_values
#}
{% macro expressions_of(satellite, mapped) -%}
    {%- set columns, found = node_of(satellite).columns, {} -%}
    {%- for attribute, expression in mapped.items() -%}
        {%- set type = columns[expression].data_type if expression in columns else '' -%}
        {%- if type in ('date', 'timestamp') -%}
            {%- do found.update({
                attribute: date_text('cast(' ~ expression ~ ' as date)')
            }) -%}
        {%- elif attribute in ('email', 'phone') -%}
            {%- do found.update({attribute: first_listed(expression, attribute)}) -%}
        {%- else -%}
            {%- do found.update({attribute: expression}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The attribute is_absent, read from a status satellite. Rows that repeat the previous status,
    which a late snapshot leaves behind, are dropped.

    Arguments:
        rows    the satellite
        system  name of the source system
        where   condition on the key of the customer records

    Example:
        {{ absence_values(ref('status_sat_customer__sap'), 'SAP', needs_refresh('customer_hk')) }}
#}
{% macro absence_values(rows, system, where) -%}
    select
        customer_hk,
        {{ text_literal(system) }} as source_system,
        'is_absent' as attribute,
        case when status = 'DELETED' then 'true' else 'false' end as attribute_value,
        loaded_at as effective_from,
        loaded_at
    from {{ rows }}
    where {{ where }}
    qualify status is distinct from lag(status) over (partition by customer_hk order by loaded_at)
{%- endmacro %}

{#
    The text of a key from which its hash is computed, by the casing of the key in its contract. The
    hash ignores case (automate_dv.hash), so a marker is added to a key in which case matters.

    Arguments:
        declared  '<feed>.<COLUMN>', where the key is declared
        column    the staging column

    Example:
        columns=[key_text('products.PRODUCT_ID', 'product_id')]
#}
{% macro key_text(declared, column) -%}
    {%- set feed, name = declared.split('.') -%}
    {{ text_in_casing(column, feed_declaration(feed)['columns'][name].casing) }}
{%- endmacro %}

{#
    The text from which the hash of a customer's key is computed: the casing depends on the source
    system. If all rows are from one system, key_text gives shorter SQL.

    Arguments:
        column  column with the key
        system  column with the source system

    Example:
        columns=['source_system', customer_key_text()]
#}
{% macro customer_key_text(column='customer_id', system='source_system') -%}
    {%- set cases = [] -%}
    {%- for name, casing in customer_key_casings().items()
        if casing in ['sensitive', 'salesforceId'] -%}
        {%- do cases.append(
            'when ' ~ system ~ " = '" ~ name ~ "' then " ~ text_in_casing(column, casing)
        ) -%}
    {%- endfor -%}
    {{ 'case ' ~ cases | join(' ') ~ ' else ' ~ column ~ ' end' if cases else column }}
{%- endmacro %}

{#
    The key of a customer as staging stores it, in upper case if its source system has the casing
    `upperCase`.

    Arguments:
        column  column with the key
        system  column with the source system

    Example:
        {{ customer_key('CUSTOMER_ID', 'ORDER_SOURCE') }} as customer_id
#}
{% macro customer_key(column, system) -%}
    {%- set folded = [] -%}
    {%- for name, casing in customer_key_casings().items() if casing == 'upperCase' -%}
        {%- do folded.append(name) -%}
    {%- endfor -%}
    {%- if folded -%}
    case
        when {{ system }} in ({{ quoted_list(folded) }}) then upper({{ column }})
        else {{ column }}
    end
    {%- else -%} {{ column }}
    {%- endif -%}
{%- endmacro %}

{#
    The casing of the customer key of each source system, as a mapping.

    Example:
        see customer_key
#}
{% macro customer_key_casings() -%}
    {%- set found = {} -%}
    {%- for declaration in feed_declarations().values() if declaration.customer_system -%}
        {%- for key in declaration['columns'].values() if key.key_position == 1 -%}
            {%- do found.update({declaration.customer_system.name: key.casing}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The text of a key in a casing.

    Arguments:
        column  column with the key
        casing  sensitive, salesforceId, or another in which case makes no difference

    Example:
        see key_text
#}
{% macro text_in_casing(column, casing) -%}
    {%- set sensitive -%}
    case
        when {{ column }} = upper({{ column }}) and position('~' in {{ column }}) = 0
            then {{ column }}
        else {{ column }} || '~' || {{ hex_text(column) }}
    end
    {%- endset -%}
    {%- if casing == 'sensitive' -%} {{ sensitive }}
    {%- elif casing == 'salesforceId' -%}
    case length({{ column }})
        when 15
            then {{ column }}
            {%- for start in (1, 6, 11) %}
            || {{ salesforce_check(column, start) }}
            {%- endfor %}
        when 18 then {{ column }}
        else {{ sensitive }}
    end
    {%- else -%} {{ column }}
    {%- endif -%}
{%- endmacro %}

{#
    A check character of a Salesforce id: it encodes which of five characters are upper case. The
    three together make an id of 18 characters, in which case does not matter, of one with 15.

    It is looked up by the five characters, written as 1 for an upper-case letter and 0 for any
    other. An expression that handles each character separately takes long to plan.

    Arguments:
        column  column with the id
        start   position of the first of the five characters

    Example:
        see text_in_casing
#}
{% macro salesforce_check(column, start) -%}
    {%- set entries = [] -%}
    {%- for character in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345' -%}
        {%- set number, flags = loop.index0, [] -%}
        {%- for place in range(5) -%}
            {%- do flags.append(number // 2 ** place % 2) -%}
        {%- endfor -%}
        {%- do entries.append(flags | join ~ '=' ~ character) -%}
    {%- endfor -%}
    {%- set characters = 'substr(' ~ column ~ ', ' ~ start ~ ', 5)' -%}
    {%- set others_zero = replace_pattern(characters, '[^A-Z]', '0') -%}
    {%- set flags = replace_pattern(others_zero, '[A-Z]', '1') -%}
    {%- set table = "'" ~ entries | join(' ') ~ "'" -%}
    substr({{ table }}, position({{ flags }} in {{ table }}) + 6, 1)
{%- endmacro %}

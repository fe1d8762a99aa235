{#
    The statement that creates a table with the names, e-mail addresses, phone numbers and ids that
    only these records have, as delivered and as standardised.

    Arguments:
        values_table  the table
        hub_keys      hub keys of the records in hexadecimal digits

    Example:
        see erase_records
#}
{% macro create_values_of_person(values_table, hub_keys) -%}
    {%- set parts = [] -%}
    {%- for feed, declaration in feed_declarations().items() if declaration.customer_system -%}
        {%- for name in erasable_columns(feed).comparable
            if category_of_column(name) in ('name', 'email', 'phone', 'id') -%}
            {%- do parts.append(
                values_of_column(feed, clean_text(name), category_of_column(name), hub_keys)
            ) -%}
        {%- endfor -%}
        {%- set first, last = columns_of_names(feed) -%}
        {%- if first and last -%}
            {%- set first, last = clean_text(first), clean_text(last) -%}
            {%- for text in (first ~ " || ' ' || " ~ last, last ~ " || ', ' || " ~ first) -%}
                {%- do parts.append(values_of_column(feed, text, 'name', hub_keys)) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do parts.extend(standardised_values(hub_keys)) -%}
    create or replace table {{ values_table }} as
    select
        text,
        max(category) as category
    from (
        {{ parts | join('\n        union all\n        ') }}
    ) as delivered
    where length(text) >= 5
    group by text
    having min(is_own) = 1
{%- endmacro %}

{# The values of a text expression on a landing table, each with whether its record is erased. #}
{% macro values_of_column(feed, expression, category, hub_keys) -%}
    select
        '{{ category }}' as category,
        lower({{ expression }}) as text,
        case
            {%- for key in feed_declaration(feed).record_keys %}
            when {{ hex_text('record_hk_' ~ loop.index) }} in ({{ quoted_list(hub_keys) }}) then 1
            {%- endfor %}
            else 0
        end as is_own
    from (
        select
            landed.*
            {%- for column, key in feed_declaration(feed).record_keys.items() %},
            {{ record_hash(column, key, 'record_hk_' ~ loop.index) }}
            {%- endfor %}
        from {{ landing_place() }}.{{ feed }} as landed
    ) as keyed
{%- endmacro %}

{# The category of a column of a feed with personal data, as personal_column_names has it. #}
{% macro category_of_column(name) -%}
    {{ return(personal_column_names().get(plain_name(name), '')) }}
{%- endmacro %}

{# The name of a column as staging would write it: ContactId -> contact_id. #}
{% macro plain_name(name) -%}
    {%- set plain = name if name == name | upper
        else modules.re.sub('(?<=[a-z])(?=[A-Z])', '_', name) -%}
    {{ return(plain | lower) }}
{%- endmacro %}

{# The columns of a feed with first and last name; each is empty if there is none. #}
{% macro columns_of_names(feed) -%}
    {%- set found = {} -%}
    {%- for name in feed_declaration(feed)['columns'] -%}
        {%- do found.update({plain_name(name): name}) -%}
    {%- endfor -%}
    {{ return((found.get('first_name', ''), found.get('last_name', ''))) }}
{%- endmacro %}

{#
    The names and phone numbers of records as the warehouse has standardised them, as a list of
    queries; it is empty before the first build. A phone number is without its calling code.

    Arguments:
        hub_keys  hub keys of the erased records in hexadecimal digits

    Example:
        see create_values_of_person
#}
{% macro standardised_values(hub_keys) -%}
    {%- set node = node_of('standardised_records') -%}
    {%- set relation = adapter.get_relation(node.database, node.schema, node.alias) -%}
    {%- if not relation -%} {{ return([]) }} {%- endif -%}
    {%- set found = [] -%}
    {%- for column in ('first_name', 'last_name', 'full_name', 'phone') -%}
        {%- set query -%}
    select
        '{{ 'phone' if column == 'phone' else 'name' }}' as category,
        lower({{ "regexp_replace(" ~ column ~ ", '^[0-9]+ |x[0-9]+$', '')"
            if column == 'phone' else column }}) as text,
        case when record_id in ({{ quoted_list(hub_keys) }}) then 1 else 0 end as is_own
    from {{ relation }}
        {%- endset -%}
        {%- do found.append(query) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The condition that a string has a value of the person, from a table aliased `person`. It ignores
    punctuation, and the format of a phone number.

    Arguments:
        text  a text expression

    Example:
        see rows_with_notes
#}
{% macro names_person(text) -%}
    case
        when person.category = 'phone'
            then
                length({{ number_digits('person.text') }}) >= 7
                and position(
                    {{ number_digits('person.text') }} in regexp_replace({{ text }}, '[^0-9]', '')
                ) > 0
        else position(({{ spaced('person.text') }}) in ({{ spaced(text) }})) > 0
    end
{%- endmacro %}

{# The digits of a phone number without leading zeros. #}
{% macro number_digits(text) -%}
    ltrim(regexp_replace({{ text }}, '[^0-9]', ''), '0')
{%- endmacro %}

{# A string in lower case with spaces around it and in place of punctuation. #}
{% macro spaced(text) -%}
    {%- set punctuation = '.,;:!?()[]{}/"' ~ "'" ~ '+-_@#&*<>=|' -%}
    ' ' || translate(
        lower({{ text }}), {{ text_literal(punctuation) }}, '{{ ' ' * punctuation | length }}'
    ) || ' '
{%- endmacro %}

{#
    The query for the register's entries of the rows of a feed with a note about the person. A note
    that three rows or more have is a label, such as a carrier: a name that is one word in it does
    not mean the person.

    Arguments:
        feed          name of the feed
        salt          the salt of the register
        values_table  the values, see create_values_of_person

    Example:
        see erase_records
#}
{% macro rows_with_notes(feed, salt, values_table) -%}
    {%- set keys = [] -%}
    {%- for name, column in feed_declaration(feed)['columns'].items() if column.is_key -%}
        {%- do keys.append("coalesce(" ~ name ~ ", '')") -%}
    {%- endfor -%}
    {%- set key = keys | join(" || chr(31) || ") or "''" -%}
        with

        delivered as (

            {{ delivered_rows(feed) }}

        ),

        notes as (
            {%- for note in erasable_columns(feed).notes %}
            {{ 'union all' if not loop.first }}
            select
                {{ note }} as note,
                {{ erasure_digest(salt, 'row', row_text(feed)) }} as digest,
                {{ key }} as row_key
            from delivered
            where {{ note }} is not null
            {%- endfor %}

        ),

        labels as (

            select note from notes
            group by note
            having count(distinct row_key) >= 3

        )

        select distinct
            'row' as kind,
            notes.digest
        from notes
        inner join {{ values_table }} as person
            on {{ names_person('notes.note') }}
        left join labels on notes.note = labels.note
        where
            labels.note is null
            or person.category <> 'name'
            or position(' ' in person.text) > 0
{%- endmacro %}

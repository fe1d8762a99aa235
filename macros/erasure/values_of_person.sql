{#
    The statement that creates a table with the names, e-mail addresses, phone numbers and ids of
    these records, as delivered and as standardised. `is_unique` is 1 for a value that only they
    have, and 0 for a name that is short or that others have too: it is erased from notes in rows
    about the records only.

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
            {%- for text in (
                first ~ " || ' ' || " ~ last,
                last ~ " || ' ' || " ~ first,
                last ~ " || ', ' || " ~ first,
            ) -%}
                {%- do parts.append(values_of_column(feed, text, 'name', hub_keys)) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do parts.extend(standardised_values(hub_keys)) -%}
    create or replace temporary table {{ values_table }} as
    select
        text,
        category,
        is_unique
    from (
        select
            text,
            max(category) as category,
            max(is_own) as has_own,
            case when min(is_own) = 1 and length(text) >= 5 then 1 else 0 end as is_unique
        from (
            {{ parts | join('\n            union all\n            ') }}
        ) as delivered
        where length(text) >= 2
        group by text
    ) as counted
    where has_own = 1 and (is_unique = 1 or category = 'name')
{%- endmacro %}

{# The values of a text expression on a landing table, each with whether its record is erased. #}
{% macro values_of_column(feed, expression, category, hub_keys) -%}
    select
        '{{ category }}' as category,
        lower({{ expression }}) as text,
        {{ is_about(feed_declaration(feed).record_keys | length, hub_keys) }} as is_own
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
    {%- for category, text in (
        ('name', 'first_name'),
        ('name', 'last_name'),
        ('name', 'full_name'),
        ('name', "last_name || ' ' || first_name"),
        ('name', "last_name || ', ' || first_name"),
        ('phone', "regexp_replace(phone, '^[0-9]+ |x[0-9]+$', '')"),
    ) -%}
        {%- set query -%}
    select
        '{{ category }}' as category,
        lower({{ text }}) as text,
        case when record_id in ({{ quoted_list(hub_keys) }}) then 1 else 0 end as is_own
    from {{ relation }}
        {%- endset -%}
        {%- do found.append(query) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The condition that a string has a value of the person, from a table aliased `person`. It ignores
    punctuation, and the format of a phone number: up to three characters between its digits.

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
                    {{ number_digits('person.text') }} in {{ digits_only(text) }}
                ) > 0
                and {{ adapter.dispatch('replace_all')(plain_digits(text), number_pattern()) }}
                <> {{ plain_digits(text) }}
        else position(({{ spaced('person.text') }}) in ({{ spaced(text) }})) > 0
    end
{%- endmacro %}

{# The digits of a phone number without leading zeros. #}
{% macro number_digits(text) -%}
    ltrim({{ digits_only(text) }}, '0')
{%- endmacro %}

{#
    A pattern for the phone number of the table aliased `person` in any format, without other digits
    next to it, as in scripts/erasure/text.py.

    Example:
        see names_person
#}
{% macro number_pattern() -%}
    {%- set gap = '[ \u00a0/().-]{0,3}' -%}
    '(^|[^0-9])0{0,2}{{ gap }}'
    || regexp_replace(
        {{ number_digits('person.text') }}, '([0-9])', {{ text_literal('\\1' ~ gap) }}
    )
    || '($|[^0-9])'
{%- endmacro %}

{# The digits in a string, as 0 to 9. #}
{% macro digits_only(text) -%}
    {{ replace_pattern(plain_digits(text), '[^0-9]', '') }}
{%- endmacro %}

{#
    A string with digits as 0 to 9, also those in the Arabic, Persian, Hindi and Bengali scripts and
    the wide ones of Japanese text.

    Arguments:
        text  a text expression

    Example:
        see digits_only
#}
{% macro plain_digits(text) -%}
    {%- set others = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९' -%}
    {%- set others = others ~ '০১২৩৪৫৬৭৮৯０１２３４５６７８９' -%}
    translate({{ text }}, '{{ others }}', '{{ '0123456789' * 5 }}')
{%- endmacro %}

{# A string in lower case with spaces around it and in place of punctuation. #}
{% macro spaced(text) -%}
    {%- set punctuation = '.,;:!?()[]{}/"' ~ "'" ~ '+-_@#&*<>=|' -%}
    ' ' || translate(
        lower({{ text }}), {{ text_literal(punctuation) }}, '{{ ' ' * punctuation | length }}'
    ) || ' '
{%- endmacro %}

{#
    The query for the register's entries of the notes of a feed about the person. In a row about the
    person, a note that three rows or more have and that is only a name is a label.

    Arguments:
        feed          name of the feed
        salt          the salt of the register
        values_table  the values, see create_values_of_person
        hub_keys      hub keys of the erased records in hexadecimal digits

    Example:
        see erase_records
#}
{% macro rows_with_notes(feed, salt, values_table, hub_keys) -%}
        with

        notes as (

            {{ notes_of_feed(feed, salt, hub_keys) }}

        ),

        labels as (

            select note from notes
            group by note
            having count(distinct row_key) >= 3

        )

        select distinct
            'cell' as kind,
            notes.digest
        from notes
        inner join {{ values_table }} as person
            on {{ names_person('notes.note') }}
        left join labels on notes.note = labels.note
        where
            person.is_unique = 1
            or (
                notes.is_own = 1
                and person.category = 'name'
                and (labels.note is null or lower(notes.note) <> person.text)
            )
{%- endmacro %}

{#
    The statement that marks names of one word as not unique if they are a word in notes of three
    rows or more about others, such as Short or a carrier. Notes that also have another value of the
    person, such as the full name, do not count. scripts/erasure/plan.py has the same rule.

    Arguments:
        values_table  the values, see create_values_of_person
        salt          the salt of the register
        hub_keys      hub keys of the erased records in hexadecimal digits

    Example:
        see erase_records
#}
{% macro mark_common_names(values_table, salt, hub_keys) -%}
    {%- set is_word = "person.category = 'name' and position(' ' in person.text) = 0" -%}
    update {{ values_table }}
    set is_unique = 0
    where category = 'name' and text in (
        select text from (
            select
                person.text,
                notes.row_key,
                case when {{ is_word }} then 1 else 0 end as is_word,
                min(case when {{ is_word }} then 1 else 0 end)
                    over (partition by notes.digest) as has_words_only
            from (
                {%- for feed in feeds() if erasable_columns(feed).notes %}
                {{ 'union all' if not loop.first }}
                select * from ({{ notes_of_feed(feed, salt, hub_keys) }})
                {%- endfor %}
            ) as notes
            inner join {{ values_table }} as person
                on {{ names_person('notes.note') }}
            where notes.is_own = 0 and person.is_unique = 1
        ) as found
        where is_word = 1 and has_words_only = 1
        group by text
        having count(distinct row_key) >= 3
    )
{%- endmacro %}

{#
    The query for the notes of a feed, each with the digest of its cell, the key of its row, and
    whether the row is about the person.

    Arguments:
        feed      name of the feed
        salt      the salt of the register
        hub_keys  hub keys of the erased records in hexadecimal digits

    Example:
        see rows_with_notes
#}
{% macro notes_of_feed(feed, salt, hub_keys) -%}
    {%- set record_keys = feed_declaration(feed).record_keys or {} -%}
    {%- set keys = ["'" ~ feed ~ "'"] -%}
    {%- for name, column in feed_declaration(feed)['columns'].items() if column.is_key -%}
        {%- do keys.append("coalesce(" ~ name ~ ", '')") -%}
    {%- endfor -%}
            with

            delivered as (

                {{ delivered_rows(feed) }}

            ),

            keyed as (

                select
                    delivered.*,
                    {{ erasure_digest(salt, 'row', row_text(feed)) }} as row_digest
                    {%- for column, declared in record_keys.items() %},
                    {{ record_hash(column, declared, 'record_hk_' ~ loop.index) }}
                    {%- endfor %}
                from delivered

            )

            {% for note in erasable_columns(feed).notes %}
            {{ 'union all' if not loop.first }}
            select
                {{ note }} as note,
                {{ cell_digest(salt, note) }} as digest,
                {{ keys | join(" || chr(31) || ") }} as row_key,
                {{ is_about(record_keys | length, hub_keys) }} as is_own
            from keyed
            where {{ note }} is not null
            {%- endfor %}
{%- endmacro %}

{# Whether a row with numbered hub keys is about one of the records, as 1 or 0. #}
{% macro is_about(count, hub_keys) -%}
    {%- set own = [] -%}
    {%- for number in range(1, count + 1) -%}
        {%- do own.append(
            hex_text('record_hk_' ~ number) ~ ' in (' ~ quoted_list(hub_keys) ~ ')'
        ) -%}
    {%- endfor -%}
    case when {{ own | join(' or ') or 'false' }} then 1 else 0 end
{%- endmacro %}

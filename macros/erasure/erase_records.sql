{#
    Erases customer records from the landing tables on Snowflake: registers them and the values that
    only they have, and updates the rows. A rebuild from landing then removes them from the
    warehouse. On DuckDB, `make erase` does both.

    Arguments:
        records  list of `<source system>:<key>`
        reason   for the erasure, such as a request

    Example:
        dbt run-operation erase_records --target snowflake --args
            '{records: ["SAP:KNA000001"], reason: request of 2026-01-10}'
        dbt build --target snowflake --full-refresh --vars 'rebuild_from_landing: true'
        dbt run-operation publish --target snowflake
#}
{% macro erase_records(records, reason) -%}
    {%- if execute -%} {{ adapter.dispatch('erase_records')(records, reason) }} {%- endif -%}
{%- endmacro %}

{% macro duckdb__erase_records(records, reason) -%}
    {%- do exceptions.raise_compiler_error(
        'erase_records: it is for Snowflake; run make erase RECORD=' ~ records | join(' ')
    ) -%}
{%- endmacro %}

{% macro default__erase_records(records, reason) -%}
    {%- set register = erasure_register() -%}
    {%- for statement in create_erasure_register().split(';') if statement.strip() -%}
        {%- do run_query(statement) -%}
    {%- endfor -%}
    {%- set salt = erasure_salt() or invocation_id | replace('-', '') -%}
    {%- set hub_keys = hub_keys_of_records(records) -%}
    {%- set values_table = register.incorporate(path={'identifier': 'values_of_person'}) -%}
    {%- do run_query(create_values_of_person(values_table, hub_keys)) -%}
    {%- set entries -%}
    insert into {{ register }} (erased_at, erased_by, reason, salt, kind, digest)
    select
        {{ text_literal(run_time()) }},
        current_user(),
        {{ text_literal(reason) }},
        '{{ salt }}',
        kind,
        digest
    from (
        {%- for key in hub_keys %}
        select 'record' as kind, {{ erasure_digest(salt, 'record', "'" ~ key ~ "'") }} as digest
        union
        {%- endfor %}
        select 'value' as kind, {{ erasure_digest(salt, 'value', 'text') }} as digest
        from {{ values_table }}
        union
        select 'value' as kind, {{ erasure_digest(salt, 'value', sha2_hex('text')) }} as digest
        from {{ values_table }}
        where category = 'email'
    ) as entries
    where digest not in (select known.digest from {{ register }} as known)
    {%- endset -%}
    {%- do run_query(entries) -%}
    {%- for feed in feeds() -%}
        {%- do run_query(update_erased_rows(feed, salt)) -%}
        {%- for note in erasable_columns(feed).notes -%}
            {%- do run_query(update_notes(feed, note, values_table)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do run_query('drop table ' ~ values_table) -%}
    {%- do log_end_of_time_travel(records) -%}
{%- endmacro %}

{#
    The hub keys of records in hexadecimal digits, as a list. Fails if the warehouse does not have
    one of the records.

    Arguments:
        records  list of `<source system>:<key>`

    Example:
        see erase_records
#}
{% macro hub_keys_of_records(records) -%}
    {%- set found = [] -%}
    {%- for record in records -%}
        {%- set system, key = record.split(':', 1) -%}
        {%- set known -%}
            select {{ hex_text('customer_hk') }} as hub_key
            from {{ node_of('hub_customer').relation_name }}
            where
                source_system = {{ text_literal(system) }}
                and upper(customer_id) = upper({{ text_literal(key) }})
        {%- endset -%}
        {%- set keys = run_query(known).columns[0].values() | list -%}
        {%- if not keys -%}
            {%- do exceptions.raise_compiler_error(
                'erase_records: no source has delivered ' ~ record ~ '; check system and key'
            ) -%}
        {%- endif -%}
        {%- do found.extend(keys) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The statement that creates a table with the e-mail addresses, phone numbers and ids that only
    these records have.

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
            if category_of_column(name) in ('email', 'phone', 'id') -%}
            {%- do parts.append(values_of_column(feed, name, hub_keys)) -%}
        {%- endfor -%}
    {%- endfor -%}
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

{# The values of a column of a landing table, each with whether its record is erased. #}
{% macro values_of_column(feed, name, hub_keys) -%}
    select
        {{ text_literal(category_of_column(name)) }} as category,
        lower({{ clean_text(name) }}) as text,
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
    {%- set plain = name if name == name | upper
        else modules.re.sub('(?<=[a-z])(?=[A-Z])', '_', name) -%}
    {{ return(personal_column_names().get(plain | lower, '')) }}
{%- endmacro %}

{#
    The statement that replaces registered keys and values in the rows of a landing table.

    Arguments:
        feed  name of the feed
        salt  the salt of the register

    Example:
        see erase_records
#}
{% macro update_erased_rows(feed, salt) -%}
    {%- set columns = feed_declaration(feed)['columns'].keys() | list -%}
    update {{ landing_place() }}.{{ feed }} as landed
    set
        {%- for name in columns %}
        {{ name }} = replaced.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        with

        delivered as (

            select
                {%- for name in feed_columns(feed) %}
                {{ clean_text(name) }} as {{ name }},
                {%- endfor %}
                _file_name || chr(31) || cast(_file_row as varchar) as _landed_in
            from {{ landing_place() }}.{{ feed }}

        ),

        {{ erased_rows(feed, 'delivered', salt) }}

        select erased.* from erased
        inner join delivered on erased._landed_in = delivered._landed_in
        where
            {%- for name in columns %}
            {{ 'or ' if not loop.first }}erased.{{ name }} is distinct from delivered.{{ name }}
            {%- endfor %}
    ) as replaced
    where
        landed._file_name || chr(31) || cast(landed._file_row as varchar) = replaced._landed_in
{%- endmacro %}

{#
    The statement that replaces notes that contain a value of the person.

    Arguments:
        feed          name of the feed
        note          name of the column
        values_table  the values, see create_values_of_person

    Example:
        see erase_records
#}
{% macro update_notes(feed, note, values_table) -%}
    update {{ landing_place() }}.{{ feed }} as landed
    set {{ note }} = 'erased'
    from {{ values_table }} as person
    where position(person.text in lower(landed.{{ note }})) > 0
{%- endmacro %}

{#
    Logs when Time Travel and Fail-safe expire for the erased values, and which steps remain.

    Arguments:
        records  list of `<source system>:<key>`

    Example:
        see erase_records
#}
{% macro log_end_of_time_travel(records) -%}
    {%- set shown = run_query(
        "show parameters like 'DATA_RETENTION_TIME_IN_DAYS' in database " ~ target.database
    ) -%}
    {%- set days = (shown.rows[0]['value'] if shown.rows else 1) | int -%}
    {%- set now = modules.datetime.datetime.now(modules.pytz.utc) -%}
    {%- set travel = now + modules.datetime.timedelta(days=days) -%}
    {%- set safe = travel + modules.datetime.timedelta(days=7) -%}
    {%- do log(
        'Erased ' ~ records | join(', ') ~ ' from ' ~ landing_place() ~ '. Build next: dbt build '
        ~ "--full-refresh --vars 'rebuild_from_landing: true', then publish, and remove the files "
        ~ 'from the stage. Counted from a build now, Time Travel ends on '
        ~ travel.strftime('%Y-%m-%d') ~ ', Fail-safe of permanent tables on '
        ~ safe.strftime('%Y-%m-%d') ~ '.', info=true
    ) -%}
{%- endmacro %}

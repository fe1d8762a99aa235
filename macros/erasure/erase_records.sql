{#
    Erases customer records from the landing tables on Snowflake: registers them, the values that
    only they have and the notes about them, and updates the rows and the history of
    decisions. A rebuild from landing then removes them from the warehouse. On DuckDB, `make erase`
    does both.

    Arguments:
        records  list of `<source system>:<key>`
        reason   for the erasure, such as the number of a request; it may not have a value of theirs

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
    {%- set in_reason = 'select 1 as one from ' ~ values_table ~ ' as person where '
        ~ names_person(text_literal(reason)) ~ ' limit 1' -%}
    {%- if run_query(in_reason).rows -%}
        {%- do run_query('drop table ' ~ values_table) -%}
        {%- do exceptions.raise_compiler_error(
            'erase_records: the reason has a value of the person, and is kept; write the number of'
            ~ ' the request'
        ) -%}
    {%- endif -%}
    {%- do run_query(mark_common_names(values_table, salt, hub_keys)) -%}
    {%- set entries -%}
        {%- for key in hub_keys %}
        select 'record' as kind, {{ erasure_digest(salt, 'record', "'" ~ key ~ "'") }} as digest
        union
        {%- endfor %}
        select 'value' as kind, {{ erasure_digest(salt, 'value', 'text') }} as digest
        from {{ values_table }}
        where category in ('email', 'phone', 'id') and is_unique = 1
        union
        select 'value' as kind, {{ erasure_digest(salt, 'value', sha2_hex('text')) }} as digest
        from {{ values_table }}
        where category = 'email' and is_unique = 1
        {%- for key in keys_to_register(records) %}
        union
        select 'value' as kind, {{ erasure_digest(salt, 'value', text_literal(key)) }} as digest
        {%- endfor %}
    {%- endset -%}
    {%- do run_query(add_to_register(entries, reason, salt)) -%}
    {%- for feed in feeds() -%}
        {%- if erasable_columns(feed).notes -%}
            {%- do run_query(
                add_to_register(rows_with_notes(feed, salt, values_table, hub_keys), reason, salt)
            ) -%}
        {%- endif -%}
        {%- do run_query(update_erased_rows(feed, salt)) -%}
    {%- endfor -%}
    {%- for statement in erase_decision_history(hub_keys, values_table) -%}
        {%- do run_query(statement) -%}
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
    The keys of records whose digest is registered, as a list. A short number may also be a postcode
    of others. scripts/erasure/plan.py has the same rule.

    Arguments:
        records  list of `<source system>:<key>`

    Example:
        see erase_records
#}
{% macro keys_to_register(records) -%}
    {%- set found = [] -%}
    {%- for record in records -%}
        {%- set key = record.split(':', 1)[1] -%}
        {%- do found.append(key) if key | length >= 5
            and not modules.re.fullmatch('[0-9]{1,7}', key) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The statement that adds entries to the register that it does not have.

    Arguments:
        entries  query with the columns `kind` and `digest`
        reason   for the erasure
        salt     the salt of the register

    Example:
        see erase_records
#}
{% macro add_to_register(entries, reason, salt) -%}
    insert into {{ erasure_register() }} (erased_at, erased_by, reason, salt, kind, digest)
    select
        {{ text_literal(run_time()) }},
        current_user(),
        {{ text_literal(reason) }},
        '{{ salt }}',
        kind,
        digest
    from (
        {{ entries }}
    ) as entries
    where digest not in (select known.digest from {{ erasure_register() }} as known)
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
        {{ rows_to_erase(feed, salt) }}
    ) as replaced
    where
        landed._file_name || chr(31) || cast(landed._file_row as varchar) = replaced._landed_in
{%- endmacro %}

{#
    The rows of a landing table that have a registered key, value or note, after the erasure.

    Arguments:
        feed  name of the feed
        salt  the salt of the register

    Example:
        see update_erased_rows
#}
{% macro rows_to_erase(feed, salt) -%}
        with

        delivered as (

            {{ delivered_rows(feed) }}

        ),

        {{ erased_rows(feed, 'delivered', salt) }}

        select erased.* from erased
        inner join delivered on erased._landed_in = delivered._landed_in
        where
            {%- for name in feed_declaration(feed)['columns'] %}
            {{ 'or ' if not loop.first }}erased.{{ name }} is distinct from delivered.{{ name }}
            {%- endfor %}
{%- endmacro %}

{# The cleaned rows of a landing table on Snowflake. #}
{% macro delivered_rows(feed) -%}
    select
        {%- for name in feed_columns(feed) %}
        {{ clean_text(name) }} as {{ name }},
        {%- endfor %}
        _file_name || chr(31) || cast(_file_row as varchar) as _landed_in
    from {{ landing_place() }}.{{ feed }}
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

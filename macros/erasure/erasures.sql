{#
    The register of erasures, in the schema `bookkeeping`. Rows are only added to it, and contain no
    personal data but salted digests. `kind` is what was digested: the key of a record (record), a
    value that only this person had (value), a cell with such a value or a note about the person
    (cell), or a whole row: one about the person without a known key (person_row), or one with the
    person's key but without a known record (keyed_row).

    Example:
        select * from {{ erasure_register() }}
#}
{% macro erasure_register() -%}
    {{ return(bookkeeping_table('erasures', of_whole_file=true)) }}
{%- endmacro %}

{#
    The statements that create the register of erasures, and fill it from the files of `make erase`
    in the stewardship folder, so that a new database has all erasures as well.

    Example:
        on-run-start: "{{ read_erasures() }}"
#}
{% macro read_erasures() -%}
    {%- if builds_models() -%}
    {{ create_erasure_register() }}
    {{ adapter.dispatch('add_erasures')() }}
    {%- endif -%}
{%- endmacro %}

{#
    The statements that create the register of erasures if it is missing.

    Example:
        see read_erasures
#}
{% macro create_erasure_register() -%}
    {%- if may_be_missing([erasure_register()]) -%}
    create schema if not exists {{ erasure_register().without_identifier() }};
    create table if not exists {{ erasure_register() }} (
        erased_at varchar,
        erased_by varchar,
        reason varchar,
        salt varchar,
        kind varchar,
        digest varchar
    );
    {%- endif -%}
{%- endmacro %}

{# On Snowflake, `erase_records` writes to the table directly. #}
{% macro default__add_erasures() -%}{%- endmacro %}

{% macro duckdb__add_erasures() -%}
    {%- set folder = stewardship_folder() -%}
    {%- if folder -%}
    {%- set files = text_literal(path_pattern(folder) ~ '/erasures/*.jsonl') -%}
    {%- if run_query('select 1 as one from glob(' ~ files ~ ') limit 1').rows %}
    insert into {{ erasure_register() }}
    select
        erased_at,
        erased_by,
        reason,
        salt,
        kind,
        digest
    from read_json(
        {{ files }}, format = 'newline_delimited', hive_partitioning = false, columns = {
            'erased_at': 'varchar', 'erased_by': 'varchar', 'reason': 'varchar',
            'salt': 'varchar', 'kind': 'varchar', 'digest': 'varchar'
        }
    )
    where digest not in (select known.digest from {{ erasure_register() }} as known);
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    The salt of the register of erasures; empty if nothing was erased. On Snowflake, a build asks
    for it once.

    Example:
        {%- set salt = erasure_salt() -%}
#}
{% macro erasure_salt() -%}
    {{ return(adapter.dispatch('erasure_salt')()) }}
{%- endmacro %}

{% macro snowflake__erasure_salt() -%}
    {%- if not builds_models() -%} {{ return(default__erasure_salt()) }} {%- endif -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'salt' not in facts -%}
        {%- do facts.update({'salt': default__erasure_salt()}) -%}
    {%- endif -%}
    {{ return(facts.salt) }}
{%- endmacro %}

{% macro default__erasure_salt() -%}
    {%- set register = erasure_register() -%}
    {%- if not execute
        or not adapter.get_relation(register.database, register.schema, register.identifier) -%}
        {{ return('') }}
    {%- endif -%}
    {%- for row in run_query('select salt from ' ~ register ~ ' limit 1').rows -%}
        {{ return(row[0]) }}
    {%- endfor -%}
    {{ return('') }}
{%- endmacro %}

{#
    The salted digest of an erased key, value, cell or row, as in the register.
    scripts/erasure/register.py has the same rule.

    Arguments:
        salt  the salt of the register
        kind  record, value, cell or row
        text  a text expression: the hub key in hexadecimal digits, a value, or the values of a row

    Example:
        {{ erasure_digest(salt, 'value', 'EMAIL') }}
#}
{% macro erasure_digest(salt, kind, text) -%}
    {%- set given = 'lower(' ~ text ~ ')' if kind == 'value' else text -%}
    {{ sha2_hex("'" ~ salt ~ ':' ~ kind ~ ":' || " ~ given) }}
{%- endmacro %}

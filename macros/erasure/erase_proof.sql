{#
    Proves on Snowflake that nothing that the register knows is left: no row of a landing table has
    a registered key, value or note, and no cell of another table has a registered e-mail address,
    phone number or id. Logs each place, and fails if there is one. Names are not searched for: the
    register does not have them. On DuckDB, `make erase-proof` searches for all values.

    Example:
        dbt run-operation erase_proof --target snowflake
#}
{% macro erase_proof() -%}
    {%- if execute -%} {{ adapter.dispatch('erase_proof')() }} {%- endif -%}
{%- endmacro %}

{% macro duckdb__erase_proof() -%}
    {%- do exceptions.raise_compiler_error(
        'erase_proof: it is for Snowflake; run make erase-proof'
    ) -%}
{%- endmacro %}

{% macro default__erase_proof() -%}
    {%- set salt = erasure_salt() -%}
    {%- if not salt -%}
        {%- do exceptions.raise_compiler_error('erase_proof: nothing was erased') -%}
    {%- endif -%}
    {%- set places = [] -%}
    {%- for feed in feeds() -%}
        {%- do places.append((
            landing_place() ~ '.' ~ feed,
            'select count(*) from (' ~ rows_to_erase(feed, salt) ~ ') as left_over',
        )) -%}
    {%- endfor -%}
    {%- do places.extend(tables_with_registered_cells(salt)) -%}
    {%- set found = [] -%}
    {%- for place, query in places -%}
        {%- set count = run_query(query).rows[0][0] | int -%}
        {%- if count -%}
            {%- do found.append(place) -%}
            {%- do log(place ~ ': ' ~ count, info=true) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if found -%}
        {%- do exceptions.raise_compiler_error(
            'erase_proof: ' ~ found | length ~ ' tables have values of an erased person'
        ) -%}
    {%- endif -%}
    {%- do log('0 values of an erased person in ' ~ places | length ~ ' tables', true) -%}
{%- endmacro %}

{#
    Each table outside the landing with text, and the query that counts its cells whose digest is in
    the register, as a list of pairs.

    Arguments:
        salt  the salt of the register

    Example:
        see erase_proof
#}
{% macro tables_with_registered_cells(salt) -%}
    {%- set columns = run_query(
        'select table_schema, table_name, column_name from ' ~ target.database
        ~ ".information_schema.columns where data_type in ('TEXT', 'VARCHAR')"
        ~ " and lower(table_schema) not in ('information_schema', 'bookkeeping', '"
        ~ landing_place().split('.')[-1] | lower | replace('"', '') ~ "') order by 1, 2, 3"
    ).rows -%}
    {%- set digests = {} -%}
    {%- for row in columns -%}
        {%- set table = target.database ~ '.' ~ row[0] ~ '.' ~ row[1] -%}
        {%- do digests.setdefault(table, []).append(
            'select ' ~ erasure_digest(salt, 'value', row[2]) ~ ' as digest from ' ~ table
        ) -%}
    {%- endfor -%}
    {%- set found = [] -%}
    {%- for table, cells in digests.items() -%}
        {%- do found.append((
            table,
            'select count(*) from (' ~ cells | join(' union all ') ~ ') as cells where digest in'
            ~ " (select digest from " ~ erasure_register() ~ " where kind = 'value')",
        )) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

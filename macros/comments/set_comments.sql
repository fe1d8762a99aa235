{#
    The statements that copy the descriptions of tables, views and columns into their comments,
    where the two differ. They run once per run; `persist_docs` would take four statements per
    model.

    Example:
        on-run-end: "{{ set_comments() }}"
#}
{% macro set_comments() -%}
    {%- if builds_models() -%}
    {%- set existing = existing_comments() -%}
    {%- set statements -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' -%}
        {%- set found = existing.get((node.schema ~ '.' ~ node.alias) | lower) -%}
        {%- if found -%}
        {%- if found.comment != node.description
            and not found.comment.startswith(node.description ~ digest_note('')[:-1]) %}
            {{- alter_relation_comment(found.relation, node.description) }}
        {%- endif -%}
        {%- set columns = {} -%}
        {%- for column in node.columns.values() if column.name | lower in found.columns -%}
            {%- do columns.update({column.name: column}) -%}
        {%- endfor -%}
        {{- comment_on_columns(found.relation, columns, found.columns) -}}
        {%- endif -%}
    {%- endfor -%}
    {%- endset -%}
    {%- if statements and target.type == 'duckdb' -%}
    {#- One transaction: otherwise DuckDB writes each of 2,000 comments to disk separately. -#}
    begin;
    {{ statements }}
    commit;
    {%- else -%}
    {{ statements }}
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#
    The comments in the database: for each table and view, named schema.name in lower case, a
    mapping of its `relation`, its `comment` and `columns`, a mapping of the comment of each.

    Example:
        see set_comments
#}
{% macro existing_comments() -%}
    {%- set named = {
        'duckdb': {'relation': 'table_comment', 'column': 'column_comment'}
    }.get(target.type, {'relation': 'comment', 'column': 'comment'}) -%}
    {%- set query -%}
    select
        table_schema,
        table_name,
        case when table_type = 'VIEW' then 'view' else 'table' end as kind,
        '' as column_name,
        coalesce({{ named.relation }}, '') as description
    from information_schema.tables
    where upper(table_catalog) = upper('{{ target.database }}')
    union all
    select
        table_schema,
        table_name,
        'column' as kind,
        column_name,
        coalesce({{ named.column }}, '') as description
    from information_schema.columns
    where upper(table_catalog) = upper('{{ target.database }}')
    order by column_name
    {%- endset -%}
    {%- set found = {} -%}
    {%- for schema, name, kind, column, comment in run_query(query).rows -%}
        {%- set key = (schema ~ '.' ~ name) | lower -%}
        {%- if kind == 'column' -%}
            {%- do found[key].columns.update({column | lower: comment}) -%}
        {%- else -%}
            {%- set relation = api.Relation.create(
                database=target.database, schema=schema, identifier=name, type=kind
            ) -%}
            {%- do found.update({
                key: {'relation': relation, 'comment': comment, 'columns': {}}
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The statements that set the comments of columns which differ from their descriptions.

    Arguments:
        relation  table or view
        columns   mapping of the name of each described column to its node in the manifest
        comments  mapping of the name of each column, in lower case, to its comment

    Example:
        see set_comments
#}
{% macro comment_on_columns(relation, columns, comments) -%}
    {%- set different = {} -%}
    {%- for name, column in columns.items() if comments[name | lower] != column.description -%}
        {%- do different.update({name: column}) -%}
    {%- endfor -%}
    {%- if different -%}
        {{ adapter.dispatch('comment_on_columns')(relation, columns, different) }}
    {%- endif -%}
{%- endmacro %}

{#
    One statement for all columns, because it empties the comments of columns that it does not name.
#}
{% macro default__comment_on_columns(relation, columns, different) -%}
    {{ alter_column_comment(relation, columns) }}
{%- endmacro %}

{% macro duckdb__comment_on_columns(relation, columns, different) -%}
    {%- for name, column in different.items() %}
    comment on column {{ relation }}.{{ adapter.quote(name) }} is
        {{ duckdb_escape_comment(column.description) }};
    {%- endfor -%}
{%- endmacro %}

{#
    dbt's macro describes the relation first, and then names all of its columns. Columns that
    are not named keep theirs: https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
#}
{% macro snowflake__comment_on_columns(relation, columns, different) -%}
    alter {{ relation.type }} {{ relation }} alter
    {%- for name, column in different.items() %}
        {{ get_column_comment_sql(name | upper, {name | upper: column}) }}
        {{- ',' if not loop.last else ';' }}
    {%- endfor -%}
{%- endmacro %}

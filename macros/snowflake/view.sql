{#
    The materialization `view` on Snowflake, which creates a view only if its definition has
    changed since it was created, or the columns that it may read. The end of its comment has a
    digest of both, which is set by the statement that creates it. `--full-refresh` creates all
    views.

    Example:
        +materialized: view
#}
{% materialization view, adapter='snowflake' -%}
    {%- set target = this.incorporate(type='view') -%}
    {%- set existing = load_relation(this) -%}
    {%- set is_same = existing is not none and existing.is_view and not should_full_refresh()
        and builds_models()
        and definitions_of_views().get((this.schema ~ '.' ~ this.identifier) | lower)
        == digest_of_view(dbt.snowflake__create_view_as(target, sql)) -%}
    {%- if is_same -%}
        {%- call noop_statement('main', 'unchanged') -%} {{ sql }} {%- endcall -%}
    {%- else -%}
        {%- set query_tag = set_query_tag() -%}
        {%- do snowflake__create_or_replace_view() -%}
        {%- do unset_query_tag(query_tag) -%}
    {%- endif -%}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#
    The statement that creates a view, with its comment.

    dbt calls this macro instead of its own.

    Arguments:
        relation  the view
        sql       text of its query

    Example:
        see the materialization view
#}
{% macro snowflake__create_view_as(relation, sql) -%}
    {%- set statement = dbt.snowflake__create_view_as(relation, sql) -%}
    {%- set comment = model.description ~ digest_note(digest_of_view(statement)) -%}
    {{ return(statement.replace(
        'copy grants', 'copy grants comment = ' ~ text_literal(comment), 1
    )) }}
{%- endmacro %}

{#
    The digest of a view: of the statement that creates it, of its description and tags, and of
    everything from which the columns of its parents follow, because the columns of a view are fixed
    when it is created.

    Arguments:
        statement  the statement that creates it, without its comment

    Example:
        see the materialization view
#}
{% macro digest_of_view(statement) -%}
    {%- set tags = tag_personal_data() if model.fqn[1] == 'marts' else '' -%}
    {{ return(
        local_md5([statement, model.description, tags, digest_of_columns()] | join('\n'))[:12]
    ) }}
{%- endmacro %}

{#
    The digest of all models, seeds and snapshots, of their columns and of the contracts of feeds.

    Example:
        see digest_of_view
#}
{% macro digest_of_columns() -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'digest_of_columns' not in facts -%}
        {%- set parts = [] -%}
        {%- for node in graph.nodes.values()
            if node.resource_type in ('model', 'seed', 'snapshot') -%}
            {%- do parts.append([node.unique_id, node.checksum.checksum, node.columns | list]
                | join('|')) -%}
        {%- endfor -%}
        {%- do facts.update({'digest_of_columns': local_md5(
            (parts | sort | join('\n')) ~ tojson(feed_declarations(), sort_keys=true)
        )}) -%}
    {%- endif -%}
    {{ return(facts.digest_of_columns) }}
{%- endmacro %}

{#
    The end of the comment of a view, with its digest.

    Arguments:
        digest  see digest_of_view

    Example:
        see snowflake__create_view_as
#}
{% macro digest_note(digest) -%}
    {{ return(' (definition ' ~ digest ~ ')') }}
{%- endmacro %}

{#
    The digests of the existing views by schema.name, in lower case.

    Example:
        see the materialization view
#}
{% macro definitions_of_views() -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'definitions_of_views' not in facts -%}
        {%- set query -%}
        select table_schema || '.' || table_name, comment from information_schema.tables
        where
            table_catalog = upper('{{ target.database }}')
            and table_type = 'VIEW'
            and comment like '% (definition %)'
        {%- endset -%}
        {%- set found = {} -%}
        {%- for name, comment in run_query(query).rows -%}
            {%- do found.update({name | lower: comment[:-1].split(' ')[-1]}) -%}
        {%- endfor -%}
        {%- do facts.update({'definitions_of_views': found}) -%}
    {%- endif -%}
    {{ return(facts.definitions_of_views) }}
{%- endmacro %}

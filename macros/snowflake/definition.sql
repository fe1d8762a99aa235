{#
    Whether the table or view of the running model was created by the given statement, when its
    columns and those of its parents were what they are now. `--full-refresh` creates all again.

    Arguments:
        statement  the statement that would create it, without its comment; empty for an incremental
                   table, whose query differs between loads

    Example:
        see the materialization view
#}
{% macro is_defined_by(statement) -%}
    {{ return(
        builds_models() and not should_full_refresh()
        and recorded_definitions().get((this.schema ~ '.' ~ this.identifier) | lower)
        == digest_of_definition(statement)
    ) }}
{%- endmacro %}

{#
    The comment of the table or view of the running model: its description, and the digest of its
    definition.

    Arguments:
        statement  the statement that creates it, without its comment

    Example:
        see snowflake__create_view_as
#}
{% macro comment_of(statement) -%}
    {{ return(model.description ~ digest_note(digest_of_definition(statement))) }}
{%- endmacro %}

{#
    Sets the comment of the running model's table.

    Arguments:
        comment  its text

    Example:
        see the materialization seed
#}
{% macro comment_on_table(comment) -%}
    {%- do run_query('comment on table ' ~ this ~ ' is ' ~ text_literal(comment)) -%}
{%- endmacro %}

{#
    Whether the columns of the running model, an incremental table, follow from its query.

    Example:
        see columns_to_insert
#}
{% macro follows_definition() -%}
    {{ return(
        model.config.materialized == 'incremental' and not model.config.contract.enforced
        and model.config.on_schema_change != 'fail'
    ) }}
{%- endmacro %}

{#
    The digest of a definition: of the statement that creates the table or view, of its description
    and tags, and of everything from which its columns follow, because they are fixed when it is
    created.

    Arguments:
        statement  the statement that creates it, without its comment

    Example:
        see is_defined_by
#}
{% macro digest_of_definition(statement) -%}
    {%- set tags = tag_columns(this, model)
        if model.fqn[1] == 'marts' and var('protect_personal_data') else '' -%}
    {{ return(
        local_md5([statement, model.description, tags, digest_of_columns()] | join('\n'))[:12]
    ) }}
{%- endmacro %}

{#
    The digest of all models, seeds and snapshots, of their columns and of the contracts of feeds.

    Example:
        see digest_of_definition
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
    The end of the comment of a table or view, with the digest of its definition.

    Arguments:
        digest  see digest_of_definition

    Example:
        see comment_of
#}
{% macro digest_note(digest) -%}
    {{ return(' (definition ' ~ digest ~ ')') }}
{%- endmacro %}

{#
    The digests of the existing tables and views by schema.name, in lower case.

    Example:
        see is_defined_by
#}
{% macro recorded_definitions() -%}
    {%- set facts = facts_of_run() -%}
    {%- if 'recorded_definitions' not in facts -%}
        {%- set query -%}
        select table_schema || '.' || table_name, comment from information_schema.tables
        where table_catalog = upper('{{ target.database }}') and comment like '% (definition %)'
        {%- endset -%}
        {%- set found = {} -%}
        {%- for name, comment in run_query(query).rows -%}
            {%- do found.update({name | lower: comment[:-1].split(' ')[-1]}) -%}
        {%- endfor -%}
        {%- do facts.update({'recorded_definitions': found}) -%}
    {%- endif -%}
    {{ return(facts.recorded_definitions) }}
{%- endmacro %}

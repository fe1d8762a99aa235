{# The privileges and policies that publish compares before and after a swap. Snowflake only. #}

{#
    The privileges of roles on a schema and on the marts in it, as a list of sentences such as
    `SELECT on TABLE DIM_CUSTOMER to READER`. The object `*` is the schema itself.

    Arguments:
        schema  the schema with its database

    Example:
        {%- set privileges = privileges_on('customer_360.published') -%}
#}
{% macro privileges_on(schema) -%}
    {%- set marts = published_marts() | map(attribute='alias') | map('upper') -%}
    {%- set name = text_literal(schema.split('.')[1] | upper) -%}
    {%- set query -%}
    select distinct
        privilege_type || ' on '
        || case object_type when 'SCHEMA' then 'SCHEMA *' else 'TABLE ' || object_name end
        || ' to ' || grantee as privilege
    from {{ target.database }}.information_schema.object_privileges
    where
        privilege_type <> 'OWNERSHIP'
        and granted_to = 'ROLE'
        and (
            (object_type = 'SCHEMA' and object_name = {{ name }})
            or (
                object_schema = {{ name }}
                and object_type in ('TABLE', 'VIEW')
                and object_name in ('{{ marts | join("', '") }}')
            )
        )
    order by privilege
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}

{#
    The statement that grants a privilege on a schema or a mart in it.

    Arguments:
        privilege  a sentence of `privileges_on`
        schema     the schema with its database

    Example:
        {{ statement_of_grant('SELECT on TABLE DIM_CUSTOMER to READER', 'customer_360.published') }}
#}
{% macro statement_of_grant(privilege, schema) -%}
    {%- set right, rest = privilege.split(' on ', 1) -%}
    {%- set object, grantee = rest.rsplit(' to ', 1) -%}
    {%- set kind, name = object.split(' ', 1) -%}
    grant {{ right }} on {{ kind | lower }} {{ schema }}
        {{- '' if name == '*' else '.' ~ name }} to role {{ grantee }}
{%- endmacro %}

{#
    The masking and row access policies on the marts in a schema, as a list of sentences such as
    `HIDE_NAME on DIM_CUSTOMER.FULL_NAME`.

    Arguments:
        schema  the schema with its database

    Example:
        {%- set policies = policies_on('customer_360.marts') -%}
#}
{% macro policies_on(schema) -%}
    {%- set query -%}
    {%- for node in published_marts() %}
    select
        policy_name || ' on {{ node.alias | upper }}.' || coalesce(ref_column_name, '*') as policy
    from table({{ target.database }}.information_schema.policy_references(
        ref_entity_name => '{{ schema }}.{{ node.alias }}', ref_entity_domain => 'TABLE'
    ))
    {{- '\n    union' if not loop.last }}
    {%- endfor %}
    order by policy
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{%- endmacro %}

{#
    The marts as a list of nodes.

    Example:
        see statements_of_clone
#}
{% macro published_marts() -%}
    {%- set found = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and 'marts' in node.fqn -%}
        {%- do found.append(node) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#
    The statements that drop tables that version 0.2 does not have, seeds with new columns, and the
    incremental tables of business vault and marts: the next build computes them as a whole, because
    their loads are not known. Other tables stay until the next build replaces them.

    Example:
        see upgrade_warehouse
#}
{% macro drops_of_upgrade() -%}
    {%- set statements = [] -%}
    {%- for name in [
        'accepted_pairs', 'block_key_sizes', 'customer_attributes_effective',
        'customer_attributes_known', 'customer_resolution', 'customer_uid_resolution',
        'golden_customer_changes', 'golden_match_scores', 'golden_moments',
        'match_model_fingerprint', 'warehouse_day',
    ] -%}
        {%- set model = node_in_schema_of('pair_scores', name) -%}
        {%- do statements.append(drop_statement(model)) -%}
    {%- endfor -%}
    {#-
        A removed seed, and seeds with a new column, because `dbt seed` keeps the columns of a
        table.
    -#}
    {%- for name in [
        'country_spellings', 'legal_suffixes', 'placeholder_values', 'survivorship_rules',
    ] -%}
        {%- do statements.append(drop_statement(node_in_schema_of('nicknames', name))) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values() if (
        node.resource_type == 'model'
        and node.fqn[1] in ('business_vault', 'marts')
        and node.name not in ('pair_scores', 'customer_identity_assignments')
        and tracks_loads(node)
    ) -%}
        {%- do statements.append(
            drop_statement(node_in_schema_of(node.name, node.alias))
        ) -%}
    {%- endfor -%}
    {#-
        Snowflake reserves the name, so the schema exists there only with the profile's schema as
        prefix.
    -#}
    {%- set increment = generate_schema_name('increment', {'resource_type': 'model'}) | trim -%}
    {%- if adapter.check_schema_exists(target.database, increment) -%}
        {%- do statements.append(
            'drop schema if exists '
            ~ node_in_schema_of('pair_scores', '').incorporate(path={'schema': increment})
                .without_identifier()
            ~ ' cascade'
        ) -%}
    {%- endif -%}
    {{ return(statements | select | list) }}
{%- endmacro %}

{#
    The statement that drops a table or view, empty where there is none.

    Arguments:
        relation  its name

    Example:
        see drops_of_upgrade
#}
{% macro drop_statement(relation) -%}
    {%- set found = adapter.get_relation(
        relation.database, relation.schema, relation.identifier
    ) -%}
    {{ return('drop ' ~ found.type ~ ' if exists ' ~ found if found else '') }}
{%- endmacro %}

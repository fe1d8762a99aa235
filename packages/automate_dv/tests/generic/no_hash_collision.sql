{#
    Fails for each hash key that two business keys share.

    A hub keeps only the first of them, so the test also checks every model that the hub reads and
    that has both the hash key and the business key. Keys are compared in the form in which they are
    hashed: trimmed, in upper case.

    Arguments:
        hash_key      hash key column
        business_key  list of the columns of the business key, or expressions, where several strings
                      are the same key

    Example:
        data_tests:
          - automate_dv.no_hash_collision:
              arguments: {hash_key: order_hk, business_key: [order_id]}
#}
{% test no_hash_collision(model, hash_key, business_key) %}
{%- set key_columns = automate_dv.as_list(business_key) -%}
{%- set relations = [model] -%}
{%- if execute -%}
    {%- set wanted = (model | string).replace('"', '') | lower -%}
    {%- set hubs = [] -%}
    {%- for node in graph.nodes.values()
        if node.get('relation_name') and node.relation_name.replace('"', '') | lower == wanted -%}
        {%- do hubs.append(node) -%}
    {%- endfor -%}
    {%- set hub = hubs | first -%}
    {%- if not hub -%}
        {{ exceptions.raise_compiler_error(
            'no_hash_collision: ' ~ model ~ ' is not the table of a model; remove `where`'
        ) }}
    {%- endif -%}
    {%- for parent in graph.nodes.values() if parent.unique_id in hub.depends_on.nodes -%}
        {%- set relation = api.Relation.create(parent.database, parent.schema, parent.alias) -%}
        {%- set columns = adapter.get_columns_in_relation(relation) | map(attribute='name')
            | map('lower') | list -%}
        {%- set missing = [] -%}
        {%- for name in [hash_key] + key_columns
            if ' ' not in name and name | lower not in columns -%}
            {%- do missing.append(name) -%}
        {%- endfor -%}
        {%- if not missing -%} {%- do relations.append(relation) -%} {%- endif -%}
    {%- endfor -%}
{%- endif %}

with

business_keys as (
    {%- for relation in relations %}
    select
        {{ hash_key }},
        {%- for column in key_columns %}
        {{ automate_dv.normalized_text(column) }} as key_{{ loop.index }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    where {{ hash_key }} is not null
    {{ 'union' if not loop.last }}
    {%- endfor %}
),

key_counts as (
    select
        {{ hash_key }},
        count(*) as key_count
    from business_keys
    group by {{ hash_key }}
)

select * from key_counts
where key_count > 1

{% endtest %}

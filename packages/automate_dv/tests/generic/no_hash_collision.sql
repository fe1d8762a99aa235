{#
    Fails for each hash key that two business keys share.

    A hub keeps only the first of them, so the staging models are checked too. Keys are compared as
    they are hashed: trimmed, in upper case.

    Arguments:
        hash_key       hash key column
        business_key   list of the columns of the business key
        source_models  list of names of staging models (optional)

    Example:
        data_tests:
          - automate_dv.no_hash_collision:
              arguments: {hash_key: order_hk, business_key: [order_id]}
#}
{% test no_hash_collision(model, hash_key, business_key, source_models) %}

with

business_keys as (
    {%- set relations = [model] -%}
    {%- for name in automate_dv.as_list(source_models) -%}
        {%- do relations.append(ref(name)) -%}
    {%- endfor -%}
    {%- for relation in relations %}
    select
        {{ hash_key }},
        {%- for column in automate_dv.as_list(business_key) %}
        {%- set text = 'cast(' ~ column ~ ' as ' ~ automate_dv.type_string() ~ ')' %}
        {{ automate_dv.normalized_text(text) }} as {{ column }}{{ ',' if not loop.last }}
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

{#
    Fails for each hash key that stands for two business keys.

    A hub keeps only the first of them, so the staging models are asked too. Keys are compared as
    they are hashed: trimmed, in capitals.

    Arguments:
        hash_key       hash key column
        business_key   list of the columns of the business key
        source_models  list of names of staging models (optional)
#}
{% test no_hash_collision(model, hash_key, business_key, source_models) %}

with

told as (

    {%- set relations = [model] -%}
    {%- for name in automate_dv.as_list(source_models) -%} {%- do relations.append(ref(name)) -%} {%- endfor -%}
    {%- for relation in relations %}
    select
        {{ hash_key }},
        {%- for column in automate_dv.as_list(business_key) %}
        {{ automate_dv.tidy_text('cast(' ~ column ~ ' as ' ~ automate_dv.type_string() ~ ')') }}
            as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    where {{ hash_key }} is not null
    {{ 'union' if not loop.last }}
    {%- endfor %}

),

counted as (

    select
        {{ hash_key }},
        count(*) as key_count
    from told
    group by {{ hash_key }}

)

select * from counted
where key_count > 1

{% endtest %}

-- Rows drop out of joins, or have no rate, rank or deadline, if landing accepts a code that its
-- reference seed lacks. The reverse is also an error: a reference row with a rejected code is never
-- used.
with

accepted as (

    {%- set described = [
        ('currencies', 'currency', known_codes('exchange_rates', 'CURRENCY')),
        ('deal_stages', 'stage', known_codes('opportunities', 'STAGE')),
        ('fraud_severities', 'severity', known_codes('fraud_alerts', 'SEVERITY')),
        ('source_priorities', 'source_system', customer_systems()),
        ('survivorship_rules', 'attribute', survived_attributes()),
    ] %}
    {%- for seed, column, codes in described %}
    {%- set seed_loop = loop %}
    {%- for code in codes %}
    select
        '{{ seed }}' as seed,
        '{{ code }}' as code
    {{ 'union all' if not (loop.last and seed_loop.last) }}
    {%- endfor %}
    {%- endfor %}

),

reference_rows as (

    {%- for seed, column, codes in described %}
    select
        '{{ seed }}' as seed,
        {{ column }} as code
    from {{ ref(seed) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

compared as (

    select
        coalesce(accepted.seed, reference_rows.seed) as seed,
        coalesce(accepted.code, reference_rows.code) as code,
        accepted.code is not null as is_accepted,
        reference_rows.code is not null as is_described
    from accepted
    full outer join reference_rows
        on
            accepted.seed = reference_rows.seed
            and accepted.code = reference_rows.code

)

select * from compared
where not is_accepted or not is_described

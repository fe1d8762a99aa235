-- Grain: a single row: what tells one state of the match model's numbers from another.
with

parameters as (

    select
        kind || ' ' || field || ' ' || coalesce(level, '') as name,
        coalesce(cast(m as varchar), '') || ' ' || coalesce(cast(u as varchar), '')
        || ' ' || coalesce(cast(value as varchar), '') as number
    from {{ ref('active_match_model') }}

),

frequencies as (

    select
        kind || ' ' || name as name,
        cast(frequency as varchar) as number
    from {{ ref('name_frequencies') }}
    where model_version = '{{ var('match_model_version') }}'

),

numbers as (

    select * from parameters
    union all
    select * from frequencies

),

told as (

    select
        '{{ var('match_model_version') }}' as model_version,
        md5({{ dbt.listagg("md5(name || ' ' || number)", "''", "order by name, number") }})
            as fingerprint
    from numbers

)

select * from told

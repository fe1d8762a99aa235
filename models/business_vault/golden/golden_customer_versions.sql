-- Grain: one row per golden customer and span of time in which its described values held.
{{ config(
    materialized='incremental',
    meta={
        'refresh_by': 'customer_uid',
        'refresh_from': {
            'golden_customer_changes': 'customer_uid',
        },
    },
) }}
with

history as (

    select * from {{ ref('golden_customer_changes') }}
    where
        time_axis = 'source_time'
        and {{ needs_refresh('customer_uid') }}

),

spanned as (

    select
        *,
        -- The first version answers for all time before it.
        case
            when
                row_number() over (
                    partition by customer_uid
                    order by moment
                ) = 1
                then cast('1900-01-01' as timestamp)
            else moment
        end as valid_from,
        coalesce(
            lead(moment) over (
                partition by customer_uid
                order by moment
            ),
            cast('9999-12-31' as timestamp)
        ) as valid_to
    from history

),

keyed as (

    select
        {{ surrogate_key(['customer_uid', 'valid_from']) }} as customer_key,
        *
    from spanned

)

select * from keyed

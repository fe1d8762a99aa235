-- Grain: one row per golden customer and span of source time with unchanged golden values.
{{ config(meta={
    'refresh_by': 'customer_uid',
    'refresh_from': {
        'golden_values': 'customer_uid',
    },
}) }}
with

values_by_source_time as (

    select * from {{ ref('golden_values') }}
    where
        time_axis = 'source_time'
        and {{ needs_refresh('customer_uid') }}

),

changes_by_source_time as (

    {{ golden_value_changes('values_by_source_time') }}

),

version_spans as (

    select
        *,
        -- The first version is extended back to 1900.
        case
            when
                row_number() over (
                    partition by customer_uid
                    order by changed_at
                ) = 1
                then {{ open_start() }}
            else changed_at
        end as valid_from,
        coalesce(
            lead(changed_at) over (
                partition by customer_uid
                order by changed_at
            ),
            {{ open_end() }}
        ) as valid_to
    from changes_by_source_time

),

versions_with_key as (

    select
        {{ surrogate_key(['customer_uid', time_text('valid_from')]) }} as customer_key,
        *
    from version_spans

)

select * from versions_with_key

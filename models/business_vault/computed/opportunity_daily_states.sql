-- Grain: one row per opportunity and day on which it was open or closed: its state at the end of the day.
with

states as (

    select * from {{ ref('opportunity_states') }}

),

stage_history as (

    select * from {{ ref('opportunity_stage_history') }}

),

current_as_of_date as (

    select * from {{ ref('current_as_of_date') }}

),

-- A closed opportunity has one row on its closing day and none after it until it is reopened.
state_days as (

    select
        states.opportunity_hk,
        states.stage,
        states.outcome,
        states.amount,
        states.currency,
        states.probability,
        cast(states.valid_from as date) as first_day,
        case
            when states.outcome = 'OPEN' then cast(states.valid_to as date)
            else
                least(
                    cast(states.valid_to as date),
                    cast({{ dbt.dateadd('day', 1, 'stage_history.entered_at') }} as date)
                )
        end as end_day
    from states
    inner join stage_history
        on
            states.opportunity_hk = stage_history.opportunity_hk
            and states.span_number = stage_history.span_number

),

first_days as (

    select min(first_day) as first_day from state_days

),

numbers as (

    {{ number_series(36525) }}

),

days as (

    select
        cast({{ dbt.dateadd('day', 'numbers.n', 'first_days.first_day') }} as date) as date_day
    from first_days
    cross join numbers
    cross join current_as_of_date
    where
        numbers.n <= {{ dbt.datediff(
            'first_days.first_day', 'current_as_of_date.as_of_date', 'day'
        ) }}

),

-- The state at the end of a day is the state at the start of the next day.
daily_states as (

    select
        state_days.opportunity_hk,
        days.date_day,
        state_days.stage,
        state_days.outcome,
        state_days.amount,
        state_days.currency,
        state_days.probability
    from state_days
    inner join days
        on
            state_days.first_day <= days.date_day
            and state_days.end_day > days.date_day

)

select * from daily_states

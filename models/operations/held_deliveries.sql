-- Grain: one row per delivery that waits for a decision, rule and column by which a gate holds it
-- back.
with

held_loads as (

    select * from {{ bookkeeping_table('held_loads') }}
    where rule != 'rejected'

),

feeds as (

    select
        declared.feed,
        declared.alert_address
    from (
        values
        {%- for feed, declaration in feed_declarations().items() if declaration.gate %}
        ('{{ feed }}', {{ text_literal(declaration.alert_address) }})
        {{- ',' if not loop.last }}
        {%- endfor %}
    ) as declared (feed, alert_address)

),

described as (

    select
        held_loads.feed,
        feeds.alert_address,
        held_loads.load as landed_in,
        held_loads.rule,
        held_loads.column_name,
        held_loads.landed,
        held_loads.wrong_rows,
        held_loads.measured,
        held_loads.allowed,
        held_loads.staged_at,
        'Accept it with a row in accepted_files: <id>,' || held_loads.feed || ',' || held_loads.load
        || ',GATE,<accepted at>,<steward>,<reason>,<load time>,<batch>,STEWARD, reject it with'
        || ' REJECT in place of GATE, also if its rows have loaded from another delivery, or change'
        || ' the limit'
        || ' in contracts/' || held_loads.feed || '.odcs.yaml. Further rows of the same batch are'
        || ' measured with it.' as next_step
    from held_loads
    left join feeds
        on held_loads.feed = feeds.feed

)

select * from described

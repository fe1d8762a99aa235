-- A valid row in quarantine is lost data; a malformed row outside it makes figures wrong.
with

rejected as (

    {#- The truth covers the feeds of the sources, not the steward logs. #}
    {%- for feed in feeds() if not feed_declaration(feed).is_optional %}
    select distinct
        '{{ feed }}' as feed,
        _batch_id as batch_id,
        _loaded_at as loaded_at,
        quarantine_reason
    from {{ ref(quarantine_of(feed)) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

-- Rows that land after the day being built are out of scope.
newest_load as (

    select {{ time_text('max(loaded_at)') }} as newest_loaded_at
    from {{ ref('snapshot_log__sap_kna1') }}

),

malformed as (

    select distinct
        truth.feed,
        truth.batch_id,
        truth.loaded_at,
        truth.reason || ' in ' || truth.column_name as quarantine_reason
    from {{ ref('truth_malformed_rows') }} as truth
    cross join newest_load
    where left(truth.loaded_at, 10) <= left(newest_load.newest_loaded_at, 10)

),

-- The truth covers the feeds of the sample, all of which have malformed rows.
compared as (

    select
        coalesce(rejected.feed, malformed.feed) as feed,
        coalesce(rejected.loaded_at, malformed.loaded_at) as loaded_at,
        rejected.quarantine_reason as rejected_for,
        malformed.quarantine_reason as malformed_by
    from rejected
    full outer join malformed
        on
            rejected.feed = malformed.feed
            and rejected.batch_id = malformed.batch_id
            and rejected.loaded_at = malformed.loaded_at
            and rejected.quarantine_reason = malformed.quarantine_reason
    where
        (rejected.feed is null or malformed.feed is null)
        and coalesce(rejected.feed, malformed.feed) in (
            select truth.feed from {{ ref('truth_malformed_rows') }} as truth
        )

)

select * from compared

{#
    CTEs for a project's own point-in-time table or bridge, with the names that upstream's have. It
    must have the CTE `as_of_dates`, and its table must exist. The package's tables do not use them:
    see points_in_time.

    `last_safe_load_datetime`, the earliest staged load time, divides the as-of dates: the rows of
    earlier ones are kept, except for dates that were removed or added and for new keys.

    Arguments:
        src_pk             hash key column of the hub
        src_ldts           load time column of the hub
        stage_tables_ldts  for each staging model, by name, its load time column
        source_model       relation of the hub

    Example:
        {{ automate_dv.as_of_date_window('customer_hk', 'loaded_at',
            {'stg_sap__kna1': 'loaded_at'}, ref('hub_customer')) }}
#}
{% macro as_of_date_window(
    src_pk=none, src_ldts=none, stage_tables_ldts=none, source_model=none
) -%}
    {%- do automate_dv.require_arguments('as_of_date_window', {
        'src_pk': src_pk, 'src_ldts': src_ldts, 'stage_tables_ldts': stage_tables_ldts,
    }) -%}
    {%- do automate_dv.check_mapping(
        'as_of_date_window', 'stage_tables_ldts', stage_tables_ldts
    ) -%}
last_safe_load_datetime as (
    select min(load_datetime) as last_safe_load_datetime from (
        {%- for name, ldts in stage_tables_ldts.items() %}
        select {{ ldts }} as load_datetime from {{ ref(name) }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as staged
),

as_of_grain_old_entries as (select distinct as_of_date from {{ this }}),

as_of_grain_lost_entries as (
    select as_of_date from as_of_grain_old_entries
    except
    select as_of_date from as_of_dates
),

as_of_grain_new_entries as (
    select as_of_date from as_of_dates
    except
    select as_of_date from as_of_grain_old_entries
),

min_date as (select min(as_of_date) as min_date from as_of_dates),

backfill_as_of as (
    select as_of_dates.as_of_date
    from as_of_dates cross join last_safe_load_datetime as safe
    where as_of_dates.as_of_date < safe.last_safe_load_datetime
),

new_rows_pks as (
    select {{ automate_dv.prefix(automate_dv.as_list(src_pk), 'hub') }}
    from {{ source_model }} as hub cross join last_safe_load_datetime as safe
    where hub.{{ src_ldts }} >= safe.last_safe_load_datetime
),

new_rows_as_of as (
    select as_of_dates.as_of_date
    from as_of_dates cross join last_safe_load_datetime as safe
    where as_of_dates.as_of_date >= safe.last_safe_load_datetime
    union
    select as_of_date from as_of_grain_new_entries
),

overlap_as_of as (
    select backfill_as_of.as_of_date
    from backfill_as_of cross join min_date
    where backfill_as_of.as_of_date >= min_date.min_date
),

overlap_pks as (
    select stored.*
    from {{ this }} as stored
    inner join {{ source_model }} as hub
        on {{ automate_dv.multikey(src_pk, prefix=['stored', 'hub'], condition='=') }}
    where stored.as_of_date in (select as_of_date from overlap_as_of)
)
{%- endmacro %}

"""Models that are loaded period by period and rank by rank."""

from __future__ import annotations

from model_text import HASHES, METADATA, SAT, reader

BY_PERIOD = (
    "{{ config(materialized='vault_insert_by_period', timestamp_field='loaded_at',"
    " date_source_models='stg_parts') }}\n"
)
BETWEEN = (
    "{{ config(materialized='vault_insert_by_period', meta={'timestamp_field': 'loaded_at',"
    " 'period': 'month', 'start_date': '2026-01-05', 'stop_date': '2026-02-01'}) }}\n"
)
BY_RANK = (
    "{{ config(materialized='vault_insert_by_rank', rank_column='place',"
    " rank_source_models=['stg_parts']) }}\n"
)
PARTS = {
    "parts/stg_parts": f"select *, {HASHES},"
    " dense_rank() over (partition by thing_id order by loaded_at) as place from change",
    "parts/sat_by_period": BY_PERIOD + reader(SAT % ("stg_parts", "")),
    "parts/sat_by_month": BETWEEN + reader(SAT % ("stg_parts", "")),
    "parts/sat_by_rank": BY_RANK + reader(SAT % ("stg_parts", "")),
    "parts/hub_by_rank": BY_RANK
    + reader(f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA}, source_model='stg_parts')"),
    "parts/of_third_month": "select * from {{ ref('stg_parts') }} where {{"
    " automate_dv.period_condition('loaded_at', 'month', '2026-01-31 00:00:00', 2) }}",
    "parts/period_bounds": reader(
        "period_bounds('loaded_at', 'day', none, none, ['stg_parts'], ref('stg_parts'))"
    ),
    "parts/hub_without_ranks": BY_RANK.replace("rank_column='place',", "")
    + reader(f"hub(src_pk='thing_hk', src_nk='thing_id', {METADATA}, source_model='stg_parts')"),
    "parts/no_placeholder": BY_RANK + "select thing_hk from {{ ref('stg_parts') }}",
}

"""Models with keys of several columns and with settings in the config, for loads in order."""

from __future__ import annotations

from account_models import ACCOUNT_ARGUMENTS
from model_text import METADATA, SAT, incremental, reader

FILTERED = "{{ config(materialized='incremental', apply_source_filter=true) }}\n"
PAIR = "src_pk=['thing_hk', 'member_hk']"
MA_SAT = (
    f"ma_sat({PAIR}, src_cdk=['one'], src_hashdiff='member_hashdiff',"
    f" src_payload=['thing_id', 'member_id', 'two'], {METADATA}, source_model='stg_member')"
)
IN_ORDER = {
    "sat_pair": incremental(
        f"sat({PAIR}, src_hashdiff='hashdiff', src_payload=['thing_id', 'member_id', 'one', 'two'],"
        f" src_eff='effective_from', {METADATA}, source_model='stg_member')"
    ),
    "sat_newer": FILTERED + reader(SAT % ("stg_change", "")),
    "ma_sat_pair": incremental(MA_SAT),
    "ma_sat_pair_newer": FILTERED + reader(MA_SAT),
    "eff_sat_pair": "{{ config(materialized='incremental', is_auto_end_dating=true) }}\n"
    + reader(
        "eff_sat(src_pk=['account_hk', 'customer_hk'], src_dfk='account_hk',"
        " src_sfk='customer_hk', src_start_date='start_at', src_end_date='end_at',"
        " src_eff='changed_at', src_extra_columns=['account_id', 'customer_id'],"
        f" {ACCOUNT_ARGUMENTS})"
    ),
    "eff_sat_newer": FILTERED
    + reader(
        "eff_sat(src_pk='account_customer_hk', src_dfk='account_hk', src_sfk='customer_hk',"
        f" src_start_date='start_at', src_end_date='end_at', src_eff='changed_at',"
        f" {ACCOUNT_ARGUMENTS})"
    ),
    "xts_newer": FILTERED
    + reader(
        "xts(src_pk=['account_hk', 'customer_hk'], src_satellite={"
        "'sat_a': {'sat_name': {'satellite_name': 'name_of_a'},"
        f" 'hashdiff': {{'hashdiff': 'end_hashdiff'}}}}}}, {ACCOUNT_ARGUMENTS})"
    ),
}

"""Models about accounts and owners: effectivity and tracking satellites, events and a code list."""

from __future__ import annotations

from model_text import METADATA, incremental, reader, staging

ACCOUNT = {
    "load_number": "integer", "account_id": "varchar", "customer_id": "varchar",
    "start_at": "timestamp", "end_at": "timestamp", "changed_at": "timestamp",
    "loaded_at": "timestamp", "record_source": "varchar",
}  # fmt: skip
ACCOUNT_HASHES = """
{{ automate_dv.hash('account_id', 'account_hk') }},
{{ automate_dv.hash('customer_id', 'customer_hk') }},
{{ automate_dv.hash(['account_id', 'customer_id'], 'account_customer_hk') }},
{{ automate_dv.hash(['customer_id'], 'customer_hashdiff', is_hashdiff=true) }},
{{ automate_dv.hash(['end_at'], 'end_hashdiff', is_hashdiff=true, timestamps=['end_at']) }},
'sat_a' as name_of_a, 'sat_b' as name_of_b
"""
ACCOUNT_ARGUMENTS = f"{METADATA}, source_model='stg_account'"
EFF_SAT = incremental(
    "eff_sat(src_pk='account_customer_hk', src_dfk='account_hk', src_sfk='customer_hk',"
    " src_start_date='start_at', src_end_date='end_at', src_eff='changed_at',"
    f" src_extra_columns=['account_id', 'customer_id'], {ACCOUNT_ARGUMENTS})"
)
EVENTS = (
    "%s(src_pk='account_customer_hk', src_fk=['account_hk', 'customer_hk'],"
    f" src_payload=['start_at'], src_eff='changed_at', {ACCOUNT_ARGUMENTS})"
)
AUTO_ENDED = EFF_SAT.replace("'incremental'", "'incremental', meta={'is_auto_end_dating': true}")
ACCOUNTS = {
    "stg_account": staging("account", ACCOUNT_HASHES),
    "eff_sat_account": EFF_SAT,
    "eff_sat_auto_ended": AUTO_ENDED,
    # The start is the source time, which is written once.
    "eff_sat_starts_at_change": EFF_SAT.replace("'start_at'", "'changed_at'"),
    "eff_sat_auto_starts_at_change": AUTO_ENDED.replace("'start_at'", "'changed_at'"),
    "eff_sat_account_timeline": reader(
        "eff_sat_timeline('eff_sat_account', 'account_customer_hk', 'account_hk', 'customer_hk',"
        " 'start_at', 'end_at', 'loaded_at')"
    ),
    "xts_account": incremental(
        "xts(src_pk='account_hk', src_satellite={"
        "'sat_a': {'sat_name': {'satellite_name': 'name_of_a'},"
        " 'hashdiff': {'hashdiff': 'customer_hashdiff'}},"
        "'sat_b': {'sat_name': {'satellite_name': 'name_of_b'},"
        f" 'hashdiff': {{'hashdiff': 'end_hashdiff'}}}}}}, {ACCOUNT_ARGUMENTS})"
    ),
    "nh_link_account": incremental(EVENTS % "nh_link"),
    "t_link_account": incremental(EVENTS % "t_link"),
    "ref_customer": incremental(
        "ref_table(src_pk='customer_id', src_extra_columns=['record_source'],"
        " source_model='stg_account')"
    ),
    "ref_account": incremental(f"ref_table(src_pk='account_id', {ACCOUNT_ARGUMENTS})"),
    "all_accounts": f"select *, {ACCOUNT_HASHES} from account",
}

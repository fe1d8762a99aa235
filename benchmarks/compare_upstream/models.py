"""The models that both packages build, by structure, over staging of the current load."""

from __future__ import annotations

METADATA = "src_ldts='loaded_at', src_source='record_source'"
PK = "src_pk='customer_hk'"
LANDING = {
    "customer": "customer_id varchar, phone varchar, full_name varchar, town varchar,"
    " effective_from timestamp, loaded_at timestamp, record_source varchar",
    "owner": "account_id varchar, customer_id varchar, start_at timestamp, end_at timestamp,"
    " effective_from timestamp, loaded_at timestamp, record_source varchar",
    "as_of": "as_of_date timestamp",
}
HASHES = {
    "customer": """
        {{ automate_dv.hash('customer_id', 'customer_hk') }},
        {{ automate_dv.hash(['full_name', 'town'], 'hashdiff', is_hashdiff=true) }},
        {{ automate_dv.hash(['phone', 'full_name'], 'phone_hashdiff', is_hashdiff=true) }},
        {{ automate_dv.hash(['customer_id', 'full_name'], 'name_hashdiff', is_hashdiff=true) }},
        {{ automate_dv.hash(['customer_id', 'loaded_at'], 'event_hk') }},
        'SAT_NAME' as satellite_name
    """,
    "owner": """
        {{ automate_dv.hash('account_id', 'account_hk') }},
        {{ automate_dv.hash('customer_id', 'customer_hk') }},
        {{ automate_dv.hash(['account_id', 'customer_id'], 'owner_hk') }}
    """,
}
STAGED_HASHES = {
    "customer_hk": "customer_id",
    "pair_hk": ["customer_id", "phone"],
    "hashdiff": {"is_hashdiff": True, "columns": ["town", "full_name", "phone"]},
    "all_hashdiff": {"is_hashdiff": True, "exclude_columns": True, "columns": ["loaded_at"]},
}
EFF_SAT = (
    "eff_sat(src_pk='owner_hk', src_dfk='account_hk', src_sfk='customer_hk',"
    " src_start_date='start_at', src_end_date='end_at', src_eff='effective_from',"
    f" {METADATA}, source_model='stg_owner')"
)
SAT = (
    f"sat({PK}, src_hashdiff='hashdiff', src_payload=['full_name', 'town'],"
    f" src_eff='effective_from', {METADATA}, source_model='stg_customer')"
)
PIT = (
    f"pit({PK}, as_of_dates_table='as_of', satellites={{'sat': {{'pk': {{'pk': 'customer_hk'}},"
    " 'ldts': {'ldts': 'loaded_at'}}}, stage_tables_ldts={'stg_customer': 'loaded_at'},"
    " src_ldts='loaded_at', source_model='hub')"
)
BRIDGE = (
    "bridge(src_pk='account_hk', as_of_dates_table='as_of', bridge_walk={'owner': {"
    "'bridge_link_pk': 'owner_pk', 'bridge_start_date': 'start_at', 'bridge_end_date': 'end_at',"
    " 'bridge_load_date': 'loaded_at', 'link_table': 'link', 'link_pk': 'owner_hk',"
    " 'link_fk1': 'account_hk', 'link_fk2': 'customer_hk', 'eff_sat_table': 'eff_sat_auto',"
    " 'eff_sat_pk': 'owner_hk', 'eff_sat_end_date': 'end_at', 'eff_sat_load_date': 'loaded_at'}},"
    " stage_tables_ldts={'stg_owner': 'loaded_at'}, src_ldts='loaded_at',"
    " source_model='hub_account')"
)
FILTERED = ", apply_source_filter=true"
# Structure -> macro call and settings; in an order in which they can run.
LOADED = {
    "hub": (f"hub({PK}, src_nk='customer_id', {METADATA}, source_model=['stg_customer',"
            " 'stg_owner'])", ""),
    "hub_account": (f"hub(src_pk='account_hk', src_nk='account_id', {METADATA},"
                    " source_model='stg_owner')", ""),
    "link": ("link(src_pk='owner_hk', src_fk=['account_hk', 'customer_hk'],"
             f" {METADATA}, source_model='stg_owner')", ""),
    "nh_link": ("nh_link(src_pk='event_hk', src_fk=['customer_hk'], src_payload=['full_name'],"
                f" src_eff='effective_from', {METADATA}, source_model='stg_customer')", ""),
    "ref_table": ("ref_table(src_pk='customer_id', source_model='stg_customer')", ""),
    "sat": (SAT, ""),
    "sat_filtered": (SAT, FILTERED),
    "ma_sat": (f"ma_sat({PK}, src_cdk=['phone'], src_hashdiff='phone_hashdiff',"
               f" src_payload=['full_name'], src_eff='effective_from', {METADATA},"
               " source_model='stg_phone')", ""),
    "eff_sat": (EFF_SAT, ""),
    "eff_sat_auto": (EFF_SAT, ", is_auto_end_dating=true"),
    "xts": (f"xts({PK}, src_satellite={{'sat': {{'sat_name': {{'SATELLITE_NAME':"
            " 'satellite_name'}, 'hashdiff': {'HASHDIFF': 'name_hashdiff'}}},"
            f" {METADATA}, source_model='stg_customer')", ""),
}  # fmt: skip
STAGE = (
    f"stage(source_model='raw_customer', hashed_columns={STAGED_HASHES},"
    " derived_columns={'source_code': '!CRM', 'shown': ['record_source', '!x']},"
    " null_columns={'required': 'town', 'optional': 'phone'})"
)
WHOLE = {"stage": STAGE, "pit": PIT, "bridge": BRIDGE}


def models() -> dict[str, str]:
    """All models by name. A multi-active feed has several rows of a key, the others one each."""
    one_each = "qualify row_number() over (partition by customer_id, loaded_at order by phone) = 1"
    staged = "select *, {} from landing.{} {}"
    return {
        "raw_customer": "select * from landing.customer",
        "as_of": "select * from landing.as_of",
        "stg_phone": staged.format(HASHES["customer"], "customer", ""),
        "stg_customer": staged.format(HASHES["customer"], "customer", one_each),
        "stg_owner": staged.format(HASHES["owner"], "owner", ""),
        **{
            name: f"{{{{ config(materialized='incremental'{settings}) }}}}\n"
            f"{{{{ automate_dv.{call} }}}}\n"
            for name, (call, settings) in LOADED.items()
        },
        **{
            name: f"{{{{ config(materialized='table') }}}}\n{{{{ automate_dv.{call} }}}}\n"
            for name, call in WHOLE.items()
        },
    }


STRUCTURES = [*LOADED, *WHOLE]
VIEWS = ["raw_customer", "as_of", "stg_phone", "stg_customer", "stg_owner"]

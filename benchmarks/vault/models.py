"""The models that are measured: the same calls for both packages."""

from __future__ import annotations

METADATA = "src_ldts='loaded_at', src_source='record_source'"
PAYLOADS = (
    ("full_name", "street", "town"),
    ("email", "credit_limit", "born_on"),
    ("full_name", "email"),
)


def incremental(call: str, settings: str = "") -> str:
    """An incremental model of one macro call."""
    return f"{{{{ config(materialized='incremental'{settings}) }}}}\n{{{{ automate_dv.{call} }}}}\n"


def table(call: str, materialized: str = "table") -> str:
    """A model of one macro call."""
    return f"{{{{ config(materialized='{materialized}') }}}}\n{{{{ automate_dv.{call} }}}}\n"


def sat(number: int) -> str:
    """A satellite of customers; the first one has all columns."""
    payload = [*PAYLOADS[0], *PAYLOADS[1]] if number == 0 else list(PAYLOADS[number])
    return incremental(
        f"sat(src_pk='customer_hk', src_hashdiff='hashdiff_{number}', src_payload={payload},"
        f" src_eff='effective_from', {METADATA}, source_model='stg_customer')"
    )


def hashdiff(columns: tuple[str, ...]) -> dict[str, object]:
    """The hashdiff of a payload."""
    return {"is_hashdiff": True, "columns": list(columns)}


def pit(satellites: int) -> str:
    """A point-in-time table of customers over some of their satellites."""
    pointed = {
        f"sat_customer_{number}": {"pk": {"pk": "customer_hk"}, "ldts": {"ldts": "loaded_at"}}
        for number in range(satellites)
    }
    return (
        f"pit(src_pk='customer_hk', as_of_dates_table='as_of', satellites={pointed},"
        " stage_tables_ldts={'stg_customer': 'loaded_at'}, src_ldts='loaded_at',"
        " source_model='hub_customer')"
    )


BRIDGE = (
    "bridge(src_pk='account_hk', as_of_dates_table='as_of', bridge_walk={'owner': {"
    "'bridge_link_pk': 'owner_pk', 'link_table': 'link_owner', 'link_pk': 'owner_hk',"
    " 'link_fk1': 'account_hk', 'link_fk2': 'customer_hk', 'eff_sat_table': 'eff_sat_owner',"
    " 'eff_sat_pk': 'owner_hk', 'eff_sat_end_date': 'end_at',"
    " 'eff_sat_load_date': 'loaded_at', 'bridge_start_date': 'start_at',"
    " 'bridge_end_date': 'end_at', 'bridge_load_date': 'loaded_at'}},"
    " stage_tables_ldts={'stg_owner': 'loaded_at'}, src_ldts='loaded_at',"
    " source_model='hub_account')"
)
CUSTOMER_HASHES = {
    "customer_hk": "customer_id",
    "hashdiff_0": hashdiff((*PAYLOADS[0], *PAYLOADS[1])),
    "hashdiff_1": hashdiff(PAYLOADS[1]),
    "hashdiff_2": hashdiff(PAYLOADS[2]),
}
OWNER_HASHES = {
    "account_hk": "account_id",
    "customer_hk": "customer_id",
    "owner_hk": ["account_id", "customer_id"],
}
SOURCES = {
    "raw_customer": "select * from landing.customer",
    "raw_owner": "select * from landing.owner",
    "as_of": "select * from landing.as_of",
}
STAGES = {
    "stg_customer": f"stage(source_model='raw_customer', hashed_columns={CUSTOMER_HASHES})",
    "stg_owner": f"stage(source_model='raw_owner', hashed_columns={OWNER_HASHES})",
}
CUSTOMERS = {
    "hub_customer": incremental(
        f"hub(src_pk='customer_hk', src_nk='customer_id', {METADATA}, source_model='stg_customer')"
    ),
    **{f"sat_customer_{number}": sat(number) for number in range(3)},
}
OWNERS = {
    "hub_account": incremental(
        f"hub(src_pk='account_hk', src_nk='account_id', {METADATA}, source_model='stg_owner')"
    ),
    "link_owner": incremental(
        f"link(src_pk='owner_hk', src_fk=['account_hk', 'customer_hk'], {METADATA},"
        " source_model='stg_owner')"
    ),
    "eff_sat_owner": incremental(
        "eff_sat(src_pk='owner_hk', src_dfk='account_hk', src_sfk='customer_hk',"
        " src_start_date='start_at', src_end_date='end_at', src_eff='effective_from',"
        f" {METADATA}, source_model='stg_owner')",
        ", is_auto_end_dating=true",
    ),
}
POINTS = {
    "pit_2": table(pit(2)),
    "pit_3": table(pit(3)),
    "pit_3_incremental": table(pit(3), "pit_incremental"),
    "bridge": table(BRIDGE),
    "bridge_incremental": table(BRIDGE, "bridge_incremental"),
}
# Upstream has no readers, so these are what a project would write. Its satellites are timelines.
NEWEST_FIRST = "partition by customer_hk order by loaded_at desc, effective_from desc"
READ_BY_HAND = {
    "current": "select * from {{ ref('sat_customer_0') }}"
    f" qualify row_number() over ({NEWEST_FIRST}) = 1",
    "timeline": "select *, lead(loaded_at) over (partition by customer_hk order by loaded_at)"
    " as valid_until from {{ ref('sat_customer_0') }}",
}
READ_BY_MACRO = {
    "current": "{{ automate_dv.current_sat('sat_customer_0', 'customer_hk',"
    " ['loaded_at', 'effective_from']) }}",
    "timeline": "select *, lead(loaded_at) over (partition by customer_hk order by loaded_at)"
    " as valid_until from ({{ automate_dv.sat_timeline('sat_customer_0', 'customer_hk',"
    " 'hashdiff_0', 'loaded_at') }}) as timeline",
}


def models(is_upstream: bool, staging: str) -> dict[str, str]:
    """The models of a project by folder and name."""
    readers = READ_BY_HAND if is_upstream else READ_BY_MACRO
    return {
        **SOURCES,
        **{name: table(call, staging) for name, call in STAGES.items()},
        **CUSTOMERS,
        **OWNERS,
        **POINTS,
        **{
            f"read_{name}": f"{{{{ config(materialized='table') }}}}\n{text}\n"
            for name, text in readers.items()
        },
    }

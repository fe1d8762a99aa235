"""The satellites of full snapshots, without rows that repeat the state before them.

A snapshot that a satellite processes late, or before all of its rows are staged, leaves such rows.
Readers skip them.
"""

from __future__ import annotations

IN_ORDER = "loaded_at, effective_from"
# Table -> key, the state that counts, the order of its rows, the state before the first row.
SATELLITES = {
    "sat_customer__sap": ("customer_hk", "(customer_hashdiff, effective_from)", IN_ORDER, "null"),
    "sat_customer_pii__sap": (
        "customer_hk", "(customer_pii_hashdiff, effective_from)", IN_ORDER, "null",
    ),
    "sat_product__erp": ("product_hk", "(product_hashdiff, effective_from)", IN_ORDER, "null"),
    "sat_product_stock__erp": (
        "product_hk", "(product_stock_hashdiff, effective_from)", IN_ORDER, "null",
    ),
    "status_sat_customer__sap": ("customer_hk", "status", "loaded_at", "'DELETED'"),
    "status_sat_product__erp": ("product_hk", "status", "loaded_at", "'DELETED'"),
}  # fmt: skip
# Table -> a query of the rows that change something.
CHANGES = {
    f"raw_vault.{table}": (
        f"(from raw_vault.{table} qualify lag({state}, 1, {first}) over ("
        f"partition by {key} order by {times}) is distinct from {state})"
    )
    for table, (key, state, times, first) in SATELLITES.items()
}

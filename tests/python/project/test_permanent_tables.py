"""On Snowflake, tables that no build can compute again are permanent: Fail-safe keeps seven days.

dbt makes transient tables there by default, which have none.
"""

from __future__ import annotations

from typing import Any


def is_record(node: dict[str, Any]) -> bool:
    """Whether a node keeps rows that a full refresh does not compute again.

    Staging is such a node as well, but the raw vault has its rows.
    """
    if node["resource_type"] == "snapshot":
        return True
    return node["config"].get("full_refresh") is False and "staging" not in node["fqn"]


def test_only_tables_of_record_are_permanent(manifest: dict[str, Any]) -> None:
    kept = {"model", "snapshot", "seed"}
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in kept]
    records = {node["name"] for node in nodes if is_record(node)}
    assert {
        *("pair_scores", "customer_identity_assignments", "steward_decision_history"),
        *("hub_customer", "link_customer_order", "sat_order__shop", "status_sat_customer__sap"),
    } <= records
    permanent = {node["name"] for node in nodes if node["config"].get("transient") is False}
    assert permanent == records

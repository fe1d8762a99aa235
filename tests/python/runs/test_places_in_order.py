"""A delivery has the same effect whenever it arrives: only the order of load times matters.

An acceptance delivers a file again: its rows count, except those that a later file has corrected.
Whether a local time in the repeated hour is the first or the second one depends on the deliveries
before it. Both depend on all deliveries of a key, so a late one may change them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from sequences import Graph
from test_corrections import deliver, models_of

from database_comparison import SCRATCH
from replayed_warehouse import ReplayedWarehouse

Opened = Callable[..., ReplayedWarehouse]
RESULTS = (
    "fact_clickstream", "current_interactions", "current_transactions", "current_orders",
    "exchange_rate_spans", "bsat_account_transaction_totals", "ref_platform_metrics",
    "ma_sat_customer_contact__salesforce", "customer_attributes_by_source_time", "load_audit",
    "delivery_conflicts",
)  # fmt: skip
# Landing view -> its key, its vault table, a column there and in the feed, and the values of the
# accepted file and of the correction. There are feeds of events, changes and sets.
FEEDS = {
    "landing_clickstream": (
        "EVENT_ID", "nh_link_clickstream", "page", "PAGE", ("/accepted", "/corrected"),
    ),
    "landing_interactions": (
        "INTERACTION_ID", "sat_interaction__crm", "outcome", "OUTCOME", ("Accepted", "Corrected"),
    ),
    "landing_finance_transactions": (
        "TRANSACTION_ID", "sat_transaction__finance", "amount", "AMOUNT", ("8.80", "9.90"),
    ),
    "landing_exchange_rates": (
        "CURRENCY, RATE_DATE", "ref_exchange_rates", "units_per_euro", "UNITS_PER_EURO",
        ("8.8", "9.9"),
    ),
    "landing_platform_metrics": (
        "METRIC_HOUR", "ref_platform_metrics", "page_views", "PAGE_VIEWS", ("88", "99"),
    ),
    "landing_orders": (
        "ORDER_ID", "sat_order__shop", "order_status", "STATUS", ("SHIPPED", "CANCELLED"),
    ),
    # A set of one contact.
    "landing_salesforce_contacts": (
        "AccountId", "ma_sat_customer_contact__salesforce", "job_title", "Title",
        ("Accepted", "Corrected"),
    ),
}  # fmt: skip
AGAIN = "F accepted 2026-01-13 18:00:00"


def land(warehouse: ReplayedWarehouse, part: str) -> None:
    """Deliver a part for each feed.

    F: a file that contradicts the first batch about two keys. C: a correction of the first of them,
    a day before A, the acceptance of F.
    """
    for table, (key, _, _, column, (accepted, corrected)) in FEEDS.items():
        names = key.split(", ")
        keys = warehouse.connection.execute(
            f"select {key} from landing.{table} where quarantine_reason is null"
            f" and _batch_id = 'B001' and _landed_in = 'B001' and {column} is not null"
            f" group by {key} having count(distinct {column}) = 1 order by all limit 2"
        ).fetchall()
        for row in keys[: 1 if part == "C" else 2]:
            where = " and ".join(
                f"{name} = '{value}'" for name, value in zip(names, row, strict=True)
            )
            times = {
                "F": {"_landed_in": "'F'"},
                "C": {"_loaded_at": "'2026-01-12 02:00:00'", "_batch_id": "'C'"},
                "A": {"_loaded_at": "'2026-01-13 18:00:00'", "_batch_id": "'L'"},
            }[part]
            given = {"_landed_in": f"'{AGAIN if part == 'A' else 'C'}'"} | times
            value = corrected if part == "C" else accepted
            deliver(
                warehouse, table, f"{where} and _landed_in = 'B001'", **{column: f"'{value}'"},
                **given,
            )  # fmt: skip


def counted(warehouse: ReplayedWarehouse, table: str) -> list[str]:
    """The rows of the accepted file and the correction in the vault, by load time."""
    _, stored, column, _, values = FEEDS[table]
    rows = warehouse.connection.execute(
        f"select cast({column} as varchar) from raw_vault.{stored}"
        " where loaded_at >= timestamp '2026-01-12' order by loaded_at"
    ).fetchall()
    found = [value.rstrip("0").rstrip(".") if "." in value else value for (value,) in rows]
    wanted = [value.rstrip("0").rstrip(".") if "." in value else value for value in values]
    return ["AC"[wanted.index(value)] for value in found if value in wanted]


@pytest.fixture
def models(graph: Graph) -> list[str]:
    return models_of(graph, FEEDS, RESULTS)


@pytest.mark.parametrize(
    "arrivals",
    [
        ("F", "A", "C"),
        pytest.param(("C", "F", "A"), marks=pytest.mark.long),
        pytest.param(("FA", "C"), marks=pytest.mark.long),
        pytest.param(("FC", "A"), marks=pytest.mark.long),
    ],
    ids=lambda parts: ", ".join(parts),
)
def test_an_acceptance_does_not_undo_what_was_corrected_before_it(
    opened: Opened, models: list[str], arrivals: Sequence[str]
) -> None:
    at_once = opened()
    for part in "FCA":
        land(at_once, part)
    at_once.run(models)
    # Of two keys of the accepted file, the one that was corrected keeps its correction.
    for table in FEEDS:
        assert (table, counted(at_once, table)) == (table, ["C", "A"])
    warehouse = opened()
    for parts in arrivals:
        for part in parts:
            land(warehouse, part)
        warehouse.run(models)
        if parts[-1] == "A" and "C" not in "".join(arrivals[: arrivals.index(parts) + 1]):
            for table in FEEDS:
                assert (table, counted(warehouse, table)) == (table, ["A", "A"])
    assert warehouse.with_pending_loads(models) == set()
    for found in (at_once, warehouse):
        unsettled = "select * from raw_vault.delivery_conflicts where not is_resolved"
        assert found.connection.execute(unsettled).fetchall() == []
        unbalanced = "select * from marts.load_audit where not is_balanced"
        assert found.connection.execute(unbalanced).fetchall() == []
    assert warehouse.contents(models, ignored=SCRATCH) == at_once.contents(models, ignored=SCRATCH)


# Clocks go back from 02:00 to 01:00 on this day. Day of the load -> local time and city; the last
# delivery repeats the first.
PASSES = {12: ("01:50", "Albany"), 13: ("01:10", "Boston"), 14: ("01:50", "Albany")}
RESOLVED = [
    ("12", "2025-11-02 05:50:00", "Albany"),
    ("13", "2025-11-02 06:10:00", "Boston"),
    ("14", "2025-11-02 05:50:00", "Albany"),
]


def land_pass(warehouse: ReplayedWarehouse, day: int) -> None:
    """Deliver the state of a customer in the repeated hour."""
    local, city = PASSES[day]
    deliver(
        warehouse, "landing_oracle_customers", "CUSTOMER_ID is not null and _batch_id = 'B001'"
        " and quarantine_reason is null and _landed_in = 'B001'",
        CUSTOMER_ID="'CUST-REPEATED'", UPDATED_AT=f"'2025-11-02 {local}:00'", CITY=f"'{city}'",
        _loaded_at=f"'2026-01-{day} 02:00:00'", _batch_id=f"'P{day}'", _landed_in=f"'P{day}'",
    )  # fmt: skip


@pytest.mark.parametrize(
    "arrivals",
    [
        ((13,), (14,), (12,)),
        pytest.param(((14,), (13, 12)), marks=pytest.mark.long),
        pytest.param(((12,), (13,), (14,)), marks=pytest.mark.long),
    ],
    ids=str,
)
def test_a_repeated_hour_is_read_by_load_times_in_any_order(
    opened: Opened, graph: Graph, arrivals: Sequence[Sequence[int]]
) -> None:
    results = ("customer_attributes_by_source_time", "customer_attributes_by_load_time")
    models = models_of(graph, ["landing_oracle_customers"], (*results, "load_audit"))
    at_once, warehouse = opened(), opened()
    for day in PASSES:
        land_pass(at_once, day)
    at_once.run(models)
    for days in arrivals:
        for day in days:
            land_pass(warehouse, day)
        warehouse.run(models)
    assert warehouse.with_pending_loads(models) == set()
    for found in (at_once, warehouse):
        states = found.connection.execute(
            "select strftime(loaded_at, '%d'), cast(effective_from as varchar), city"
            " from raw_vault.sat_customer_pii__oracle where customer_hk in ("
            "select customer_hk from staging.stg_oracle__customers"
            " where customer_id = 'CUST-REPEATED') order by loaded_at"
        ).fetchall()
        assert states == RESOLVED
    assert warehouse.contents(models, ignored=SCRATCH) == at_once.contents(models, ignored=SCRATCH)

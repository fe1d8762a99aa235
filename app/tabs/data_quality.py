"""MDM and data quality: how records match, which values conflict, what was loaded or held back."""

import streamlit as st

from dashboard import charts, gates
from dashboard.desk import guard_words
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import average, distinct, is_, is_not, rows, total
from dashboard.tables import words
from dashboard.units import COUNT

TIER_WORDS = (
    "Compared pairs of current records: AUTO_MERGE pairs are merged, REVIEW pairs wait for a"
    " steward, NO_MATCH pairs stay apart."
)
TIERS = ["AUTO_MERGE", "REVIEW", "NO_MATCH"]

start(
    "MDM and data quality",
    "How well do records match, and can the data be trusted?",
    ["customers", "accepted_pairs", "review_backlog", "customers_with_conflicts"],
    "Region and segment apply only to the number of customers; the period does not apply.",
)

left, right = st.columns(2)
with left:
    tiers = query("mdm_match_pairs", ["tier"], {"pairs": rows()}, order=["-pairs"])
    chart = charts.bars(tiers, "tier", "pairs", "records", COUNT, "Pairs", order=TIERS)
    show_chart("Pairs by tier", chart, tiers, TIER_WORDS)
    sources = query(
        "customer_summary", ["source_systems"],
        {"customers": rows(), "records": total("record_count")}, order=["-customers"], limit=15,
    )  # fmt: skip
    sources["source_systems"] = sources["source_systems"].str.replace("+", ", ")
    chart = charts.bars(sources, "source_systems", "customers", "customers", COUNT, "Customers")
    show_chart(
        "Customers by their source systems", chart, sources,
        "The 15 most frequent combinations: which sources are linked.",
    )  # fmt: skip
with right:
    guards = query(
        "mdm_match_pairs", ["guard_code"], {"pairs": rows(), "open": rows(is_("decision", "OPEN"))},
        [is_not("guard_code", None)], ["-pairs"],
    )  # fmt: skip
    guards.insert(0, "guard", guards["guard_code"].map(guard_words))
    chart = charts.bars(guards, "guard", "pairs", "records", COUNT, "Pairs")
    show_chart("Pairs by guard", chart, guards, "Why a guard keeps pairs out of AUTO_MERGE.")
    conflicts = query(
        "customer_attribute_conflicts", ["attribute"],
        {"customers": distinct("customer_uid"), "conflicting_values": rows()}, order=["-customers"],
    )  # fmt: skip
    conflicts["attribute"] = conflicts["attribute"].map(words)
    chart = charts.bars(conflicts, "attribute", "customers", "customers", COUNT, "Customers")
    show_chart("Conflicts by attribute", chart, conflicts, "Customers with different values.")

history = query(
    "match_quality_metrics",
    [
        "delivery_date", "model_version", "record_count", "customer_count", "auto_merge_pairs",
        "review_pairs", "no_match_pairs", "review_backlog", "largest_customer",
    ],
    order=["delivery_date"],
)  # fmt: skip
show_chart(
    "Waiting REVIEW pairs by delivery date",
    charts.lines(
        history, "delivery_date", "review_backlog", "records", COUNT, "Waiting pairs", charts.DATES
    ),
    history,
    "Without the accepted pairs that are held apart; these are also in the review queue.",
)

loads = query(
    "load_audit", ["feed"],
    {
        "landed": total("landed"),
        "loaded": total("loaded"),
        "already_known": total("already_known"),
        "quarantined": total("quarantined"),
        "held": total("held"),
        "batches": rows(),
        "unbalanced_batches": rows(is_("is_balanced", False)),
    },
    order=["-landed"],
)  # fmt: skip
rejected = loads[loads["quarantined"] > 0]
left, right = st.columns(2)
with left:
    chart = charts.bars(rejected, "feed", "quarantined", "records", COUNT, "Rows")
    show_chart("Rejected rows by feed", chart, rejected, "Rows in quarantine, from all batches.")
with right:
    passed = query(
        "fact_realtime_metrics", ["metric_date"], {"passed_pct": average("data_quality_pass_pct")},
        order=["metric_date"],
    )  # fmt: skip
    passed["passed_pct"] = passed["passed_pct"].astype(float)
    chart = charts.lines(
        passed, "metric_date", "passed_pct", "records", COUNT, "Rows accepted (%)", charts.DATES
    )
    show_chart(
        "Accepted rows by day",
        chart,
        passed,
        "Share of the rows delivered in 24 hours that were not rejected, average of the day.",
    )

unbalanced = int(loads["unbalanced_batches"].sum())
verdict = (
    "Every row that arrived was loaded, was already known, is in the quarantine, or is held back."
    if not unbalanced
    else f"{unbalanced} batches do not add up."
)
show_chart("Loads by feed", None, loads, verdict)

outcomes = query("gate_audit", ["outcome"], {"results": rows()}, order=["-results"])
results = gates.shown_results(gates.newest_results())
held = gates.shown_results(gates.held_results())
chart = charts.bars(outcomes, "outcome", "results", "records", COUNT, "Results")
show_chart(
    "Gate results by outcome",
    chart,
    outcomes,
    "A gate compares each delivery with the limits in its feed's contract. "
    + (gates.SOME_HELD if len(held) else gates.NONE_HELD),
)
if len(held):
    show_chart("Held deliveries", None, held.rename(columns=gates.HELD_SINCE), gates.RELEASE)
show_chart(
    "Gate results", None, results,
    "Deliveries with each rule, its value and its limit: failed ones first, then those with a"
    " warning, which have too few wrong rows to be held back.",
)  # fmt: skip

freshness = query("mart_status", ["data_until", "mart", "built_at"], order=["data_until", "mart"])
show_chart("Freshness of the marts", None, freshness, "The day up to which each mart has data.")

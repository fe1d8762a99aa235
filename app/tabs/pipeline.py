"""Pipeline: the funnel of deals, reps, lost deals, velocity."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.masking import MASK
from dashboard.page import show_chart, start
from dashboard.query import query
from dashboard.statement import average, is_, is_not, rows, total
from dashboard.units import COUNT, DAYS, EURO

STAGES = ["Lead", "MQL", "SQL", "Discovery", "Proposal", "Negotiation"]
MOST_REPS = 15

filters = start(
    "Pipeline",
    "Which deals are open, who wins, and why do we lose?",
    ["open_pipeline", "open_deals", "won_deals", "win_rate", "days_to_win"],
)
model = "fact_pipeline"
created = filters.within(model, "created_date")
closed = filters.within(model, "closed_date")

reached = query(model, ["furthest_stage"], {"deals": rows(), "won": rows(is_("is_won"))}, created)
per_stage = reached.set_index("furthest_stage").reindex(STAGES, fill_value=0)
funnel = per_stage.iloc[::-1].cumsum().iloc[::-1].rename_axis("stage").reset_index()
wins = pd.DataFrame([{"stage": "Won", "deals": int(per_stage["won"].sum())}])
funnel = pd.concat([funnel[["stage", "deals"]], wins], ignore_index=True)
funnel["share"] = funnel["deals"] / max(int(funnel["deals"].iloc[0]), 1)

left, right = st.columns(2)
with left:
    chart = charts.bars(
        funnel, "stage", "deals", "deals", COUNT, "Deals", order=list(funnel["stage"])
    )
    show_chart(
        "Deals that reached a stage", chart, funnel if funnel["deals"].any() else funnel.iloc[:0],
        "Deals created in the period.",
    )  # fmt: skip
with right:
    days = query(
        model, (), {stage: average(f"days_in_{stage}") for stage in map(str.lower, STAGES)},
        [*created, is_not("furthest_stage", "Lead")],
    )  # fmt: skip
    velocity = pd.DataFrame({"stage": STAGES, "average_days": days.iloc[0].astype(float).tolist()})
    velocity = velocity.dropna()
    chart = charts.bars(
        velocity, "stage", "average_days", "deals", DAYS, "Average days", order=STAGES
    )
    show_chart("Days in each stage", chart, velocity, "Deals created in the period that left Lead.")

open_deals = query(
    "fact_pipeline_daily", ["date_day"],
    {"open_pipeline_eur": total("amount_eur"), "open_deals": rows()},
    [*filters.within("fact_pipeline_daily", "date_day"), is_("is_open")], ["date_day"],
)  # fmt: skip
show_chart(
    "Open pipeline by day",
    charts.lines(
        open_deals, "date_day", "open_pipeline_eur", "deals", EURO, "Open pipeline", charts.DATES
    ),
    open_deals,
)

reps = query(
    model, ["sales_rep_key", "sales_rep_id"],
    {
        "won_amount_eur": total("amount_eur", is_("is_won")),
        "won_deals": rows(is_("is_won")),
        "closed_deals": rows(is_not("closed_date", None)),
    },
    closed, ["-won_amount_eur", "sales_rep_key"], limit=MOST_REPS,
)  # fmt: skip
reps.insert(0, "rank", range(1, len(reps) + 1))
reps["win_rate"] = reps["won_deals"] / reps["closed_deals"].where(reps["closed_deals"] > 0)
reps["sales_rep"] = [
    f"Rep ranked {rank}" if name == MASK else name
    for rank, name in zip(reps["rank"], reps["sales_rep_id"], strict=True)
]
reps = reps[["rank", "sales_rep", "won_amount_eur", "won_deals", "closed_deals", "win_rate"]]

left, right = st.columns(2)
with left:
    chart = charts.bars(reps, "sales_rep", "won_amount_eur", "deals", EURO, "Won amount")
    show_chart(f"The {MOST_REPS} reps with the highest won amount", chart, reps)
with right:
    lost = query(
        model, ["loss_reason"],
        {"lost_deals": rows(), "lost_amount_eur": total("amount_eur")},
        [*closed, is_("is_lost")], ["-lost_deals"],
    )  # fmt: skip
    chart = charts.bars(lost, "loss_reason", "lost_deals", "deals", COUNT, "Lost deals")
    show_chart("Loss reasons", chart, lost, "Deals lost in the period.")

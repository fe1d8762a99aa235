"""Customer: search, golden values, records with the evidence for them, and timeline."""

import streamlit as st

from dashboard import charts, customer, evidence
from dashboard.filters import data_until
from dashboard.masking import MASK
from dashboard.page import show_chart
from dashboard.search import find_customers
from dashboard.tables import as_it_is, show_table, words
from dashboard.units import COUNT, EURO, SCORE, counted, shown

EVENT_TYPES = ["Order", "Service", "Ticket", "Deal", "Web", "Alert", "Payment"]

st.title("Customer")
until = data_until()
text = st.text_input(
    "Search", key="search",
    placeholder="Name, e-mail, phone, source id (SAP:KNA000001) or uid, even a former one",
)  # fmt: skip
found = find_customers(text)
if not text.strip():
    st.caption(
        "A name of two words is found despite typos. Region, segment and period do not apply."
    )
    st.stop()
if found.empty:
    st.info("No customer found. Try fewer words, or another spelling.")
    st.stop()

known = customer.found_customers(list(found["customer_uid"])).set_index("customer_uid")
by_uid = found.set_index("customer_uid")["found_by"]


def label_of(uid: str) -> str:
    """A customer in the list of results."""
    if uid not in known.index:
        return f"{uid} (retired) \u00b7 {by_uid[uid]}"
    row = known.loc[uid]
    parts = [row["full_name"], row["city"], row["country"], uid, by_uid[uid]]
    return " \u00b7 ".join(part for part in parts if isinstance(part, str))


left, right = st.columns([3, 1])
uid = left.selectbox(
    f"{len(found)} found", list(found["customer_uid"]), format_func=label_of, key=f"customer {text}"
)
day = right.date_input("As of", until, max_value=until, key="as_of", format="YYYY-MM-DD")

identity_day = customer.NOW if day >= until else day
status = customer.status_on(uid, identity_day)
summary = customer.summary_of(uid)
full_name = summary["full_name"] if summary is not None else None
is_named = isinstance(full_name, str) and full_name != MASK
st.header(as_it_is(full_name) if is_named else uid)
if status is None:
    st.warning(f"The warehouse did not know {uid} on {day:%d %b %Y}.")
    st.stop()
about = f"**{uid}** \u00b7 {status['status'].lower()} since {status['valid_from']:%d %b %Y}"
if isinstance(status["successor_uid"], str):
    about += f" \u00b7 now {status['successor_uid']}"
if summary is not None:
    about += f" \u00b7 customer since {summary['created_date']:%d %b %Y}"
st.markdown(about)

reviews = customer.reviews_of(uid)
if len(reviews):
    others = reviews["other_customer_uid"].nunique()
    st.warning(
        f"Under review: {counted(len(reviews), 'pair')} with {counted(others, 'other customer')}"
        " wait for a steward decision. This customer may change.",
        icon=":material/pending:",
    )
    with st.expander("Pairs under review"):
        show_table(reviews, "under_review")

if summary is not None:
    cards = [
        ("Lifetime value", shown(float(summary["lifetime_value_eur"]), EURO)),
        ("Orders", shown(float(summary["total_orders"]), COUNT)),
        ("Lifecycle stage", summary["lifecycle_stage"]),
        ("Churn risk", summary["churn_risk_tier"]),
        ("Health score", shown(float(summary["health_score"]), SCORE)),
    ]
    for (title, value), place in zip(cards, st.columns(len(cards)), strict=True):
        place.metric(title, value, border=True, help='Always current; ignores "As of".')

records = customer.records_on(uid, identity_day)
st.subheader("Golden values")
st.caption(
    "Each value with its source and the rule that chose it"
    + (", as the sources have it now." if day >= until else f", as known on {day:%d %b %Y}.")
)
values = customer.values_on(uid, day, until)
first = ["attribute", "value", "rule", "source_system", "customer_id"]
values = values[[*first, *values.columns.difference(first)]]
show_table(values.assign(attribute=values["attribute"].map(words)), "golden_values")

st.subheader(f"Records ({len(records)})")
st.caption("As their sources wrote them. The uid is computed from the birth record.")
show_table(records.drop(columns="record_id"), "records")

st.subheader("Why these records are one customer")
pairs = evidence.pairs_within(uid)
joined = evidence.joining(pairs, list(records["record_id"]))
if len(records) == 1:
    st.caption("This is the only record.")
elif joined.empty:
    st.caption("No accepted pair joins these records now; a steward decision may have joined them.")
else:
    titles = {
        place: f"{row.source_system_l} {row.customer_id_l} and {row.source_system_r}"
        f" {row.customer_id_r}: {row.match_score:.4f}"
        for place, row in zip(range(len(joined)), joined.itertuples(), strict=True)
    }
    chosen_pair = st.selectbox(
        f"{counted(len(joined), 'pair')} that join {counted(len(records), 'record')}",
        list(titles), key=f"pair {uid}", format_func=titles.get,
    )  # fmt: skip
    pair = joined.iloc[chosen_pair]
    reasons = f"{pair['reasons'][:1].upper()}{pair['reasons'][1:]}."
    decided_by = "" if pair["decided_by"] == MASK else f" Decided by {pair['decided_by']}."
    st.markdown(as_it_is(reasons + decided_by))
    steps = evidence.evidence_of(pair)
    show_chart(
        "Evidence", evidence.waterfall(steps), steps,
        "In bits: each bit doubles the odds that both records are the same customer.",
    )  # fmt: skip

kinds = st.multiselect("Event types", EVENT_TYPES, key="event_types", placeholder="All")
events = customer.timeline_of(uid, day)
if kinds:
    events = events[events["type"].isin(kinds)]
show_chart(
    "Timeline", charts.events(events, "event_at", "type", "what"), events,
    f"{counted(len(events), 'event')} up to {day:%d %b %Y}; of each type the newest"
    f" {customer.MOST_EVENTS}.",
)  # fmt: skip

st.subheader("History of the uid")
show_table(customer.identity_events(uid, identity_day), "identity_events")

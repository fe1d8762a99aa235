"""Customer: search, golden values, records and their evidence, and timeline, as of a day."""

import streamlit as st

from dashboard import charts, customer, evidence, timeline
from dashboard.filters import data_until
from dashboard.masking import MASK
from dashboard.page import show_chart
from dashboard.search import find_customers
from dashboard.tables import as_it_is, show_table, words
from dashboard.units import COUNT, EURO, SCORE, counted, shown

# Time axis of the months -> how the figures of a past day are read.
READINGS = {
    "load_time": "as it was known then",
    "source_time": "as it was, by all that is known now and with the current members",
}
PAST = (
    "Name, status, values, records and history of the uid are as known on this day. Not known for a"
    " past day, and left out: what sources wrote in records that have changed since, their scores,"
    " pairs that were under review and no longer are, and the states of events."
)
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
    f"{len(found)} found", list(found["customer_uid"]), format_func=label_of,
    key=f"customer {text}",
    help='The list shows current names and places, whatever the day in "As of".',
)  # fmt: skip
day = right.date_input("As of", until, max_value=until, key="as_of", format="YYYY-MM-DD")

is_past = day < until
identity_day = day if is_past else customer.NOW
status = customer.status_on(uid, identity_day)
values = customer.values_on(uid, day, until)
full_name = customer.name_in(values)
st.header(as_it_is(full_name) if full_name and full_name != MASK else uid)
if status is None:
    st.warning(f"The warehouse did not know {uid} on {day:%d %b %Y}.")
    st.stop()
figures = customer.figures_before(uid, day) if is_past else customer.summary_of(uid)
about = f"**{uid}** \u00b7 {status['status'].lower()} since {status['valid_from']:%d %b %Y}"
if isinstance(status["successor_uid"], str):
    about += f" \u00b7 {'then' if is_past else 'now'} {status['successor_uid']}"
if figures is not None and not is_past:
    about += f" \u00b7 customer since {figures['created_date']:%d %b %Y}"
st.markdown(about)
if is_past:
    st.caption(f"As of {day:%d %b %Y}. {PAST}")

reviews = customer.reviews_of(uid, identity_day)
if len(reviews):
    others = reviews["other_customer_uid"].nunique()
    st.warning(
        f"Under review{' since then' if is_past else ''}: {counted(len(reviews), 'pair')} with"
        f" {counted(others, 'other customer')} wait for a steward decision. This customer may"
        " change.",
        icon=":material/pending:",
    )
    with st.expander("Pairs under review"):
        show_table(reviews, "under_review")

if figures is not None:
    cards = [
        ("Lifetime value", shown(float(figures["lifetime_value_eur"]), EURO)),
        ("Orders", shown(float(figures["total_orders"]), COUNT)),
        ("Lifecycle stage", figures["lifecycle_stage"]),
        ("Churn risk", figures["churn_risk_tier"]),
        ("Health score", shown(float(figures["health_score"]), SCORE)),
    ]
    for (title, value), place in zip(cards, st.columns(len(cards)), strict=True):
        place.metric(title, value, border=True)
if is_past and figures is None:
    st.caption("Value, orders, stage, risk and health are not known for this day.")
elif is_past:
    st.caption(
        f"Value, orders, stage, risk and health are those of {figures['as_of_date']:%d %b %Y}, the"
        f" last end of a month before: {READINGS[figures['time_axis']]}."
    )

records = customer.records_on(uid, identity_day)
st.subheader("Golden values")
st.caption(
    "Each value with its source and the rule that chose it"
    + (f", as known on {day:%d %b %Y}." if is_past else ", as the sources have it now.")
)
first = ["attribute", "value", "rule", "source_system", "customer_id"]
values = values[[*first, *values.columns.difference(first)]]
show_table(values.assign(attribute=values["attribute"].map(words)), "golden_values")

st.subheader(f"Records ({len(records)})")
st.caption(
    "As their sources wrote them"
    + (", empty if that has changed since." if is_past else ".")
    + " The uid is computed from the birth record."
)
show_table(records.drop(columns="record_id"), "records")

st.subheader("Why these records are one customer")
record_ids = records["record_id"].tolist()
joined = evidence.joining(evidence.pairs_among(record_ids, identity_day), record_ids)
if len(records) == 1:
    st.caption("This is the only record.")
elif joined.empty:
    unchanged = " that have not changed since" if is_past else ""
    st.caption(f"No accepted pair of records{unchanged} joins them; a steward decision may have.")
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
    is_hidden = is_past or pair["decided_by"] == MASK
    decided_by = "" if is_hidden else f" Decided by {pair['decided_by']}."
    st.markdown(as_it_is(reasons + decided_by))
    steps = evidence.evidence_of(pair)
    show_chart(
        "Evidence", evidence.waterfall(steps), steps,
        "In bits: each bit doubles the odds that both records are the same customer."
        + (" By the current match model; the records have not changed since." if is_past else ""),
    )  # fmt: skip

kinds = st.multiselect("Event types", EVENT_TYPES, key="event_types", placeholder="All")
events = (
    timeline.timeline_of_records(record_ids, day) if is_past else timeline.timeline_of(uid, day)
)
if kinds:
    events = events[events["type"].isin(kinds)]
show_chart(
    "Timeline", charts.events(events, "event_at", "type", "what"), events,
    f"{counted(len(events), 'event')} up to {day:%d %b %Y}; of each type the newest"
    f" {timeline.MOST_EVENTS}."
    + (" Of the records above, with current amounts and without states." if is_past else ""),
)  # fmt: skip

st.subheader("History of the uid")
show_table(customer.identity_events(uid, identity_day), "identity_events")

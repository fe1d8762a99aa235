"""Steward desk: the queue, two records side by side, the effect of a decision, the decision."""

import pandas as pd
import streamlit as st

from dashboard import customer, desk, evidence, side_by_side
from dashboard.filters import data_until
from dashboard.golden_form import golden_form
from dashboard.keyboard import focus, keyed_button
from dashboard.page import show_chart
from dashboard.roles import steward
from dashboard.set_values import (
    ATTRIBUTES,
    active_value,
    set_value,
    set_values,
    take_back_value,
)
from dashboard.signed_in import NotSignedInError
from dashboard.steward_log import DecidedMeanwhileError, steward_log
from dashboard.stewardship import (
    DIFFERENT,
    SAME,
    SIDES,
    UNSURE,
    check_unchanged,
    decide,
    latest_decisions,
    open_pairs,
    pair_of,
    records_of,
)
from dashboard.tables import as_it_is, show_table, words
from dashboard.units import counted

VALUE = "VALUE"
NEXT_BUILD = "It takes effect with the next build."

st.title("Steward desk")
try:
    name, refusal = steward(), ""
except NotSignedInError as error:
    name, refusal = "", str(error)

decided = latest_decisions()
pending = [found for found in decided.values() if not found.is_built]
put_off = sum(found.word == UNSURE for found in decided.values())
with_unsure = put_off > 0 and st.toggle(
    f"Include pairs answered UNSURE or taken back ({put_off})", key="desk with unsure"
)
waiting = open_pairs(decided, with_unsure=with_unsure)
values = set_values()
pending_values = int((~values["is_built"]).sum())
st.caption(
    f"{counted(len(waiting), 'question')} to decide, the largest effect first."
    f" Waiting for the next build: {counted(len(pending) + pending_values, 'decision')}."
    + (f" You are **{as_it_is(name)}**." if name else "")
    + " Region, segment and period do not apply."
)
if refusal:
    st.info(refusal)
if unread := steward_log().unread():
    st.warning(
        f"The steward log has files that cannot be read: {as_it_is(', '.join(unread))}. The next"
        " build names the lines."
    )
if desk.SAVED in st.session_state:
    st.success(st.session_state.pop(desk.SAVED), icon=":material/check:")


def choose(choice: desk.Choice) -> None:
    """Remember what the steward chose for a pair, and the decision that they saw."""
    st.session_state[desk.CHOICE] = choice


def show_what_was_decided_meanwhile() -> None:
    """Show who decided about the chosen pair in the meantime."""
    choice = st.session_state.get(desk.CHOICE)
    if choice is None:
        return
    try:
        check_unchanged(decided.get(choice.records), choice.seen)
    except DecidedMeanwhileError as error:
        st.error(as_it_is(str(error)))
        st.session_state.pop(desk.CHOICE)


def go_to(pair_id: str) -> None:
    """Show another pair."""
    st.session_state["desk pair"] = pair_id
    st.session_state.pop(desk.CHOICE, None)


def show_pair() -> None:
    """The chosen pair of the queue with the forms to decide it."""
    pairs = {desk.pair_id(row): row for row in waiting.to_dict("records")}
    ids = list(pairs)
    if st.session_state.get("desk pair") not in pairs:
        st.session_state["desk pair"] = ids[0]
    chosen = st.selectbox(
        "Pair", ids, key="desk pair",
        format_func=lambda found: f"{ids.index(found) + 1}. {desk.label_of(pairs[found])}",
    )  # fmt: skip
    pair = pairs[chosen]
    uids = [pair[f"customer_uid_{side}"] for side in SIDES]
    # The log has keys, which are masked for some roles.
    keys = records_of(uids, is_shown=False).set_index("record_id")
    unmasked = pair | {
        f"{column}_{side}": keys.at[pair[f"record_id_{side}"], column]
        for side in SIDES
        for column in ("source_system", "customer_id")
    }
    if name:
        show_buttons(chosen, ids, unmasked)
    desk.show_size(pair)
    records = records_of(uids)
    shown = records.set_index("record_id")
    left, right = (shown.loc[pair[f"record_id_{side}"]].to_dict() for side in SIDES)
    headings = [f"Record of {uid}" for uid in uids]
    st.html(side_by_side.compared_table(left, right, headings))
    choice = st.session_state.get(desk.CHOICE)
    if name and choice and choice.pair_id == chosen:
        if choice.action == VALUE:
            show_value_form(chosen, uids, keys)
        else:
            show_decision_form(choice, unmasked)
    steps = desk.evidence_between(pair)
    if steps is not None:
        show_chart(
            "Evidence", evidence.waterfall(steps), steps,
            "In bits: each bit doubles the odds that both records are the same customer.",
        )  # fmt: skip
    with st.expander(f"All {counted(len(records), 'record')} of both customers"):
        show_table(records.drop(columns=["record_id", "member_from"]), "records")


def show_buttons(chosen: str, ids: list[str], pair: dict) -> None:
    """Buttons for each decision and for the next pair, each with a keyboard shortcut."""
    following = ids[(ids.index(chosen) + 1) % len(ids)]
    latest = decided.get(pair_of(pair))
    known = (pair_of(pair), latest.id if latest else "")
    actions = [
        (SAME, "S", choose, desk.Choice(chosen, SAME, *known)),
        (DIFFERENT, "D", choose, desk.Choice(chosen, DIFFERENT, *known)),
        (UNSURE, "U", choose, desk.Choice(chosen, UNSURE, *known)),
        ("Set a value", "V", choose, desk.Choice(chosen, VALUE, *known)),
        ("Next pair", "N", go_to, following),
    ]
    places = st.columns(len(actions))
    for (label, key, action, argument), place in zip(actions, places, strict=True):
        keyed_button(
            place, label, f"desk {label}", key, on_click=action, args=(argument,), width="stretch"
        )


def show_decision_form(choice: desk.Choice, pair: dict) -> None:
    """The effect of a decision, and the form with its reason that saves it."""
    decision = choice.action
    with st.container(border=True):
        st.subheader(f"{decision}: {desk.MEANINGS[decision]}")
        desk.show_effect_of(pair, decision, decided)
        if decision == SAME:
            desk.show_merged_values(pair)

        def save(reason: str) -> str:
            row = decide(pair, decision, reason, name, choice.seen)
            return f"Saved {row['decision_id']}: {decision}. {NEXT_BUILD}"

        key = f"{choice.pair_id} {decision}"
        desk.reason_form(key, f"Confirm {decision}", save)
        focus(desk.REASON, key)


def show_value_form(chosen: str, uids: list[str], keys: pd.DataFrame) -> None:
    """A golden value before and after, and the form with its reason that saves it."""
    until = data_until()
    with st.container(border=True):
        st.subheader("Set a golden value")
        left, middle, right = st.columns([2, 1, 2])
        uid = left.selectbox("Customer", list(dict.fromkeys(uids)), key=f"value of {chosen}")
        attribute = middle.selectbox(
            "Attribute", ATTRIBUTES, format_func=words, key=f"attribute {chosen}"
        )
        value = right.text_input("Value", key=f"value {chosen} {attribute}", max_chars=1000)
        own = keys[keys["customer_uid"] == uid].sort_values("is_birth_record", ascending=False)
        names = list(zip(own["source_system"], own["customer_id"], strict=True))
        active = active_value(values, names, attribute)
        golden = customer.values_on(uid, until, until).set_index("attribute")
        before = golden.loc[attribute] if attribute in golden.index else None
        country = golden["value"].get("country") if attribute != "country" else None
        written = value.strip()
        after = golden_form(attribute, written, country) if written else ""
        table = pd.DataFrame(
            {
                "attribute": [words(attribute)],
                "before": [before["value"] if before is not None else ""],
                "because": [before["rule"] if before is not None else "no record has a value"],
                "after": [after or ""],
            }
        )
        show_table(table, "value_before_and_after")
        st.caption(
            f"Takes precedence over every survivorship rule from {until:%d %b %Y} on, while its"
            " record exists. Write a phone number with its calling code."
        )
        if after is None:
            st.warning("This value is not understood, so it would have no effect.")
            return
        if active is not None and not active["is_built"]:
            st.caption(
                f"{as_it_is(active['attribute_value'])} waits for the next build; this replaces it."
            )

        # The first time that the form is shown, not the time of a later rerun.
        found = active["decided_at"] if active is not None else ""
        seen = st.session_state.setdefault(f"desk seen {uid} {attribute}", found)

        def save(reason: str) -> str:
            # A steward who has been shown another steward's value may then replace it.
            st.session_state.pop(f"desk seen {uid} {attribute}")
            row = set_value(names, attribute, value, reason, name, until, seen)
            return f"Saved {row['override_id']}: {words(attribute)} of {uid}. {NEXT_BUILD}"

        desk.reason_form(f"{chosen} {VALUE}", "Confirm the value", save)
        focus("Value", chosen)


def show_decided() -> None:
    """Shows the decisions of stewards, and the form to take one back."""
    found = [entry for entry in decided.values() if entry.word != UNSURE]
    found.sort(key=lambda entry: str(entry.row["decided_at"]), reverse=True)
    labels = {
        entry.id: f"{entry.word} \u00b7 {desk.label_of(entry.row)} \u00b7 {entry.row['steward']},"
        f" {str(entry.row['decided_at'])[:16]}"
        + ("" if entry.is_built else " \u00b7 waits for the build")
        for entry in found
    }
    active = values[values["is_active"]].sort_values("decided_at", ascending=False)
    by_key = {
        f"{row['override_id']} {row['customer_id']}": row for row in active.to_dict("records")
    }
    labels |= {
        key: f"{words(row['attribute'])} = {row['attribute_value']} \u00b7 {row['steward']},"
        f" {str(row['decided_at'])[:16]}"
        + ("" if row["is_built"] else " \u00b7 waits for the build")
        for key, row in by_key.items()
    }
    if not labels:
        st.caption("Nothing has been decided.")
        return
    chosen = st.selectbox(
        "Decision", list(labels), index=None, format_func=labels.get, key="desk decided",
        placeholder="Choose one to take it back",
    )  # fmt: skip
    if chosen is None:
        return

    def save(reason: str) -> str:
        if chosen in by_key:
            row = take_back_value(by_key[chosen], reason, name)
            return f"Saved {row['override_id']}: the value was taken back. {NEXT_BUILD}"
        entry = next(entry for entry in found if entry.id == chosen)
        row = decide(entry.row, UNSURE, reason, name, entry.id)
        return f"Saved {row['decision_id']}: the decision was taken back. {NEXT_BUILD}"

    if chosen not in by_key:
        entry = next(entry for entry in found if entry.id == chosen)
        st.caption(as_it_is(str(entry.row["reason"])))
        desk.show_effect_of(desk.with_customers(entry.row), UNSURE, decided)
    desk.reason_form(f"back {chosen}", "Take it back", save, desk.REASON_TO_TAKE_BACK)
    focus(desk.REASON_TO_TAKE_BACK, chosen)


show_what_was_decided_meanwhile()
if waiting.empty:
    st.info("No pair is waiting for a decision.")
else:
    show_pair()
if name:
    st.subheader("Take a decision back")
    show_decided()

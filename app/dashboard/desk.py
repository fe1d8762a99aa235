"""The parts of the steward desk: a pair, the effect of a decision, the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import evidence
from dashboard.effect import Effect, TooManyRecordsError, effect_of
from dashboard.masking import MASK
from dashboard.query import query
from dashboard.statement import among, is_
from dashboard.steward_log import DecidedMeanwhileError
from dashboard.stewardship import (
    DIFFERENT,
    SAME,
    SIDES,
    UNSURE,
    ContradictingError,
    Decision,
    Pair,
)
from dashboard.tables import as_it_is, show_table, words
from dashboard.units import EURO, counted, shown

CHOICE, SAVED = "desk choice", "desk saved"
MEANINGS = {
    SAME: "one customer",
    DIFFERENT: "two customers",
    UNSURE: "leave open; withdraws an earlier decision",
}
REASON, REASON_TO_TAKE_BACK = "Reason", "Reason to take it back"
UNSAVED = (DecidedMeanwhileError, ContradictingError, ValueError, OSError)


@dataclass(frozen=True)
class Choice:
    """What a steward chose for a pair: SAME, DIFFERENT, UNSURE or VALUE.

    seen: the id of the latest decision about the pair at that time, empty if there was none.
    """

    pair_id: str
    action: str
    records: Pair
    seen: str


def pair_id(pair: Mapping[str, object]) -> str:
    """The key of a pair in the queue."""
    return f"{pair['record_id_l']} {pair['record_id_r']}"


def label_of(pair: Mapping[str, object]) -> str:
    """The label of a pair in a list: the names of its records, or their ids without names."""
    names = []
    for side in SIDES:
        name = pair.get(f"full_name_{side}")
        known = isinstance(name, str) and name != MASK
        names.append(
            name if known else f"{pair[f'source_system_{side}']} {pair[f'customer_id_{side}']}"
        )
    return " / ".join(names)


def names_of(uids: list[str]) -> dict[str, str]:
    """The names of customers, where the reader may see them."""
    found = query(
        "customer_summary", ["customer_uid", "full_name"], where=[among("customer_uid", uids)]
    )
    return {
        uid: name
        for uid, name in zip(found["customer_uid"], found["full_name"], strict=True)
        if isinstance(name, str) and name != MASK
    }


def evidence_between(pair: Mapping[str, object]) -> pd.DataFrame | None:
    """The evidence of a pair in steps, if the pair is still compared."""
    weights = [f"{evidence.WEIGHT}{name}" for name in evidence.weight_fields()]
    found = query(
        "mdm_match_pairs", ["match_score", "reasons", *weights],
        where=[is_("record_id_l", pair["record_id_l"]), is_("record_id_r", pair["record_id_r"])],
    )  # fmt: skip
    return None if found.empty else evidence.evidence_of(found.iloc[0])


def show_effect(effect: Effect) -> None:
    """Shows the effect of a decision on customers, in sentences and by record."""
    changed = effect.changed
    names = names_of(sorted({*changed["before"], *changed["after"]})) if len(changed) else {}
    for line in effect.words(names):
        st.markdown(f"- {line}")
    if changed.empty:
        return
    with st.expander(f"All {counted(len(changed), 'record')} of these customers"):
        # The keys are read unmasked, to find decisions by them.
        table = changed[["before", "after", "source_system", "first_known_date"]]
        show_table(
            table.rename(columns={"before": "customer_before", "after": "customer_after"}), "effect"
        )


def show_effect_of(
    pair: Mapping[str, object] | None, decision: str, decided: Mapping[Pair, Decision]
) -> None:
    """The effect of a decision, or why it cannot be shown."""
    if pair is None:
        st.warning("The published database does not have these records, so the effect is unknown.")
        return
    try:
        show_effect(effect_of(pair, decision, decided))
    except TooManyRecordsError as error:
        st.warning(str(error))


def show_merged_values(pair: Mapping[str, object]) -> None:
    """The golden values of the two customers of a pair, where they differ."""
    uids = [str(pair[f"customer_uid_{side}"]) for side in SIDES]
    found = query(
        "golden_value_lineage", ["customer_uid", "attribute", "golden_value"],
        where=[among("customer_uid", uids)],
    )  # fmt: skip
    values = found.pivot(index="attribute", columns="customer_uid", values="golden_value")
    values = values.reindex(columns=uids).astype(object)
    differing = values[values[uids[0]].fillna("") != values[uids[1]].fillna("")]
    if differing.empty:
        return
    with st.expander("Golden values now, where they differ"):
        st.caption("The next build chooses between them by the survivorship rules.")
        differing.index = differing.index.map(words)
        show_table(differing.reset_index(), "golden_values")


def guard_words(code: str) -> str:
    """Why a guard keeps a pair out of AUTO_MERGE."""
    from mdm.score.reasons import GUARD_WORDS

    return GUARD_WORDS.get(code, code)


def show_size(pair: Mapping[str, object]) -> None:
    """Shows what depends on a pair: events and revenue, age, guard, other pairs."""
    parts = [
        f"Match score **{float(pair['match_score']):.3f}** ({pair['tier']})",
        f"{counted(int(pair['combined_record_count']), 'record')} together",
        f"SAME moves {counted(int(pair['moved_events']), 'event')} and"
        f" {shown(float(pair['moved_revenue_eur']), EURO)}",
        f"open since {pair['open_since_date']:%d %b %Y}",
    ]
    if isinstance(pair["guard_code"], str):
        parts.insert(1, f"not merged by itself: {guard_words(pair['guard_code'])}")
    if int(pair["pairs_between"]) > 1:
        parts.append(f"one of {pair['pairs_between']} pairs between these customers")
    st.markdown(" \u00b7 ".join(parts))
    if isinstance(pair["last_decision"], str) and isinstance(pair["last_reason"], str):
        reason = as_it_is(pair["last_reason"])
        st.caption(f"Last decision: {pair['last_decision']}. {reason}")
    if pair["is_held_apart"]:
        st.caption(
            "SAME does not merge these two customers: VAT numbers differ, or both ids and birth"
            " dates, or a steward decided DIFFERENT on two of their records."
        )


def reason_form(key: str, action: str, save: Callable[[str], str], label: str = REASON) -> None:
    """The reason and the button that saves; Enter also saves.

    save: takes the reason, returns what to say when it is done.
    """
    with st.form(f"form {key}", border=False):
        reason = st.text_input(
            label, key=f"reason {key}", max_chars=400,
            placeholder="What did you see or find out? Enter saves.",
        )  # fmt: skip
        is_sent = st.form_submit_button(action, type="primary")
    if not is_sent:
        return
    try:
        st.session_state[SAVED] = save(reason)
    except UNSAVED as error:
        st.error(as_it_is(str(error)))
        return
    st.session_state.pop(CHOICE, None)
    st.rerun()


def with_customers(row: Mapping[str, object]) -> dict[str, object] | None:
    """A decision of the log with its records' current customers; None if they are unknown."""
    found = query(
        "customer_records", ["source_system", "customer_id", "customer_uid"],
        where=[
            among("customer_id", [str(row[f"customer_id_{side}"]) for side in SIDES]),
            is_("is_current"),
        ],
        is_shown=False,
    )  # fmt: skip
    keys = zip(found["source_system"], found["customer_id"], strict=True)
    owners = dict(zip(keys, found["customer_uid"], strict=True))
    ends = {side: (row[f"source_system_{side}"], row[f"customer_id_{side}"]) for side in SIDES}
    if not set(ends.values()) <= owners.keys():
        return None
    return dict(row) | {f"customer_uid_{side}": owners[end] for side, end in ends.items()}

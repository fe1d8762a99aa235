"""Why records are one customer: the match weights and the words of the match engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import altair as alt
import pandas as pd

from dashboard.charts import LONGEST_LABEL, finished, label_axis, rows_height, wrapped
from dashboard.colours import PALETTE
from dashboard.query import query
from dashboard.statement import Condition, among

PAIR_LIMIT = 2_000
WEIGHT = "match_weight_"
START, TOTAL = "before any evidence", "total"


def pairs_among(record_ids: Sequence[str], day: date) -> pd.DataFrame:
    """The compared pairs of records that have not changed since a day, in the engine's names."""
    found = query(
        "mdm_match_pairs",
        [
            "record_id_l", "record_id_r", "source_system_l", "customer_id_l", "source_system_r",
            "customer_id_r", "match_score", "tier", "guard_code", "reasons", "decision",
            "decided_by", *(f"{WEIGHT}{field}" for field in weight_fields()),
        ],
        where=[
            among("record_id_l", record_ids), among("record_id_r", record_ids),
            Condition("known_from", "<=", day),
        ],
        order=["-match_score"],
        limit=PAIR_LIMIT,
    )  # fmt: skip
    return found.rename(columns={"record_id_l": "uid_l", "record_id_r": "uid_r"})


def weight_fields() -> tuple[str, ...]:
    """The fields that have a match weight."""
    from mdm.score.pairs import WEIGHT_FIELDS

    return WEIGHT_FIELDS


def joining(pairs: pd.DataFrame, record_ids: list[str]) -> pd.DataFrame:
    """The pairs that join records: one fewer than records, or fewer if a steward joined them."""
    from mdm.report.explain_customer import joining_pairs

    return joining_pairs(pairs, sorted(record_ids))


def evidence_of(pair: pd.Series) -> pd.DataFrame:
    """The evidence of a pair as steps: field, words, bits, from and to."""
    from mdm.report.explain_pair import FIELD_WORDS, reasons_by_field

    words = reasons_by_field(pair["reasons"])
    steps, level = [], 0.0
    for field in weight_fields():
        bits = float(pair[f"{WEIGHT}{field}"])
        if field != "prior" and not words.get(field):
            continue
        steps.append(
            {
                "field": FIELD_WORDS[field],
                "words": ", ".join(words.get(field, ())),
                "bits": bits,
                "start": level,
                "end": level + bits,
            }
        )
        level += bits
    steps.append({"field": TOTAL, "words": "", "bits": level, "start": 0.0, "end": level})
    return pd.DataFrame(steps)


def waterfall(evidence: pd.DataFrame) -> alt.Chart | alt.LayerChart:
    """The evidence as a waterfall: green is for one customer, red is against."""
    meanings = [
        "neutral" if field in (START, TOTAL) else "good" if bits >= 0 else "bad"
        for field, bits in zip(evidence["field"], evidence["bits"], strict=True)
    ]
    labelled = evidence.assign(
        label=[
            wrapped(f"{field}: {words}" if words and words != field else field)
            for field, words in zip(evidence["field"], evidence["words"], strict=True)
        ],
        colour=[PALETTE[meaning] for meaning in meanings],
    )
    chart = (
        alt.Chart(labelled, description="Match weight per field, in bits")
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X(
                "start:Q",
                axis=alt.Axis(title="Match weight (bits)", tickCount=6, labelLimit=LONGEST_LABEL),
            ),
            x2="end:Q",
            y=alt.Y("label:N", sort=None, axis=label_axis()),
            color=alt.Color("colour:N", scale=None),
            tooltip=["field", "words", alt.Tooltip("bits:Q", format="+.1f")],
        )
    )
    return finished(chart, rows_height(labelled["label"].tolist()))

"""Customer uids change only with data about the customer's own records."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mdm import assign_identities, customer_uid, score_pairs
from mdm.standardise.records import read_records

OPEN = "9999-12-31"
ANN = {"first_name": "Annabel", "last_name": "Leewright", "email": "ann@leewright.example"}
STRANGER = {"first_name": "Zoltan", "last_name": "Przybyl", "email": "zp@other.example"}


@pytest.fixture(scope="module")
def records() -> pd.DataFrame:
    return read_records(Path(__file__).with_name("customers.csv"))


@pytest.fixture(scope="module")
def ids(model, matched):
    """A function that returns {record: customer uid} for records in the file format."""

    def run(records: pd.DataFrame) -> dict[str, str]:
        clusters = matched(records, model).clusters
        return dict(zip(clusters["uid"], clusters["customer_uid"], strict=True))

    return run


@pytest.fixture(scope="module")
def first_ids(ids, records) -> dict[str, str]:
    return ids(records)


def test_a_rerun_gives_the_same_ids(ids, records, first_ids) -> None:
    assert ids(records) == first_ids


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_does_not_change_ids(ids, records, first_ids, seed: int) -> None:
    assert ids(records.sample(frac=1, random_state=seed, ignore_index=True)) == first_ids


def test_unrelated_records_do_not_change_ids(ids, records, first_ids) -> None:
    others = pd.DataFrame(
        [
            {
                "uid": f"0-{n}",
                "first_name": f"Xq{letter}zu",
                "last_name": f"Wyx{letter}ko",
                "email": f"{letter}@{n}.unrelated.example",
            }
            for n, letter in enumerate("bcdfghjklmnp")
        ]
    )
    after = ids(pd.concat([others, records], ignore_index=True))
    assert {uid: after[uid] for uid in first_ids} == first_ids


def version(record: str, day: int, until: int | None = None, **values: str) -> dict[str, str]:
    end = OPEN if until is None else f"2026-01-{until:02d}"
    return {"uid": f"{record}@{day}", "record_id": record, "from": f"2026-01-{day:02d}", "to": end,
            **values}  # fmt: skip


@pytest.fixture(scope="module")
def history(prepared, reference):
    """A function that returns [(day, uid)] of a record for versions of records and decisions.

    Pairs are all pairs of versions of different records whose days overlap.
    """

    def run(record: str, rows: list[dict[str, str]], decisions=()) -> list[tuple[int, str]]:
        named = [{k: v for k, v in row.items() if k not in ("record_id", "from", "to")}
                 for row in rows]  # fmt: skip
        spans = pd.DataFrame(rows).set_index("uid")[["record_id", "from", "to"]]
        ready = prepared(*named).records.drop(columns=["record_id", "known_from", "known_to"])
        ready = ready.join(spans, on="version_id").rename(
            columns={"from": "known_from", "to": "known_to"}
        )
        both = ready[["version_id", "record_id", "known_from", "known_to"]]
        pairs = both.merge(both, how="cross", suffixes=("_l", "_r"))
        pairs["known_from"] = pairs[["known_from_l", "known_from_r"]].max(axis=1)
        pairs["known_to"] = pairs[["known_to_l", "known_to_r"]].min(axis=1)
        pairs = pairs[
            (pairs["record_id_l"] < pairs["record_id_r"])
            & (pairs["known_from"] < pairs["known_to"])
        ]
        tables = (reference["match_model_parameters"], reference["name_frequencies"])
        scored = score_pairs(pairs, ready, *tables, backend="jellyfish")
        columns = ["record_id_l", "record_id_r", "decision", "decided_date"]
        assigned = assign_identities(
            scored=scored,
            records=ready,
            parameters=reference["match_model_parameters"],
            decisions=pd.DataFrame(list(decisions), columns=columns),
            backend="jellyfish",
        )
        rows_of = assigned[assigned["record_id"] == record]
        days = rows_of["assigned_from"].astype(str).str[-2:].astype(int)
        return list(zip(days, rows_of["customer_uid"], strict=True))

    return run


def test_a_merge_keeps_the_older_uid_and_a_correction_restores_both(history) -> None:
    rows = [
        version("old", 1, **ANN),
        version("new", 2, 3, **STRANGER),
        version("new", 3, 5, **ANN),
        version("new", 5, **STRANGER),
    ]
    old, new = customer_uid("old"), customer_uid("new")
    assert history("old", rows) == [(1, old)]
    assert history("new", rows) == [(2, new), (3, old), (5, new)]


def test_a_decision_that_undoes_a_merge_restores_both_uids(history) -> None:
    rows = [version("old", 1, **ANN), version("new", 2, **ANN)]
    decided = [("new", "old", "DIFFERENT", "2026-01-04"), ("new", "old", "UNSURE", "2026-01-06")]
    old, new = customer_uid("old"), customer_uid("new")
    assert history("old", rows, decided) == [(1, old)]
    assert history("new", rows, decided) == [(2, old), (4, new), (6, old)]


def test_a_split_part_is_named_after_its_own_oldest_record(history) -> None:
    """A mailbox that joined the first to two others is corrected; the older one gives the uid."""
    other = ANN | {"email": "annabel@second.example"}
    rows = [
        version("a", 1, **ANN),
        version("b", 2, 5, phone="0113 4960000", **ANN),
        version("b", 5, phone="0113 4960000", **other),
        version("c", 3, phone="0113 4960000", **other),
    ]
    first, part = customer_uid("a"), customer_uid("b")
    assert history("a", rows) == [(1, first)]
    assert history("b", rows) == [(2, first), (5, part)]
    assert history("c", rows) == [(3, first), (5, part)]

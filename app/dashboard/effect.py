"""The effect of a decision: the match engine clusters with and without it.

`mdm.assign_identities` computes the customers of a build. Here it gets only the current records
that accepted pairs, decisions or a customer connect with the pair; its result for them is the
same. Earlier days are left out, because a decision does not change them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard.query import query
from dashboard.statement import among, is_
from dashboard.stewardship import SAME, SIDES, Decision, Pair, pair_of, records_of
from dashboard.tables import as_it_is
from dashboard.units import counted

ENDS = ["record_id_l", "record_id_r"]
PAIR_COLUMNS = [
    *ENDS, "customer_uid_l", "customer_uid_r", "match_score", "tier", "guard_code",
    "match_weight_address", "match_weight_phone",
]  # fmt: skip
FIRST_DAY, FOREVER = pd.Timestamp("2000-01-01"), pd.Timestamp("9999-12-31")
MOST_PAIRS, MOST_RECORDS = 100_000, 2_000


class TooManyRecordsError(Exception):
    """More records are connected than the page can cluster."""


@dataclass(frozen=True)
class Effect:
    """The customer of each connected record before and after a decision.

    records: one row per record, oldest first, with `before` and `after`.
    """

    records: pd.DataFrame

    @property
    def changed(self) -> pd.DataFrame:
        """The records of customers that gain or lose records."""
        moved = self.records[self.records["before"] != self.records["after"]]
        uids = {*moved["before"], *moved["after"]}
        return self.records[
            self.records["before"].isin(uids) | self.records["after"].isin(uids)
        ].reset_index(drop=True)

    def words(self, names: Mapping[str, str]) -> list[str]:
        """The effect on each customer, in sentences. names: uid -> name of the customer."""
        if (self.records["before"] == self.records["after"]).all():
            return ["No record moves."]
        lines = []
        for uid in unique(self.records["after"]):
            members = self.records[self.records["after"] == uid]
            joining = [other for other in unique(members["before"]) if other != uid]
            for other in joining:
                if other not in set(self.records["after"]):
                    count = (members["before"] == other).sum()
                    lines.append(
                        f"{named(other, names)} joins {named(uid, names)} with"
                        f" {counted(count, 'record')}. {uid} survives, {other} leads to it."
                    )
        for uid in unique(self.records["before"]):
            members = self.records[self.records["before"] == uid]
            parts = unique(members["after"])
            if len(parts) > 1:
                shares = [
                    f"{part} {'keeps' if part == uid else 'gets'}"
                    f" {counted((members['after'] == part).sum(), 'record')}"
                    for part in parts
                ]
                lines.append(f"{named(uid, names)} splits: {', '.join(shares)}.")
        return lines


def unique(values: pd.Series) -> list[str]:
    """The different values, in order."""
    return list(dict.fromkeys(values))


def named(uid: str, names: Mapping[str, str]) -> str:
    """A customer with its name, if the reader may see it."""
    return f"{as_it_is(names[uid])} ({uid})" if uid in names else uid


def connected(uids: Collection[str], decided: Mapping[Pair, Decision]) -> pd.DataFrame:
    """The current records that pairs, decisions and customers connect with some customers.

    Raises TooManyRecordsError."""
    known: set[str] = set()
    frames = []
    while missing := sorted(set(uids) - known):
        known |= set(missing)
        found = records_of(missing, is_shown=False)
        frames.append(found)
        if sum(map(len, frames)) > MOST_RECORDS:
            raise TooManyRecordsError(
                f"More than {MOST_RECORDS:,} records are connected; the build shows the effect."
            )
        uids = set()
        for own, other in (SIDES, SIDES[::-1]):
            linked = query(
                "mdm_match_pairs", [f"customer_uid_{other}"], {},
                [among(f"customer_uid_{own}", missing), is_("tier", "AUTO_MERGE")],
                limit=MOST_PAIRS,
            )  # fmt: skip
            uids |= set(linked[f"customer_uid_{other}"])
        uids |= customers_of_decided(found, decided)
    return pd.concat(frames, ignore_index=True)


def customers_of_decided(records: pd.DataFrame, decided: Mapping[Pair, Decision]) -> set[str]:
    """The customers of records that are SAME as some records."""
    own = set(zip(records["source_system"], records["customer_id"], strict=True))
    pairs = [pair for pair, decision in decided.items() if decision.word == SAME and pair & own]
    others = {record for pair in pairs for record in pair - own}
    if not others:
        return set()
    found = query(
        "customer_records", ["source_system", "customer_id", "customer_uid"],
        where=[among("customer_id", sorted(key for _, key in others)), is_("is_current")],
        is_shown=False,
    )  # fmt: skip
    keys = zip(found["source_system"], found["customer_id"], strict=True)
    return {uid for key, uid in zip(keys, found["customer_uid"], strict=True) if key in others}


def scored_pairs(record_ids: Sequence[str]) -> pd.DataFrame:
    """The compared pairs among some records, as the engine takes them."""
    found = query(
        "mdm_match_pairs", PAIR_COLUMNS, where=[among("record_id_l", list(record_ids))],
        limit=MOST_PAIRS,
    )  # fmt: skip
    inside = found[found["record_id_r"].isin(record_ids)]
    return inside.assign(known_from=FIRST_DAY, known_to=FOREVER)


@cache
def parameters() -> pd.DataFrame:
    """The parameters of the match model."""
    from mdm.seeds import PARAMETERS, REFERENCE, read_model_rows

    return read_model_rows(REFERENCE / f"{PARAMETERS}.csv")


def clusters_with(
    records: pd.DataFrame, pairs: pd.DataFrame, decided: Mapping[Pair, Decision]
) -> dict[str, str]:
    """Record id -> customer uid, by the clustering of the match engine."""
    from mdm import assign_identities
    from mdm.match_model import CURRENT

    keys = zip(records["source_system"], records["customer_id"], strict=True)
    ids = dict(zip(keys, records["record_id"], strict=True))
    rows = [
        [*sorted(ids[record] for record in pair), decision.word, FIRST_DAY]
        for pair, decision in decided.items()
        if pair <= ids.keys()
    ]
    # A record with only a key has no version to compare.
    born = records["first_known_date"].fillna(records["member_from"])
    births = pd.to_datetime(records["birth_date"]).dt.strftime("%Y%m%d")
    versions = records.assign(known_from=born, known_to=FOREVER, birth_date=births)
    assigned = assign_identities(
        pairs,
        versions,
        parameters(),
        CURRENT,
        pd.DataFrame(rows, columns=[*ENDS, "decision", "decided_date"]),
    )
    now = assigned.drop_duplicates("record_id", keep="last")
    return dict(zip(now["record_id"], now["customer_uid"], strict=True))


def effect_of(
    pair: Mapping[str, object], decision: str, decided: Mapping[Pair, Decision]
) -> Effect:
    """The effect of a decision about a pair, in addition to those that wait for the build.

    pair: source_system, customer_id and customer_uid of both sides, unmasked. Raises
    TooManyRecordsError.
    """
    records = connected({str(pair[f"customer_uid_{side}"]) for side in SIDES}, decided)
    pairs = scored_pairs(list(records["record_id"]))
    before = clusters_with(records, pairs, decided)
    row = dict(pair) | {"decision": decision}
    after = clusters_with(records, pairs, {**decided, pair_of(pair): Decision(row, False)})
    owners = records["record_id"]
    return Effect(records.assign(before=owners.map(before), after=owners.map(after)))

"""Finds customers by uid, source id, name, e-mail address or phone number, despite typos.

The match engine standardises the search text and computes its block keys, as for a record; records
with the same keys are ranked by the engine's similarity of names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from dashboard.block_keys import engine
from dashboard.query import query
from dashboard.search_keys import (
    MOST_RECORDS,
    UID,
    WHOLE,
    fields_of,
    find_similar,
    with_digits,
)
from dashboard.statement import Condition, among, is_, starts_with

MOST_CUSTOMERS = 20
MOST_VALUES = 50_000
FOUND = ["customer_uid", "found_by", "similarity"]


def find_customers(text: str) -> pd.DataFrame:
    """The customers that match a search, best first: customer_uid, found_by, similarity."""
    text = text.strip()
    if not text:
        return pd.DataFrame(columns=FOUND)
    found = by_uid(text.upper()) if UID.fullmatch(text.upper()) else by_source_id(text)
    if found.empty:
        found = by_keys(text)
    best = found.sort_values("similarity", ascending=False, kind="stable")
    return best.drop_duplicates("customer_uid").head(MOST_CUSTOMERS).reset_index(drop=True)


def by_uid(uid: str) -> pd.DataFrame:
    """The customers that now have the records of a current or former uid."""
    found = query(
        "customer_uid_redirects", ["resolved_uid", "status"], where=[is_("customer_uid", uid)]
    )
    words = [
        "uid" if resolved == uid else f"old uid: {status.lower()}"
        for resolved, status in zip(found["resolved_uid"], found["status"], strict=True)
    ]
    return _found(found["resolved_uid"], words, [1.0] * len(found))


def by_source_id(text: str) -> pd.DataFrame:
    """The customers of records with this key; the name of its system and a colon may precede it.

    Upper and lower case count only if a record has exactly this key.
    """
    source, _, key = (part.strip() for part in text.rpartition(":"))
    where = [Condition("customer_id", "is in any case", key), is_("is_current")]
    where += [Condition("source_system", "is in any case", source)] if source else []
    columns = ["customer_uid", "source_system", "customer_id"]
    found = query("customer_records", columns, where=where, is_shown=False)
    is_exact = found["customer_id"] == key
    if source:
        is_exact &= found["source_system"] == source
    found = found[is_exact] if is_exact.any() else found
    words = [f"id in {source}" for source in found["source_system"]]
    return _found(found["customer_uid"], words, [1.0] * len(found))


def by_keys(text: str) -> pd.DataFrame:
    """The customers of records that share a block key with the text, or the start of one.

    If they are not what was searched, also those whose key differs by one typo.
    """
    fields = fields_of(text)
    computed = list(engine().keys(fields).itertuples(index=False, name=None))
    found = find_similar(
        with_digits(computed, fields[0]), _records_with, _values_of, from_address="@" in text
    )
    return pd.DataFrame(found, columns=FOUND)


def _records_with(key_type: str, search_keys: Sequence[str], is_beginning: bool) -> list[str]:
    """The records with one of the search keys, or with one that starts with one."""
    if is_beginning:
        condition = starts_with("search_key", *search_keys)
    else:
        condition = among("search_key", search_keys)
    found = query(
        "customer_search_keys",
        ["record_id"],
        where=[is_("key_type", key_type), condition],
        limit=MOST_RECORDS,
    )
    return found["record_id"].tolist()


def _values_of(records: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Customer, key type and search key of the whole values of records."""
    values = query(
        "customer_search_keys",
        ["customer_uid", "key_type", "search_key"],
        where=[among("record_id", records), among("key_type", tuple(WHOLE))],
        limit=MOST_VALUES,
        is_shown=False,
    )
    return values.itertuples(index=False, name=None)


def _found(uids: pd.Series, words: object, similarity: object) -> pd.DataFrame:
    found = pd.DataFrame({"customer_uid": uids.to_numpy()})
    return found.assign(found_by=list(words), similarity=similarity)

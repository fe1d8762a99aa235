"""Finds customers by uid, source id, name, e-mail address or phone number, in spite of typos.

The match engine standardises what is typed and computes its block keys, as for a record; records
with the same keys are ranked by the engine's similarity of names.
"""

from __future__ import annotations

import re

import pandas as pd

from dashboard.block_keys import engine
from dashboard.query import query
from dashboard.statement import among, is_, starts_with

UID = re.compile(r"C-[0-9A-Z]{16}")
MOST_RECORDS, MOST_CUSTOMERS = 1_000, 20
MOST_VALUES = 50_000
# Keys to which other fields, such as a postcode, may be appended: their start is compared.
BEGINNINGS = ("full_name", "name_sounds", "name_starts", "last_name_initial")
# Keys that hold a whole value -> what it is, and the least similarity of one with a typo.
WHOLE = {
    "both_names": ("name", 0.85),
    "full_name": ("name", 0.85),
    "email": ("e-mail address", 0.92),
    "phone": ("phone number", 0.92),
}
SHORTEST_BEGINNING = 4
DIGITS_BEFORE_TYPO = 5
FOUND = ["customer_uid", "found_by", "similarity"]


def find_customers(text: str) -> pd.DataFrame:
    """The customers that a search may mean, best first: customer_uid, found_by, similarity."""
    text = text.strip()
    if not text:
        return pd.DataFrame(columns=FOUND)
    found = by_uid(text.upper()) if UID.fullmatch(text.upper()) else by_source_id(text)
    if found.empty:
        found = by_keys(text)
    best = found.sort_values("similarity", ascending=False, kind="stable")
    return best.drop_duplicates("customer_uid").head(MOST_CUSTOMERS).reset_index(drop=True)


def by_uid(uid: str) -> pd.DataFrame:
    """The customers that now have the records of a uid, which may be an old one."""
    found = query(
        "customer_uid_redirects", ["resolved_uid", "status"], where=[is_("customer_uid", uid)]
    )
    words = [
        "uid" if resolved == uid else f"old uid: {status.lower()}"
        for resolved, status in zip(found["resolved_uid"], found["status"], strict=True)
    ]
    return _found(found["resolved_uid"], words, [1.0] * len(found))


def by_source_id(text: str) -> pd.DataFrame:
    """The customers of records with this key, alone or after the name of its system and a colon."""
    source, _, key = text.rpartition(":")
    where = [is_("customer_id", key.strip()), is_("is_current")]
    where += [is_("source_system", source.strip())] if source else []
    found = query("customer_records", ["customer_uid", "source_system"], where=where)
    words = [f"id in {source}" for source in found["source_system"]]
    return _found(found["customer_uid"], words, [1.0] * len(found))


def by_keys(text: str) -> pd.DataFrame:
    """The customers of records that share a block key with it, or the start of one."""
    keys = engine().keys(fields_of(text))
    parts = [_records_with(key_type, key) for key_type, key in keys.itertuples(index=False)]
    records = set().union(*(part["record_id"] for part in parts))
    if not records:
        return pd.DataFrame(columns=FOUND)
    values = query(
        "customer_search_keys",
        ["customer_uid", "key_type", "search_key"],
        where=[among("record_id", sorted(records)), among("key_type", tuple(WHOLE))],
        limit=MOST_VALUES,
        is_shown=False,
    )
    found = _compared(values, keys)
    # A name that was read from an e-mail address says less than the address.
    is_guess = ("@" in text) & found["found_by"].str.endswith("name")
    return found.assign(similarity=found["similarity"].where(~is_guess, found["similarity"] * 0.9))


def _records_with(key_type: str, key: str) -> pd.DataFrame:
    """The records with a block key, or with one that starts with it."""
    is_beginning = key_type in BEGINNINGS
    if key_type == "phone":
        key, is_beginning = key[:DIGITS_BEFORE_TYPO], True
    if is_beginning and len(key) < SHORTEST_BEGINNING:
        return pd.DataFrame(columns=["record_id"])
    same = starts_with if is_beginning else is_
    return query(
        "customer_search_keys",
        ["record_id"],
        where=[is_("key_type", key_type), same("search_key", key)],
        limit=MOST_RECORDS,
    )


def _compared(values: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """The customers whose values are the same as those searched, or similar enough."""
    from mdm.compare.similarity import PythonBackend

    pairs = values.merge(keys, on="key_type")
    # A full name is followed by the start of a postcode or city.
    ends = pairs["block_key"].str.len().where(pairs["key_type"] == "full_name", 1000)
    known = [value[: int(end)] for value, end in zip(pairs["search_key"], ends, strict=True)]
    similarity = PythonBackend("rapidfuzz").jaro_winkler(known, pairs["block_key"].tolist())
    least = pairs["key_type"].map({name: limit for name, (_, limit) in WHOLE.items()})
    words = [
        f"{'same' if value == 1 else 'similar'} {WHOLE[key_type][0]}"
        for value, key_type in zip(similarity, pairs["key_type"], strict=True)
    ]
    return _found(pairs["customer_uid"], words, similarity)[(similarity >= least).to_numpy()]


def _found(uids: pd.Series, words: object, similarity: object) -> pd.DataFrame:
    found = pd.DataFrame({"customer_uid": uids.to_numpy()})
    return found.assign(found_by=list(words), similarity=similarity)


def fields_of(text: str) -> list[dict[str, str]]:
    """What is searched as fields: an e-mail address, a phone number, or a person or company."""
    if "@" in text:
        mailbox = re.sub(r"[^a-z]+", " ", text.split("@")[0].lower()).strip()
        return [{"email": text}, *([{"full_name": mailbox}] if " " in mailbox else [])]
    digits = sum(letter.isdigit() for letter in text)
    if digits >= 6 and digits > sum(letter.isalpha() for letter in text):
        return [{"phone": text}]
    return [{"full_name": text}, {"org_name": text}]

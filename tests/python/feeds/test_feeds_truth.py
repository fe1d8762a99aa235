"""The truth lists exactly the malformed rows, and records are corrupted as planned."""

import re
import unicodedata
from collections import Counter
from functools import cache

import pytest
from linkage import COLUMNS, quality, record_keys, union_by_keys
from readable import flaws_of

from feeds import FEEDS

MASTERS = {"SAP", "Salesforce", "Oracle"}


@pytest.mark.parametrize("feed", FEEDS)
def test_exactly_the_malformed_rows_cannot_be_read(sample, definitions, feed):
    found = set()
    for row in sample.cells(f"feeds/{feed}"):
        key = "|".join(row[column] for column in definitions[feed].key)
        for column, flaw in flaws_of(feed, definitions[feed].key, row):
            found.add((row["_batch_id"], row["_loaded_at"], key, column, flaw))
    listed = {
        tuple(row.values())[1:]
        for row in sample.cells("truth/truth_malformed_rows")
        if row["feed"] == feed
    }
    assert found == listed
    assert len(listed) >= 2


def test_malformed_rows_give_every_reason_and_stay_rare(sample):
    rows = sample.cells("truth/truth_malformed_rows")
    assert {row["reason"] for row in rows} == {
        "missing_key",
        "invalid_date",
        "invalid_timestamp",
        "invalid_number",
        "unknown_code",
        "out_of_range",
    }
    assert len(rows) < 0.005 * sum(
        len(rows) for path, (_, rows) in sample.tables.items() if path.startswith("feeds/")
    )


def test_some_malformed_rows_are_corrected_later_and_some_never(sample, definitions):
    corrected = Counter()
    delivered = cache(lambda feed: sample.cells(f"feeds/{feed}"))
    readable = cache(sample.readable)
    for bad in sample.cells("truth/truth_malformed_rows"):
        feed = bad["feed"]
        if bad["reason"] == "missing_key" or feed in ("sap_kna1", "products"):
            continue
        keys_with_malformed_rows = next(
            row
            for row in delivered(feed)
            if (row["_batch_id"], row["_loaded_at"]) == (bad["batch_id"], bad["loaded_at"])
            and "|".join(row[column] for column in definitions[feed].key) == bad["key"]
        )
        own = [column for column in definitions[feed].columns if column != bad["column_name"]]
        corrected[
            any(
                all(row[column] == keys_with_malformed_rows[column] for column in own)
                and row["_loaded_at"] > bad["loaded_at"]
                for row in readable(feed)
            )
        ] += 1
    assert corrected[True] >= 10
    assert corrected[False] >= 3


def test_every_record_has_its_party_and_every_party_is_listed(sample):
    truth = sample.cells("truth/truth_customer_records")
    records = {(row["source_system"], row["customer_id"]) for row in truth}
    assert len(records) == len(truth)
    assert records == set(record_keys(sample.feeds()))
    parties = [row["party_id"] for row in sample.cells("truth/truth_parties")]
    assert len(parties) == len(set(parties)) == 1_500
    assert {row["party_id"] for row in truth} <= set(parties)


def test_six_in_ten_accounts_are_customers_in_sap(sample):
    parties = {}
    for row in sample.cells("truth/truth_customer_records"):
        parties.setdefault(row["source_system"], []).append(row["party_id"])
    shared = sum(party in set(parties["SAP"]) for party in parties["Salesforce"])
    assert 0.55 < shared / len(parties["Salesforce"]) < 0.65
    assert all(len(set(parties[system])) < len(parties[system]) for system in MASTERS)


def words(text):
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold()).encode(
        "ascii", "ignore"
    )
    return sorted(re.findall(r"[a-z0-9]+", plain.decode().replace("'", "")))


def test_a_third_of_the_customer_master_records_are_corrupted(sample):
    parties = {row["party_id"]: row for row in sample.cells("truth/truth_parties")}
    truth = {
        (row["source_system"], row["customer_id"]): parties[row["party_id"]]
        for row in sample.cells("truth/truth_customer_records")
    }
    last = {}
    for system in MASTERS:
        feed, key, names, email, phone, postcode = COLUMNS[system]
        for row in sample.readable(feed):
            last[system, row[key]] = [
                " ".join(row[name] for name in names),
                row[email],
                row[phone],
                row[postcode],
            ]
    corrupted = 0
    for record, (name, email, phone, postcode) in last.items():
        party = truth[record]
        clean = f"{party['first_name']} {party['last_name']} {party['organisation_name']}"
        # Umlauts as AE, OE, UE are a spelling, not an error.
        spelt = clean.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
        corrupted += (
            words(name) not in (words(clean), words(spelt))
            or not email
            or not phone
            or postcode != party["postcode"]
        )
    print(f"corrupted customer master records: {corrupted / len(last):.2f}")
    assert corrupted / len(last) > 1 / 3


def test_exact_keys_alone_find_less_than_six_pairs_in_ten(sample):
    truth = {
        (row["source_system"], row["customer_id"]): row["party_id"]
        for row in sample.cells("truth/truth_customer_records")
    }
    clusters = union_by_keys(record_keys(sample.feeds()))
    precision, recall = quality(clusters, truth)
    print(f"exact keys: precision {precision:.3f}, recall {recall:.3f}")
    assert 0.40 < recall < 0.60
    masters = {record: party for record, party in truth.items() if record[0] in MASTERS}
    assert quality(clusters, masters)[1] < 0.60

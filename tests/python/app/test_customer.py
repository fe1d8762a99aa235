"""A customer is found by name, contact data or id, and its page has the values of the marts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from application import Open

from dashboard import customer
from dashboard.block_keys import engine
from dashboard.customer import NOW, records_on, values_on
from dashboard.evidence import evidence_of, joining, pairs_among
from dashboard.search import fields_of, find_customers
from dashboard.search_keys import (
    DIGITS_OF_KEY,
    LETTERS,
    before_typo,
    nearly_same,
    numbers_before_typo,
)
from dashboard.timeline import timeline_of, timeline_of_records
from dashboard.units import EURO, shown
from mdm.match_model import CURRENT
from mdm.seeds import read_reference
from mdm.standardise.macros import load_macros
from mdm.standardise.records import open_records, standardise

UNTIL = date(2026, 1, 10)
PEOPLE = "select customer_uid, full_name, email, phone from marts.customer_summary"


@pytest.fixture(scope="module")
def marts(published: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the published marts."""
    return duckdb.connect(str(published), read_only=True)


@pytest.fixture(scope="module")
def people(marts: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Eight people with e-mail address and phone number."""
    return marts.execute(
        f"{PEOPLE} where full_name like '% %' and email like '%@%' and phone is not null"
        " and segment = 'Retail' order by hash(customer_uid) limit 8"
    ).df()


def swapped(text: str, place: int) -> str:
    """A string with two neighbouring letters swapped."""
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


@pytest.mark.parametrize("column", ["full_name", "email", "phone"])
def test_people_are_found_by_name_email_and_phone(
    as_reader: None, people: pd.DataFrame, column: str
) -> None:
    missed = [
        row[column]
        for row in people.head(4).to_dict("records")
        if row["customer_uid"] not in set(find_customers(row[column])["customer_uid"])
    ]
    assert missed == []


def test_people_are_found_despite_a_typo(as_reader: None, people: pd.DataFrame) -> None:
    found = [
        row["customer_uid"]
        in set(find_customers(swapped(row["full_name"], len(row["full_name"]) - 3))["customer_uid"])
        for row in people.to_dict("records")
    ]
    assert sum(found) >= 0.8 * len(found)


@pytest.mark.parametrize("column", ["full_name", "email", "phone"])
def test_people_are_found_despite_a_typo_in_the_first_letters(
    as_reader: None, people: pd.DataFrame, column: str
) -> None:
    missed = [
        row[column]
        for row in people.head(4).to_dict("records")
        if row["customer_uid"] not in set(find_customers(swapped(row[column], 1))["customer_uid"])
    ]
    assert missed == []


@pytest.mark.parametrize("number", ["493012345678", "33748428611"])
def test_one_typo_in_a_phone_number_is_undone(number: str) -> None:
    typed = before_typo(number, LETTERS["phone"])
    assert len(typed) > 200
    key = number[-DIGITS_OF_KEY:]
    assert [one for one in typed if key not in numbers_before_typo(one[-DIGITS_OF_KEY:])] == []


def test_one_typo_in_a_name_leads_to_its_beginning() -> None:
    name = "DIANEFLEURY"
    ((_, starts, is_beginning),) = nearly_same(
        [("full_name", "DAINEFLEURY")], [], from_address=False
    )
    assert is_beginning
    assert any(name.startswith(start) for start in starts)
    for typed in before_typo(name, LETTERS["full_name"]):
        ((_, starts, _),) = nearly_same([("full_name", typed)], [], from_address=False)
        assert any(name.startswith(start) for start in starts), typed
    found = [("C-1", "similar name", 0.9)]
    assert nearly_same([("full_name", name)], found, from_address=False) == []


def test_a_source_id_and_an_old_uid_lead_to_the_customer(
    as_reader: None, marts: duckdb.DuckDBPyConnection
) -> None:
    record = "select customer_uid, source_system, customer_id from marts.customer_records"
    uid, source, key = marts.execute(f"{record} where is_current limit 1").fetchall()[0]
    for text in (key, f"{source}:{key}", f" {key} ", key.lower(), f"{source}:{key}".lower()):
        assert find_customers(text)["customer_uid"].tolist() == [uid]
    assert find_customers(f"{source}x:{key}").empty
    old, new = marts.execute(
        "select customer_uid, successor_uid from marts.customer_id_tombstones"
        " where status = 'MERGED' limit 1"
    ).fetchall()[0]
    found = find_customers(old.lower())
    assert found["customer_uid"].tolist() == [new]
    assert found["found_by"].tolist() == ["old uid: merged"]


@pytest.mark.parametrize(
    "text", ["", "   ", "xyzzy qwerty", "' or 1 = 1 --", "C-0000000000000000", "%", "@", "+"]
)
def test_a_search_without_a_match_finds_nobody(as_reader: None, text: str) -> None:
    assert find_customers(text).empty


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("ann.lee@example.com", [{"email": "ann.lee@example.com"}, {"full_name": "ann lee"}]),
        ("info@example.com", [{"email": "info@example.com"}]),
        ("+49 30 123456", [{"phone": "+49 30 123456"}]),
        ("Ann Lee", [{"full_name": "Ann Lee"}, {"org_name": "Ann Lee"}]),
    ],
)
def test_search_text_is_an_address_a_number_or_a_name(
    text: str, fields: list[dict[str, str]]
) -> None:
    assert fields_of(text) == fields


def test_the_prepared_steps_give_the_keys_of_the_match_engine() -> None:
    for text in ("j.o'neil+x@web.de", "0049 (0)30 1234567", "Müller & Söhne GmbH"):
        records = pd.DataFrame(fields_of(text)).assign(source="")
        records["uid"] = records.index.astype(str)
        connection = open_records(records)
        standardise(connection, read_reference(), CURRENT)
        expected = connection.execute(load_macros().block_keys("masked")).df()
        found = engine().keys(fields_of(text))
        assert keys_in(found) == keys_in(expected)
        assert len(found) > 0


def keys_in(table: pd.DataFrame) -> set[tuple[str, str]]:
    """The block keys with their types."""
    return set(zip(table["key_type"], table["block_key"], strict=True))


def test_the_pairs_that_join_a_customer_add_up_to_their_scores(
    as_reader: None, marts: duckdb.DuckDBPyConnection
) -> None:
    ((uid, count),) = marts.execute(
        "select customer_uid, record_count from marts.customer_summary"
        " where record_count between 4 and 6 order by customer_uid limit 1"
    ).fetchall()
    records = records_on(uid, UNTIL)
    assert len(records) == count
    record_ids = list(records["record_id"])
    joined = joining(pairs_among(record_ids, NOW), record_ids)
    assert len(joined) == count - 1
    for _, pair in joined.iterrows():
        evidence = evidence_of(pair)
        bits = evidence["bits"].iloc[-1]
        assert bits == pytest.approx(evidence["bits"].iloc[:-1].sum())
        assert pair["match_score"] == pytest.approx(1 / (1 + 2.0**-bits), abs=1e-6)
        assert evidence["words"].iloc[1:-1].all()


def test_a_past_day_shows_the_members_and_values_of_that_day(
    as_reader: None, marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    uid, moved = marts.execute(
        "select to_uid, event_date from marts.customer_id_changes"
        " where event_type = 'JOIN' order by event_number limit 1"
    ).fetchall()[0]
    before = records_on(uid, date.fromordinal(moved.toordinal() - 1))
    assert len(records_on(uid, moved)) > len(before) > 0
    uid, attribute, old, changed = marts.execute(
        "select customer_uid, attribute, old_value, event_date from marts.customer_change_events"
        " where event_type = 'UPDATE' and attribute = 'segment' and old_value is not null"
        " and event_date > date '2026-01-01' order by event_id limit 1"
    ).fetchall()[0]
    values = values_on(uid, date.fromordinal(changed.toordinal() - 1), UNTIL)
    assert values.set_index("attribute")["value"][attribute] == old
    assert values["rule"].notna().all()


def test_the_timeline_has_all_events_up_to_the_day(
    as_reader: None, marts: duckdb.DuckDBPyConnection
) -> None:
    ((uid, orders),) = marts.execute(
        "select customer_uid, total_orders from marts.customer_summary"
        " order by total_orders desc, customer_uid limit 1"
    ).fetchall()
    events = timeline_of(uid, UNTIL)
    assert (events["type"] == "Order").sum() >= orders > 0
    assert events["event_at"].is_monotonic_decreasing
    earlier = timeline_of(uid, date(2025, 6, 30))
    assert 0 < len(earlier) < len(events)
    assert earlier["event_at"].max() < pd.Timestamp("2025-07-01")


def test_the_timeline_has_the_tickets_of_all_records_of_a_customer(
    as_reader: None, marts: duckdb.DuckDBPyConnection
) -> None:
    uid, tickets = marts.execute(
        "select customer_uid, count(*) from marts.customer_records"
        " where is_current and source_system = 'Support' group by 1 order by 2 desc, 1 limit 1"
    ).fetchall()[0]
    events = timeline_of(uid, UNTIL)
    assert (events["type"] == "Ticket").sum() == tickets > 1


def test_a_customer_under_review_has_a_warning(
    opened: Open, marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = marts.execute("select customer_uid_l from marts.steward_review_queue").fetchall()[0][0]
    app = opened("customer", search=uid)
    assert "Under review" in app.warning[0].value
    assert app.header[0].value == uid
    quiet = marts.execute(
        "select customer_uid from marts.customer_summary where full_name is not null"
        " and customer_uid not in (select customer_uid_l from marts.steward_review_queue)"
        " and customer_uid not in (select customer_uid_r from marts.steward_review_queue) limit 1"
    ).fetchall()[0][0]
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    app = opened("customer", search=quiet)
    assert len(app.warning) == 0
    assert app.header[0].value != quiet


def test_a_name_is_never_a_picture_or_a_link(
    opened: Open, marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((uid,),) = marts.execute(
        "select customer_uid from marts.customer_summary where full_name is not null limit 1"
    ).fetchall()
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    name = "![p](https://evil.example/p.png) [Ann](https://evil.example)"
    monkeypatch.setattr(customer, "name_in", lambda _: name)
    header = opened("customer", search=uid).header[0].value
    assert "![" not in header and "](" not in header and "Ann" in header


def test_the_page_of_a_past_day_shows_what_was_known_then(
    opened: Open, marts: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C360_APP_ROLE", "STEWARD")
    uid, before, now, changed = marts.execute(
        "select customer_uid, old_value, full_name, event_date from marts.customer_change_events"
        " inner join marts.customer_summary using (customer_uid)"
        " where attribute = 'full_name' and event_type = 'UPDATE' and new_value = full_name"
        " and regexp_full_match(old_value || full_name, '[A-Za-z ]+') order by event_id limit 1"
    ).fetchall()[0]
    day = date.fromordinal(changed.toordinal() - 1)
    today, past = (
        opened("customer", search=uid),
        opened("customer", search=uid, as_of=day),
    )
    assert (today.header[0].value, past.header[0].value) == (now, before)
    value, month = marts.execute(
        "select lifetime_value_eur, as_of_date from marts.fact_customer_monthly"
        " where customer_uid = ? and as_of_date <= ? order by as_of_date desc limit 1",
        [uid, day],
    ).fetchall()[0]
    assert past.metric[0].value == shown(float(value), EURO)
    captions = " ".join(caption.value for caption in past.caption)
    assert f"{month:%d %b %Y}, the last end of a month before" in captions
    assert "Not known for a past day" in captions
    assert "Not known for a past day" not in " ".join(item.value for item in today.caption)
    (records,) = [table.value for table in past.dataframe if "is_birth_record" in table.value]
    assert now not in records["full_name"].tolist()


def test_a_past_day_has_the_events_of_the_records_of_that_day(
    as_reader: None, marts: duckdb.DuckDBPyConnection
) -> None:
    uid, merged = marts.execute(
        "select from_uid, event_date from marts.customer_id_changes"
        " inner join marts.customer_records on customer_uid = from_uid"
        " inner join marts.fact_sales on lower(hex(customer_hk)) = record_id"
        " where customer_id_changes.event_type = 'MERGE' order by event_number limit 1"
    ).fetchall()[0]
    day = date.fromordinal(merged.toordinal() - 1)
    assert timeline_of(uid, day).empty  # its records are those of another customer now
    record_ids = records_on(uid, day)["record_id"].tolist()
    events = timeline_of_records(record_ids, day)
    ((orders,),) = marts.execute(
        "select count(distinct order_id) from marts.fact_sales"
        " where list_contains(?, lower(hex(customer_hk))) and order_date <= ?",
        [record_ids, day],
    ).fetchall()
    assert (events["type"] == "Order").sum() == orders > 0
    assert not events["what"].str.contains(",")[events["type"] == "Order"].any()


def test_a_day_before_the_customer_existed_is_refused(opened: Open) -> None:
    app = opened("customer", search="SAP:KNA000317", as_of=date(2025, 1, 1))
    assert "did not know" in app.warning[0].value

"""Customers, timelines, old uids and searches have the rows of the published marts."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from lookup_client import Service, header

from lookup.snapshot import records_by_id

A_CUSTOMER = """
    select customer_uid, source_system, customer_id, email, phone, full_name
    from marts.customer_records
    where is_current and email is not null and phone is not null and full_name like '% %'
    order by record_id limit 1
"""


def test_a_customer_is_found_by_uid_and_by_the_id_of_each_record(service: Service) -> None:
    ((uid, source, key, *_),) = service.rows(A_CUSTOMER)
    found = service.get(f"/customers/{uid}")
    records = service.rows(
        "select source_system, customer_id from marts.customer_records"
        " where customer_uid = ? and is_current",
        uid,
    )
    assert {(one["source_system"], one["customer_id"]) for one in found["records"]} == set(records)
    values = dict(
        service.rows(
            "select attribute, golden_value from marts.golden_value_lineage"
            " where customer_uid = ? and golden_value is not null",
            uid,
        )
    )
    assert {one["attribute"]: one["golden_value"] for one in found["golden_values"]} == values
    assert service.get(f"/customers/{source}:{key}") == found
    assert key.upper() != key.lower()
    for identifier in (uid.lower(), key.lower(), key.upper(), f"{source}:{key}".lower()):
        assert service.get(f"/customers/{identifier}") == found, identifier


def test_ids_that_differ_only_in_case_are_different(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((first, second),) = service.rows(
        "select min(customer_uid), max(customer_uid) from marts.customer_summary"
    )
    records = {
        "customer_id": ["7a", "7A", "B:7a"], "source_system": ["A", "A", "C"],
        "customer_uid": [first, second, second],
    }  # fmt: skip
    snapshot = replace(service.publications.current, records_by_id=records_by_id(pa.table(records)))
    monkeypatch.setattr(service.publications, "current", snapshot)
    for identifier, uid in {
        "7a": first, "7A": second, "A:7a": first, "a:7A": None, "B:7a": second, "b:7A": second,
    }.items():  # fmt: skip
        answer = service.client.get(f"/customers/{identifier}", headers=header("reader"))
        assert answer.json().get("customer_uid") == uid, identifier
        assert answer.status_code == (200 if uid else 409)


def test_an_id_of_several_customers_is_not_guessed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((first, second),) = service.rows(
        "select min(customer_uid), max(customer_uid) from marts.customer_summary"
    )
    columns = {
        "customer_id": ["7", "7"], "source_system": ["A", "B"], "customer_uid": [first, second]
    }  # fmt: skip
    snapshot = replace(service.publications.current, records_by_id=records_by_id(pa.table(columns)))
    monkeypatch.setattr(service.publications, "current", snapshot)
    answer = service.client.get("/customers/7", headers=header("reader"))
    assert answer.status_code == 409
    assert "Name the source" in answer.json()["detail"]
    assert service.get("/customers/B:7")["customer_uid"] == second


def test_an_old_uid_is_resolved(service: Service) -> None:
    ((old, new),) = service.rows(
        "select customer_uid, resolved_uid from marts.customer_uid_redirects"
        " where status = 'MERGED' and is_main order by all limit 1"
    )
    found = service.get(f"/resolve/{old}")
    assert (found["status"], found["resolved"][0]["resolved_uid"]) == ("MERGED", new)
    assert service.get(f"/resolve/{old.lower()}") == found
    answer = service.client.get(f"/customers/{old}", headers=header("reader"))
    assert answer.status_code == 404
    assert f"/resolve/{old}" in answer.json()["detail"]


def test_a_timeline_has_all_events_the_newest_first(service: Service) -> None:
    ((uid, orders),) = service.rows(
        "select customer_uid, count(distinct order_id) from marts.fact_sales"
        " where customer_uid in (select customer_uid from marts.customer_summary)"
        " group by customer_uid order by 2 desc, 1 limit 1"
    )
    events = service.get(f"/customers/{uid}/timeline", limit=500)["events"]
    assert len([one for one in events if one["type"] == "Order"]) == orders
    ((tickets,),) = service.rows(
        "select count(*) from marts.customer_records"
        " where customer_uid = ? and is_current and source_system = 'Support'",
        uid,
    )
    assert len([one for one in events if one["type"] == "Ticket"]) == tickets > 0
    times = [one["event_at"] for one in events]
    assert times == sorted(times, reverse=True)
    day = times[len(times) // 2][:10]
    earlier = service.get(f"/customers/{uid}/timeline", limit=500, until=day)["events"]
    assert earlier == [one for one in events if one["event_at"][:10] <= day]
    assert service.get(f"/customers/{uid}/timeline", limit=3)["events"] == events[:3]


def test_a_search_finds_customers_despite_a_typo(service: Service) -> None:
    ((uid, _, _, email, phone, name),) = service.rows(A_CUSTOMER)
    typo = name[:3] + name[4:]
    for parameters in (
        {"email": email}, {"phone": phone}, {"name": name}, {"name": typo}, {"name": name[1:]},
        {"email": f"x{email}"}, {"email": email[:-4] + email[-3:]},
        {"phone": phone[:-5] + phone[-4:]},
    ):  # fmt: skip
        found = service.get("/customers", **parameters)["customers"]
        assert uid in [one["customer_uid"] for one in found], parameters
    both = service.get("/customers", email=email, name=name)["customers"]
    assert both[0]["customer_uid"] == uid
    assert len(both[0]["found_by"]) == 2
    assert service.get("/customers", name="Xyzzy Qwertzuiop") == {"customers": []}


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/customers", 404, "give email, phone or name"),
        ("/customers?name=++", 422, "name: String should match pattern"),
        ("/customers?name=x", 422, "at least 2"),
        ("/customers?email=nobody", 422, "email: String should match pattern"),
        ("/customers?phone=12", 422, "phone: String should match pattern"),
        (f"/customers?name={'x' * 201}", 422, "at most 200"),
        ("/customers/none", 404, "No current customer"),
        ("/customers/none/timeline?limit=0", 422, "greater than or equal to 1"),
        ("/customers/none/timeline?until=soon", 422, "valid date"),
        ("/resolve/none", 422, "pattern"),
        ("/resolve/C-0000000000000000", 404, "No customer has"),
        ("/nowhere", 404, "Not Found"),
    ],
)
def test_bad_input_is_refused_with_a_reason(
    service: Service, path: str, status: int, message: str
) -> None:
    answer = service.client.get(path, headers=header("reader"))
    assert answer.status_code == status
    assert message in answer.text
    assert set(answer.json()) == {"detail", "errors"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "at least one field"),
        ({"source": "SAP"}, "at least one field"),
        ({"full_name": ["Ann"]}, "valid string"),
        ({"full_name": "Ann", "surname": "Lee"}, "surname"),
        ({"full_name": "x" * 201}, "at most 200"),
        ([], "dictionary or object"),
    ],
)
def test_a_record_that_cannot_be_matched_is_refused(
    service: Service, body: object, message: str
) -> None:
    answer = service.client.post("/match", json=body, headers=header("matcher"))
    assert answer.status_code == 422
    assert message in answer.text


def test_health_and_metrics_show_the_publication(service: Service) -> None:
    health = service.client.get("/health").json()
    ((customers,),) = service.rows("select count(*) from marts.customer_summary")
    assert (health["status"], health["customers"]) == ("ok", customers)
    service.get("/customers", name="Ann Lee")
    shown = service.client.get("/metrics").text
    assert 'lookup_requests_total{route="/customers",status="200"}' in shown
    assert f"lookup_customers {float(customers)}" in shown

"""Keys, scopes, masking and limits; the log has no personal data."""

from __future__ import annotations

import hmac
import logging

import pytest
from fastapi.testclient import TestClient
from lookup_client import SECRETS, Service, header, settings

from dashboard.masking import MASK, PERSONAL
from lookup.access import Access, RateLimit
from lookup.masking import masked
from lookup.settings import SettingsError, read_settings

SECRET = "a-secret-of-20-chars"


@pytest.mark.parametrize(
    ("method", "path", "caller", "status"),
    [
        ("GET", "/customers?name=Ann+Lee", "", 401),
        ("GET", "/customers?name=Ann+Lee", "matcher", 403),
        ("GET", "/customers/none", "matcher", 403),
        ("GET", "/customers/none/timeline", "", 401),
        ("GET", "/resolve/C-0000000000000000", "matcher", 403),
        ("POST", "/match", "reader", 403),
        ("POST", "/match", "", 401),
        ("GET", "/health", "", 200),
        ("GET", "/metrics", "", 200),
    ],
)
def test_a_request_needs_a_key_with_its_scope(
    service: Service, method: str, path: str, caller: str, status: int
) -> None:
    headers = header(caller) if caller else {"X-API-Key": "guessed"}
    body = {"full_name": "Ann Lee"} if method == "POST" else None
    answer = service.client.request(method, path, headers=headers, json=body)
    assert answer.status_code == status


def test_all_keys_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def counted(left: bytes, right: bytes) -> bool:
        compared.append(left)
        return compare(left, right)

    compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", counted)
    access = Access(settings())
    for secret in (SECRETS["reader"][1], "guessed", None):
        compared.clear()
        key = access.key_of(secret)
        assert (key.name if key else None) == ("reader" if secret == SECRETS["reader"][1] else None)
        assert compared == [key.digest for key in access.settings.keys]


@pytest.mark.parametrize(
    ("keys", "rate", "message"),
    [
        ("", "", "has no keys"),
        ("reader", "", "key 1 is not name:scope"),
        (f":read:{SECRET}", "", "key 1 is not name:scope"),
        (f"a:read:{SECRET},b:write:{SECRET}", "", "key b has the scopes write"),
        ("a:read:short", "", "under 16 characters"),
        (f"a:read:{SECRET},b:read:{SECRET}", "", "same name or secret"),
        (f"a:read:{SECRET},a:read:{SECRET}2", "", "same name or secret"),
        (f"a:read:{SECRET}", "many", "is 'many'"),
        (f"a:read:{SECRET}", "0", "above 0"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(keys: str, rate: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        read_settings({"C360_SERVICE_KEYS": keys, "C360_SERVICE_RATE": rate})
    assert SECRET not in str(refused.value)


def test_a_secret_is_not_shown_with_its_key() -> None:
    given = read_settings({"C360_SERVICE_KEYS": f"a:read+match:{SECRET}"})
    assert given.keys[0].scopes == {"read", "match"}
    assert SECRET not in repr(given)


def test_the_rate_of_each_caller_is_limited() -> None:
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.take("a") > 0 for _ in range(3)] == [False, False, True]
    assert limit.take("b") == 0
    now[0] += limit.take("a")
    assert limit.take("a") == 0
    assert limit.take("a") > 0


def test_too_many_requests_are_refused(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_more(self: RateLimit, caller: str) -> float:
        return 1.5

    monkeypatch.setattr(RateLimit, "take", no_more)
    answer = service.client.get("/resolve/C-0000000000000000", headers=header("reader"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert answer.json()["detail"] == "Too many requests."


def test_personal_data_is_masked_without_its_scope(service: Service) -> None:
    ((uid, email),) = service.rows(
        "select customer_uid, email from marts.customer_records"
        " where is_current and email is not null order by record_id limit 1"
    )
    for path in (f"/customers/{uid}", f"/customers/{uid}/timeline", f"/customers?email={email}"):
        shown, hidden = (service.get(path, caller) for caller in ("seeing", "reader"))
        assert email not in str(hidden)
        for personal, mask in pairs_of_values(shown, hidden):
            assert mask == (None if personal is None else MASK)


def pairs_of_values(shown: object, hidden: object) -> list[tuple[object, object]]:
    """The values of columns with personal data in two answers."""
    if isinstance(shown, dict) and isinstance(hidden, dict):
        return [
            pair
            for name in shown
            for pair in (
                [(shown[name], hidden[name])]
                if name in PERSONAL and name != "records"
                else pairs_of_values(shown[name], hidden[name])
            )
        ]
    if isinstance(shown, list) and isinstance(hidden, list):
        assert len(shown) == len(hidden)
        return [pair for one in zip(shown, hidden, strict=True) for pair in pairs_of_values(*one)]
    assert shown == hidden
    return []


def test_candidates_are_masked_without_the_scope(service: Service) -> None:
    row = {"full_name": "Ann Lee", "customer_id": "1", "phone": None, "tier": "REVIEW"}
    assert masked(row) == row | {"full_name": MASK, "customer_id": MASK}


def test_the_log_has_no_personal_data(
    service: Service, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    ((source, key, email, phone, name),) = service.rows(
        "select source_system, customer_id, email, phone, full_name from marts.customer_records"
        " where is_current and email is not null and phone is not null and full_name is not null"
        " order by record_id limit 1"
    )
    service.get(f"/customers/{source}:{key}")
    service.get("/customers", email=email, phone=phone, name=name)
    service.match({"full_name": name, "email": email})
    service.client.get(f"/customers/{name}", headers=header("reader"))
    service.client.get(f"/customers?phone={name}", headers=header("reader"))

    def broken(*_: object) -> None:
        raise ValueError(f"cannot read {name}")

    monkeypatch.setattr("lookup.api.customer", broken)
    answer = service.client.get(f"/customers/{source}:{key}", headers=header("reader"))
    assert (answer.status_code, answer.json()["detail"]) == (500, "The service failed.")
    written = [one.getMessage() for one in caplog.records if one.name == "lookup"]
    assert "ValueError in /customers/{identifier}" in written
    assert any(line.startswith("GET /customers/{identifier} 200 ") for line in written)
    whole = "\n".join(
        one.getMessage() + (one.exc_text or "")
        for one in caplog.records
        if not one.name.startswith("httpx")
    )
    for value in (key, email, phone, name, *(secret for _, secret in SECRETS.values())):
        assert value not in whole


def test_the_key_of_a_caller_is_logged_by_its_name(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "lookup")
    client: TestClient = service.client
    client.get("/resolve/C-0000000000000000", headers=header("reader"))
    client.get("/resolve/C-0000000000000000")
    lines = [one.getMessage().rpartition(" ms ")[2] for one in caplog.records]
    assert lines[-2:] == ["reader", "without a valid key"]

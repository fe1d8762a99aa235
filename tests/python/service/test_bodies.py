"""Large bodies are refused before they are read."""

from __future__ import annotations

import asyncio
from typing import Any

from lookup_client import Service, header

from lookup.bodies import MOST_BYTES
from lookup.models import COMPARED, LONGEST

PART = 16 * 1024


def test_a_large_body_is_refused_with_or_without_a_key(service: Service) -> None:
    for headers in (header("matcher"), {}):
        answer = service.client.post("/match", content=b" " * (MOST_BYTES + 1), headers=headers)
        assert answer.status_code == 413
        assert answer.json()["detail"].startswith("The body has more than 65,536 bytes")


def test_no_more_than_the_limit_is_read_of_a_body_without_a_length(service: Service) -> None:
    parts, sent = 0, []

    async def receive() -> dict[str, Any]:
        nonlocal parts
        parts += 1
        assert parts <= MOST_BYTES // PART + 1
        return {"type": "http.request", "body": b" " * PART, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/match", "raw_path": b"/match",
        "root_path": "", "scheme": "http", "query_string": b"", "http_version": "1.1",
        "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip
    asyncio.run(service.api(scope, receive, send))
    assert sent[0]["status"] == 413
    assert parts == MOST_BYTES // PART + 1


def test_a_record_whose_values_all_have_the_greatest_length_is_read(service: Service) -> None:
    # JSON writes a character beyond the basic plane in twelve bytes.
    longest = '"' + "\\ud83d\\ude00" * LONGEST + '"'
    body = "{" + ", ".join(f'"{name}": {longest}' for name in COMPARED) + "}"
    headers = header("matcher") | {"Content-Type": "application/json"}
    answer = service.client.post("/match", content=body, headers=headers)
    assert (answer.status_code, answer.json()["candidate_count"]) == (200, 0)

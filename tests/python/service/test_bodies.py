"""Large bodies and headers are refused before they are read."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from lookup_client import Service, header

from lookup import protocol
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


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with the protocol of the service, which answers each request with its body."""

    async def echo(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            body, is_more = b"", True
            while is_more:
                message = await receive()
                body, is_more = body + message["body"], message.get("more_body", False)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            echo, http=protocol.LimitedHttp, lifespan="off", log_level="critical"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: "])
def test_an_address_or_a_header_without_an_end_is_refused(port: int, start: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(start)
        sent, part = 0, b"a" * PART
        try:
            # Far more than the buffers of the two sockets hold.
            while sent < 100 * protocol.MOST_BYTES:
                client.sendall(part)
                sent += len(part)
        except OSError:
            pass
        assert sent < 100 * protocol.MOST_BYTES


def test_headers_are_counted_for_each_request_of_a_connection(port: int) -> None:
    body = b"a" * 2 * protocol.MOST_BYTES
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        for _ in range(3):
            client.sendall(head)
            client.sendall(body)
            answer = b""
            while not answer.endswith(b"0\r\n\r\n"):
                answer += client.recv(2**20)
            assert answer.startswith(b"HTTP/1.1 200")
            assert answer.count(b"a") >= len(body)

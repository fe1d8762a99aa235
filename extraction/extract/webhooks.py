"""Receives events over HTTP: `POST /<feed>` with one JSON object, or a list of them.

https://www.starlette.io/applications
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from extract.hours import EventError, Hours

SIGNATURE = "X-Signature-256"
MOST_BYTES = 5_000_000
SECONDS_BETWEEN = 10.0


def signature(secret: str, body: bytes) -> str:
    """The signature of a request."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def refused(status: int, detail: str) -> JSONResponse:
    """The answer to a refused request; it repeats no value of an event."""
    return JSONResponse({"detail": detail}, status_code=status)


async def body_of(request: Request) -> bytes | None:
    """The body of a request; None if it is too long, without reading the rest."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def application(hours: Hours, secret: str, *, delivers: bool = True) -> Starlette:
    """The application. secret: the senders' secret. delivers: whether to deliver ended hours."""

    async def receive(request: Request) -> JSONResponse:
        name = request.path_params["feed"]
        body = await body_of(request)
        if body is None:
            return refused(413, f"more than {MOST_BYTES:,} bytes; send fewer events at once")
        if not hmac.compare_digest(
            request.headers.get(SIGNATURE, "").encode(), signature(secret, body).encode()
        ):
            return refused(401, f"{SIGNATURE} is not the signature of the body")
        if name not in hours.feeds:
            return refused(404, "there is no such feed")
        try:
            found = json.loads(body, parse_float=str)
            events = found if isinstance(found, list) else [found]
            await run_in_threadpool(hours.add, name, events)
        except EventError as error:
            return refused(422, str(error))
        except ValueError:
            return refused(400, "the body is not JSON")
        return JSONResponse({"accepted": len(events)})

    @asynccontextmanager
    async def delivering(_: Starlette) -> AsyncIterator[None]:
        stopped = threading.Event()
        thread = threading.Thread(target=deliver_until, args=(hours.deliver, stopped))
        if delivers:
            thread.start()
        try:
            yield
        finally:
            stopped.set()
            if delivers:
                thread.join()

    return Starlette(routes=[Route("/{feed}", receive, methods=["POST"])], lifespan=delivering)


def deliver_until(deliver: Callable[[], object], stopped: threading.Event) -> None:
    """Deliver ended hours repeatedly until `stopped` is set."""
    while True:
        try:
            deliver()
        except OSError as error:
            print(f"The hour was not delivered ({error}); it is tried again.", flush=True)
        if stopped.wait(SECONDS_BETWEEN):
            return

"""Limits the size of request bodies: a body that is too large is refused while it arrives."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException

# Twice the size of a record whose values all have the maximum length.
MOST_BYTES = 64 * 1024


class LimitedBodies:
    """ASGI middleware that reads no more of a body than the limit.

    A body is read before the key of its request is checked, so without it anybody could fill the
    memory.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, and refuse it with 413 once its body is larger than the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        received = 0

        async def counted() -> Any:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BYTES:
                raise HTTPException(
                    413, f"The body has more than {MOST_BYTES:,} bytes; send one record."
                )
            return message

        await self.app(scope, counted, send)

"""HTTP as uvicorn speaks it, but with a limit on what comes before a body."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# The address and headers of a request, and the part of its body that arrives with them.
MOST_BYTES = 512 * 1024


class LimitedHttp(HttpToolsProtocol):
    """Closes a connection whose headers are too large.

    uvicorn keeps an address and a header until it is complete, so anybody could fill the memory.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_in_headers, self.received = True, 0

    def data_received(self, data: bytes) -> None:
        """Read what arrives, and refuse it with 400 if its headers do not end."""
        if self.transport.is_closing():
            return
        if self.is_in_headers:
            self.received += len(data)
            if self.received > MOST_BYTES:
                self.send_400_response("The address or the headers are too large.")
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """What follows is the body, which `LimitedBodies` limits."""
        self.is_in_headers = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What follows is the next request."""
        self.is_in_headers, self.received = True, 0
        super().on_message_complete()

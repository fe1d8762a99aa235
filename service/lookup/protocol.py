"""uvicorn's HTTP protocol with a limit on the address and headers of a request."""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Most bytes of the address and headers of a request, with the part of its body read with them.
MOST_BYTES = 512 * 1024


class LimitedHttp(HttpToolsProtocol):
    """Closes a connection whose headers are too large.

    uvicorn buffers an address and headers until they are complete, so without it anybody could fill
    the memory.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_in_headers, self.received = True, 0

    def data_received(self, data: bytes) -> None:
        """Read data, and refuse it with 400 if the headers do not end within the limit."""
        if self.transport.is_closing():
            return
        if self.is_in_headers:
            self.received += len(data)
            if self.received > MOST_BYTES:
                self.send_400_response("The address or the headers are too large.")
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The body follows, which `LimitedBodies` limits."""
        self.is_in_headers = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next request follows."""
        self.is_in_headers, self.received = True, 0
        super().on_message_complete()

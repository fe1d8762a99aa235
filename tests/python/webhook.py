"""A webhook on this machine, which answers as Slack does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Webhook(ThreadingHTTPServer):
    """A server on this machine that keeps the messages that are posted to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.messages: list[dict[str, str]] = []
        self.answer = 200
        self.fail_after: int | None = None  # number of messages

    @property
    def url(self) -> str:
        """The address of the webhook."""
        return f"http://127.0.0.1:{self.server_address[1]}/services/secret"

    def lines(self) -> list[str]:
        """The lines of all messages without their titles."""
        return [line for one in self.messages for line in one["text"].splitlines()[1:]]


class Receiver(BaseHTTPRequestHandler):
    """Receives a message, and answers as Slack does."""

    server: Webhook

    def do_POST(self) -> None:  # noqa: N802
        content = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/json"
        answer = self.server.answer
        if len(self.server.messages) == self.server.fail_after:
            answer = 500
        else:
            self.server.messages.append(json.loads(content))
        self.send_response(answer)
        self.end_headers()
        self.wfile.write(b"ok" if answer == 200 else b"no_service")

    def log_message(self, *_: object) -> None:
        """The test says what was received."""


@contextmanager
def running_webhook() -> Iterator[Webhook]:
    """A running server."""
    with Webhook() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

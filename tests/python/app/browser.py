"""The application in headless Chromium, driven through its debugging protocol."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from application import APP
from websockets.sync.client import ClientConnection, connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-background-networking", "--remote-debugging-port=0",
)  # fmt: skip
ENTER = {"key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}
# Seconds; a busy machine takes long.
PATIENCE = 900.0
SECONDS_FOR_A_KEY = 20.0


def wait_until(is_true: Any, what: str, seconds: float = PATIENCE) -> Any:
    """The first true result of a function; fails after some seconds."""
    end = time.monotonic() + seconds
    while not (found := is_true()):
        assert time.monotonic() < end, f"not within {seconds:.0f} seconds: {what}"
        time.sleep(0.2)
    return found


@dataclass
class Page:
    """A page of the browser."""

    connection: ClientConnection
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of a command of the protocol."""
        number = next(self.numbers)
        self.connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.connection.recv(timeout=PATIENCE))
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def value(self, script: str) -> Any:
        """The value of an expression on the page; a promise is awaited."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        return found["result"].get("value")

    def open(self, address: str, width: int = 1400, height: int = 1600) -> None:
        """Open an address in a window of a size."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        self.call("Page.navigate", url=address)

    def wait_for(self, text: str) -> None:
        """Wait until the page shows some words and is drawn completely."""
        wait_until(lambda: text in (self.value("document.body.innerText") or ""), text)
        busy = "document.querySelectorAll('[data-testid=\"stStatusWidget\"]').length"
        wait_until(lambda: self.value(busy) == 0, "the page is drawn")

    def show_in(self, theme: str) -> None:
        """Show pages as for a reader who prefers light or dark."""
        feature = {"name": "prefers-color-scheme", "value": theme}
        self.call("Emulation.setEmulatedMedia", features=[feature])

    def ask(self, label: str, text: str) -> None:
        """Write into the field with a label, and press Enter."""
        field = f"document.querySelector('input[aria-label={json.dumps(label)}]')"
        wait_until(lambda: self.value(f"{field} !== null"), f"the field {label}")
        self.value(f"{field}.focus()")
        self.write(text)
        self.press("Enter")

    def press(self, letter: str) -> None:
        """Press the key of a letter, or Enter."""
        key = ENTER
        if letter != "Enter":
            key = {"key": letter, "text": letter, "code": f"Key{letter.upper()}"}
            key["windowsVirtualKeyCode"] = ord(letter.upper())
        self.call("Input.dispatchKeyEvent", type="keyDown", **key)
        self.call("Input.dispatchKeyEvent", type="keyUp", **key)

    def press_until(self, letter: str, text: str) -> None:
        """Press a key, again if need be, until the page shows some words.

        A page listens to keys only some time after it shows them.
        """

        def is_shown() -> bool:
            self.press(letter)
            end = time.monotonic() + SECONDS_FOR_A_KEY
            while time.monotonic() < end:
                if text in (self.value("document.body.innerText") or ""):
                    return True
                time.sleep(0.2)
            return False

        wait_until(is_shown, text)
        self.wait_for(text)

    def write(self, text: str) -> None:
        """Write into the field that has the cursor."""
        self.call("Input.insertText", text=text)

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """Headless Chromium with a profile in a folder."""
    assert CHROMIUM
    profile = f"--user-data-dir={folder}"
    process = subprocess.Popen(
        [CHROMIUM, *OPTIONS, profile, "about:blank"], stderr=subprocess.DEVNULL
    )
    try:
        port_file = folder / "DevToolsActivePort"
        lines = wait_until(
            lambda: port_file.is_file() and port_file.read_text().splitlines(), "Chromium starts"
        )
        with urlopen(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        with connect(pages[0]["webSocketDebuggerUrl"], max_size=None) as connection:
            yield Page(connection)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def server(environment: Mapping[str, str]) -> Iterator[str]:
    """The application on a free port: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    process = subprocess.Popen(
        [*command, "--server.port", str(port)],
        cwd=APP,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_up(port), "the application starts")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def is_up(port: int) -> bool:
    """Whether the application answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            return answer.status == 200
    except URLError:
        return False

"""The application in headless Chromium, which Playwright drives."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal
from urllib.error import URLError
from urllib.request import urlopen

from application import APP
from playwright.sync_api import Page, TimeoutError, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Seconds; a busy machine takes long.
PATIENCE = 900.0
SECONDS_FOR_A_KEY = 20.0
# Below this width the window is that of a phone.
WIDEST_PHONE = 600


def wait_until(is_true: Any, what: str, seconds: float = PATIENCE) -> Any:
    """The first true result of a function; fails after some seconds."""
    end = time.monotonic() + seconds
    while not (found := is_true()):
        assert time.monotonic() < end, f"not within {seconds:.0f} seconds: {what}"
        time.sleep(0.2)
    return found


@contextmanager
def browser(theme: Literal["light", "dark"] = "light", width: int = 1400) -> Iterator[Page]:
    """A page of headless Chromium, for a reader who prefers light or dark."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM)
        page = chromium.new_page(
            color_scheme=theme,
            is_mobile=width < WIDEST_PHONE,
            viewport={"width": width, "height": 1600},
        )
        page.set_default_timeout(1000 * PATIENCE)
        yield page
        chromium.close()


def wait_for(page: Page, text: str, seconds: float = PATIENCE) -> None:
    """Wait until the page shows some words and is drawn completely."""
    page.wait_for_function(
        "text => document.body.innerText.includes(text)", arg=text, timeout=1000 * seconds
    )
    page.wait_for_function("!document.querySelector('[data-testid=\"stStatusWidget\"]')")


def ask(page: Page, label: str, text: str) -> None:
    """Write into the field with a label, and press Enter."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


def press_until(page: Page, key: str, text: str) -> None:
    """Press a key, again if need be, until the page shows some words.

    A page listens to keys only some time after it shows them.
    """

    def is_shown() -> bool:
        page.keyboard.press(key)
        try:
            wait_for(page, text, SECONDS_FOR_A_KEY)
        except TimeoutError:
            return False
        return True

    wait_until(is_shown, text)


def write(page: Page, text: str) -> None:
    """Write into the field that has the cursor, and press Enter."""
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")


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

"""Opens the application in tests."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dbt_in_process import ROOT

APP = ROOT / "app"
SECONDS = 60
Open = Callable[..., AppTest]


def application() -> AppTest:
    """The application before its first page is shown."""
    return AppTest.from_file(str(APP / "streamlit_app.py"), default_timeout=SECONDS)

"""The application on the published reference warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from application import Open, application
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from reference_build import Reference


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Streamlit looks for components among all installed packages once, not for each page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def published(reference: Reference) -> Path:
    """The database that `make build` published with the reference warehouse."""
    return reference.database.parent / "published" / reference.database.name


@pytest.fixture(scope="module")
def as_reader(published: Path) -> Iterator[None]:
    """The environment of the application, with the role READER."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("C360_PUBLISHED_PATH", str(published))
        patch.delenv("C360_APP_ROLE", raising=False)
        yield


@pytest.fixture(scope="module")
def opened(as_reader: None) -> Open:
    """A function that opens a page, as a reader who has just opened the application."""

    def open_page(name: str, **state: Any) -> AppTest:
        app = application()
        for key, value in state.items():
            app.session_state[key] = value
        app.switch_page(f"tabs/{name}.py").run()
        assert not app.exception, app.exception[0].message
        return app

    return open_page


@pytest.fixture(scope="session")
def exposures(manifest: dict[str, Any]) -> dict[str, set[str]]:
    """Exposure of a page of the application -> the models that it names."""
    return {
        exposure["name"]: {node.split(".")[-1] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
        if exposure["name"].startswith("app_")
    }

"""The file with the values of erased persons, which the proof searches and then deletes.

It is outside the project, and only its owner can read it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection, Mapping
from pathlib import Path

from erasure.values import Values


def values_folder(environment: Mapping[str, str]) -> Path:
    """The folder of these files: C360_ERASURE_PATH, or in the user's state folder."""
    if given := environment.get("C360_ERASURE_PATH"):
        return Path(given).absolute()
    state = environment.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "c360" / "erasures"


def files_of(folder: Path, keys: Collection[str]) -> list[Path]:
    """The files with values of one of the records, by hub key."""
    return [
        path
        for path in sorted(folder.glob("*.json"))
        if set(keys) & set(json.loads(path.read_text("utf-8"))["hub_keys"])
    ]


def read_values(folder: Path, keys: Collection[str]) -> Values | None:
    """The values of erased records; None if there is no file with them."""
    found = Values()
    paths = files_of(folder, keys)
    for path in paths:
        found.update(Values.from_json(json.loads(path.read_text("utf-8"))))
    return found if paths else None


def write_values(folder: Path, keys: Collection[str], values: Values) -> Path:
    """Write the values of records to a new file."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{secrets.token_hex(8)}.json"
    text = json.dumps({"hub_keys": sorted(keys), **values.as_json()}, ensure_ascii=False)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    return path


def delete_values(folder: Path, keys: Collection[str]) -> None:
    """Delete the values of records."""
    for path in files_of(folder, keys):
        path.unlink()

"""An object store in memory, with the methods of warehouse.object_store.ObjectStore."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.object_store.store import StoredObject, StoreError

URL = "s3://in/landing"


@dataclass
class StoreInMemory:
    """Objects by path, with the second when they were written; `fetched` are those that were read,
    `cut_off` those that arrive in part."""

    url: str = URL
    contents: dict[str, bytes] = field(default_factory=dict)
    written: dict[str, int] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    cut_off: set[str] = field(default_factory=set)

    def stored(self, path: str) -> StoredObject:
        """An object as it is listed."""
        content = self.contents[path]
        version = f"{hashlib.md5(content).hexdigest()} {self.written.get(path, 0)}"
        return StoredObject(path, len(content), version)

    def objects(self, folder: str = "") -> list[StoredObject]:
        """All objects, or those in a folder."""
        start = f"{folder}/" if folder else ""
        return [self.stored(path) for path in self.contents if path.startswith(start)]

    def fetch(self, stored: StoredObject, target: Path) -> StoredObject:
        """Copy an object to a file, or a part of it if its transfer breaks."""
        content = self.contents[stored.path]
        self.fetched.append(stored.path)
        if stored.path in self.cut_off:
            target.write_bytes(content[: len(content) // 2])
            raise StoreError(f"{self.url}/{stored.path} is cut off; try again")
        target.write_bytes(content)
        return self.stored(stored.path)

    def put(self, source: Path, path: str) -> None:
        """Write a file as an object."""
        self.contents[path] = source.read_bytes()

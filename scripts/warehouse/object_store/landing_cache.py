"""The local copy of a landing in an object store, which is read as a landing folder.

Next to the working database, `c360.landing/<bucket and prefix>/` has `files/`, the landing folder,
`incoming/`, unfinished copies, and `objects.jsonl`, the object and version of each file.
An object is fetched once per version, and becomes a file of the folder when it is complete. A file
that was loaded stays if its object is deleted or changed.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.build.last_build import content_digest
from warehouse.landing.checked_files import KnownFiles
from warehouse.landing.landing_names import DATA_FILE
from warehouse.object_store.store import ObjectStore, StoredObject, StoreError
from warehouse.problems import Problem

# Fetching waits for the network more than it computes.
AT_ONCE = 8

# Version of an object, size of its copy, and time of the copy's last change in nanoseconds.
Copy = tuple[str, int, int]


@dataclass(slots=True)
class Fetched:
    """The result of an update: the number of fetched objects and bytes, the files that were kept
    although their object is gone, and problems. skipped: the names of objects that are not
    deliveries, if the problems are in names and nothing was fetched."""

    objects: int = 0
    size: int = 0
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


class LandingCache:
    """The local copy of a landing.

    loaded: the files that a build has recorded. is_rebuilt: whether the build loads all of them
    again, so that they may have changed.
    """

    def __init__(self, folder: Path, loaded: KnownFiles, *, is_rebuilt: bool = False) -> None:
        self.files, self.incoming = folder / "files", folder / "incoming"
        self.index, self.loaded = folder / "objects.jsonl", loaded
        self.is_rebuilt = is_rebuilt

    def copies(self) -> dict[str, Copy]:
        """The complete copies, by path; a line that a killed process left unfinished is skipped."""
        found: dict[str, Copy] = {}
        if not self.index.is_file():
            return found
        for line in self.index.read_text(encoding="utf-8").splitlines():
            try:
                path, version, size, changed_at = json.loads(line)
            except ValueError:
                continue
            found[path] = (version, size, changed_at)
        return found

    def loaded_digest(self, path: str) -> str:
        """The SHA-256 of a file that was loaded; "" if it was not, or holds several batches."""
        feed, _, below = path.partition("/")
        name = DATA_FILE.fullmatch(below)
        known = self.loaded.get((feed, name["batch"])) if name else None
        is_of_file = known and known.is_loaded and not known.sha256.startswith("rows ")
        return known.sha256 if known and is_of_file else ""

    def is_loaded(self, path: str) -> bool:
        """Whether a build has loaded rows of a file."""
        if self.loaded_digest(path):
            return True
        feed = Path(path).name.partition(".")[0]
        # Files in the folder of the feed are other deliveries.
        return path.startswith("feeds/") and any(
            name == feed and file.is_loaded and file.sha256.startswith("rows ")
            for (name, _), file in self.loaded.items()
        )

    def is_current(self, stored: StoredObject, copy: Copy | None) -> bool:
        """Whether the copy of an object exists, is unchanged, and has the object's version."""
        path = self.files / stored.path
        if copy is None or copy[0] != stored.version or not path.is_file():
            return False
        stat = path.stat()
        return copy[1:] == (stat.st_size, stat.st_mtime_ns)

    def update(self, store: ObjectStore, deliveries: Mapping[str, StoredObject]) -> Fetched:
        """Fetch new objects, and remove files without an object that were never loaded.

        Raises StoreError or OSError; what was fetched until then is kept.
        """
        fetched = Fetched()
        with self.locked():
            for left in self.incoming.iterdir():
                left.unlink()
            fetched.kept += self.remove_gone(deliveries)
            copies = self.copies()
            wanted = [
                stored
                for path, stored in deliveries.items()
                if not self.is_current(stored, copies.get(path))
            ]
            with self.index.open("a", encoding="utf-8") as index:
                for stored, part in self.fetch_all(store, wanted):
                    if problem := self.replace(store, stored, part):
                        fetched.problems.append(problem)
                        continue
                    stat = (self.files / stored.path).stat()
                    copies[stored.path] = (stored.version, stat.st_size, stat.st_mtime_ns)
                    index.write(f"\n{json.dumps([stored.path, *copies[stored.path]])}")
                    index.flush()
                    fetched.objects += 1
                    fetched.size += stored.size
            self.write_index({path: copies[path] for path in deliveries if path in copies})
        return fetched

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Creates the folders of the copy and holds its lock; another command waits for it."""
        for folder in (self.files, self.incoming):
            folder.mkdir(parents=True, exist_ok=True)
        opened = os.open(self.files.parent, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            yield
        finally:
            os.close(opened)

    def remove_gone(self, deliveries: Mapping[str, StoredObject]) -> list[str]:
        """Remove files without an object, except loaded ones, whose paths it returns."""
        kept = []
        for file in sorted(self.files.rglob("*"), reverse=True):
            path = file.relative_to(self.files).as_posix()
            if file.is_dir():
                if not any(file.iterdir()):
                    file.rmdir()
            elif path not in deliveries and self.is_loaded(path):
                kept.append(path)
            elif path not in deliveries:
                file.unlink()
        return kept[::-1]

    def fetch_all(
        self, store: ObjectStore, wanted: list[StoredObject]
    ) -> Iterator[tuple[StoredObject, Path]]:
        """Fetch objects; each is returned as soon as it is complete, in any order."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            jobs = {}
            for number, stored in enumerate(wanted):
                part = self.incoming / f"{number}.part"
                jobs[pool.submit(store.fetch, stored, part)] = part
            try:
                for job in as_completed(jobs):
                    yield job.result(), jobs[job]
            finally:
                pool.shutdown(cancel_futures=True)

    def replace(self, store: ObjectStore, stored: StoredObject, part: Path) -> Problem | None:
        """Put a complete copy in its place, unless it differs from what was loaded. Raises
        StoreError if there can be no file with its name."""
        target = self.files / stored.path
        loaded = self.loaded_digest(stored.path)
        if loaded and not self.is_rebuilt and content_digest(part) != loaded:
            part.unlink()
            feed = stored.path.partition("/")[0]
            copy = f" ({target} is a copy)" if target.is_file() else ""
            remedy = f"restore it{copy}, and deliver the change as an object with a new name"
            text = f"{store.url}/{stored.path} has changed since it was loaded; {remedy}"
            return Problem(f"feed {feed}", text)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
        except OSError as error:
            reason = error.strerror or str(error)
            remedy = "rename the object" if error.errno == errno.ENAMETOOLONG else "try again"
            name = f"{store.url}/{stored.path}"
            raise StoreError(f"{name} cannot be copied ({reason.lower()}); {remedy}") from error
        return None

    def write_index(self, copies: Mapping[str, Copy]) -> None:
        """Write the index again, with one line per copy."""
        lines = [json.dumps([path, *copy]) for path, copy in copies.items()]
        new = self.index.with_suffix(".new")
        new.write_text("\n".join(lines), encoding="utf-8")
        new.replace(self.index)

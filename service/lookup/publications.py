"""The current publication, and the switch to the next one while requests run."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.publication import NotPublishedError, Publication, publication_key
from lookup.snapshot import Snapshot, read_snapshot

SECONDS_BETWEEN_LOOKS = 2.0
LOG = logging.getLogger("lookup")


def read_publication(path: Path, key: str) -> Snapshot:
    """Read a published file into memory and close it; raises NotPublishedError if that fails."""
    import duckdb

    publication = Publication(path, key)
    # Before the block: after a failure here, the end of the block would attach the file again.
    connection = publication.connection

    def run(sql: str, values: Sequence[Any]) -> pa.Table:
        relation = connection.cursor().sql(sql, params=list(values))
        return relation.to_arrow_table()

    try:
        return read_snapshot(key, publication.schema, run)
    except duckdb.Error as error:
        raise NotPublishedError(
            f"{path} lacks what this version of the service reads; build and publish it with"
            f" `make build`. {error}"
        ) from error
    finally:
        connection.close()


class Publications:
    """The snapshot that requests read; it is replaced when the next one is in memory.

    A request keeps the snapshot with which it started, so no request waits or fails. A publication
    that cannot be read is reported, and the one before it stays.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.current: Snapshot = read_publication(path, publication_key(path))
        self.problem: str | None = None
        self.refused = ""

    @contextmanager
    def followed(self, seconds: float = SECONDS_BETWEEN_LOOKS) -> Iterator[None]:
        """Look for new publications in the background."""
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(seconds):
                self.look()

        thread = threading.Thread(target=look, name="publications", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def look(self) -> None:
        """Read the published file if it has changed."""
        try:
            key = publication_key(self.path)
            if key in (self.current.key, self.refused):
                return
            self.current, self.problem = read_publication(self.path, key), None
            LOG.info("reads the publication of %s", self.current.built_at)
        except NotPublishedError as error:
            if self.problem is None:
                LOG.warning("stays with the publication of %s: %s", self.current.built_at, error)
            self.problem = "The newest publication cannot be read; the one before it is served."
            self.refused = self._key_or_none()

    def _key_or_none(self) -> str:
        try:
            return publication_key(self.path)
        except NotPublishedError:
            return ""

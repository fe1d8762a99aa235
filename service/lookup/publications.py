"""The current publication, and the switch to the next one while requests run."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from dashboard.publication import NotPublishedError, Publication, publication_key
from lookup.snapshot import Snapshot, read_snapshot

SECONDS_BETWEEN_LOOKS = 2.0
# After a failure the same file is read again, first after this time, then each time after twice it.
SECONDS_TO_RETRY, MOST_SECONDS_TO_RETRY = 30.0, 600.0
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

    A request keeps the snapshot with which it started, so no request waits or fails. If a
    publication cannot be read, this is reported, the one before it stays, and the file is read
    again later: the cause may have been memory or open files.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.current: Snapshot = read_publication(path, publication_key(path))
        self.problem: str | None = None
        self.refused: str | None = None
        self.retry_at = self.pause = 0.0

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
        """Read the published file if it has changed, or if it is time to try again."""
        try:
            key = publication_key(self.path)
            is_refused = key == self.refused and time.monotonic() < self.retry_at
            if key == self.current.key or is_refused:
                return
            self.current, self.problem = read_publication(self.path, key), None
            self.refused = None
            LOG.info("reads the publication of %s", self.current.built_at)
        except Exception as error:
            # A message other than the service's own may have values of the file.
            cause = error if isinstance(error, NotPublishedError) else type(error).__name__
            if self.problem is None:
                LOG.warning("stays with the publication of %s: %s", self.current.built_at, cause)
            self.problem = "The newest publication cannot be read; the one before it is served."
            self._refuse()

    def _refuse(self) -> None:
        key = self._key_or_none()
        is_repeated = key == self.refused
        self.pause = min(self.pause * 2, MOST_SECONDS_TO_RETRY) if is_repeated else SECONDS_TO_RETRY
        self.refused, self.retry_at = key, time.monotonic() + self.pause

    def _key_or_none(self) -> str:
        try:
            return publication_key(self.path)
        except NotPublishedError:
            return ""

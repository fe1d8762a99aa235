"""Files checked by this or an earlier build, and the batches in files with several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from warehouse.landing.batches import Batch, Batches, changed_text
from warehouse.landing.file_content import Content, FeedError
from warehouse.landing.landing_folder import LandedFile


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was checked before: SHA-256, content, and whether it has been loaded."""

    sha256: str
    content: Content
    is_loaded: bool


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be loaded, or a batch of one; `is_new` if it has not been.

    `batches` are set for a file with several.
    """

    file: LandedFile
    sha256: str
    content: Content
    is_new: bool
    batches: tuple[CheckedFile, ...] = ()

    @property
    def recorded(self) -> tuple[CheckedFile, ...]:
        """The entry of this file in the record of files."""
        return self.batches if self.file.batch == "" else (self,)


KnownFiles = Mapping[tuple[str, str], KnownFile]


def loaded_batches(feed: str, known: KnownFiles) -> dict[str, Batch]:
    """The batches of a feed that were loaded from a file of several batches, by name."""
    return {
        batch: Batch(file.content.rows, file.sha256)
        for (name, batch), file in known.items()
        if name == feed and file.is_loaded and file.sha256.startswith("rows ")
    }


def checked_batches(
    file: LandedFile, columns: Sequence[str], batches: Batches
) -> tuple[CheckedFile, ...]:
    """The batches of a file that holds several. Raises FeedError if loaded rows have changed."""
    found = batches.end()
    if batches.changed:
        raise FeedError(changed_text(sorted(batches.changed)))
    return tuple(
        CheckedFile(
            replace(file, batch=name),
            batch.digest,
            Content(tuple(columns), batch.rows, batch.first_loaded_at),
            is_new=batches.is_new(name, batch),
        )
        for name, batch in found.items()
    )

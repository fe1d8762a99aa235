"""Deliveries, their expected outcomes, and the registry of defects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bad_files.draft import Draft

LOADED, QUARANTINED, REFUSED = "loaded", "quarantined", "refused"
# Outcomes: delivered before with the same content; contradicts a loaded row.
KNOWN, CONFLICT = "already known", "conflict"
# One of two contradicting rows: either is loaded.
EITHER = "loaded or conflict"
# A file that does not belong to a delivery, and a snapshot that lost too many keys.
SKIPPED, HELD_BACK = "skipped", "held back"


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link to a file with this content outside the landing; broken if it is None."""

    content: bytes | None


Files = Mapping[str, bytes | Link | None]
"""Path in the landing folder -> content; None for a folder."""


@dataclass(frozen=True, slots=True)
class Row:
    """A delivered row and its expected outcome.

    mark: its unique `_record_source`, which every table keeps. values: column ->
    text as delivered. reason: how the reason in quarantine starts. stored: column -> what the vault
    must have where that is not the delivered value itself.
    """

    mark: str
    values: Mapping[str, Any]
    outcome: str = LOADED
    reason: str = ""
    stored: Mapping[str, Any] = field(default_factory=dict)

    def put(self, **values: Any) -> Row:
        """A copy of the row with other values."""
        return replace(self, values={**self.values, **values})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Files that a build must refuse, and a regular expression for its message."""

    files: Files
    pattern: str


@dataclass(frozen=True, slots=True)
class Step:
    """Files that land before one of the builds, all their rows, and files that are removed then."""

    files: Files
    rows: tuple[Row, ...]
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A bad delivery.

    refusal: the files that must be refused, after the first build. steps: number of the build ->
    the files that land before it; for a refused delivery, the repaired ones. skipped: files that
    the build must name as skipped. snapshots: load time of a full snapshot -> whether it must be
    held back at the end.
    """

    number: int
    defect: Defect
    feed: str
    file_format: str
    refusal: Refusal | None
    steps: Mapping[int, Step]
    skipped: tuple[str, ...] = ()
    snapshots: Mapping[str, bool] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The defect, and the file with it."""
        return f"{self.number:03d} {self.defect.title} ({self.feed}, {self.file_format})"

    @property
    def rows(self) -> list[Row]:
        """All rows that arrive, in all steps."""
        return [row for step in self.steps.values() for row in step.rows]

    @property
    def expected(self) -> str:
        """The expected outcome, by its worst row."""
        if self.refusal:
            return REFUSED
        if self.skipped:
            return SKIPPED
        if any(self.snapshots.values()):
            return HELD_BACK
        outcomes = {row.outcome for row in self.rows}
        order = (QUARANTINED, CONFLICT, EITHER, KNOWN)
        return next((outcome for outcome in order if outcome in outcomes), LOADED)


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect of a delivery: `apply` adds it to a draft of three valid rows.

    formats: the file formats it applies to. feeds: the feeds it applies to; without any, all feeds
    with files of these formats.
    """

    group: str
    title: str
    formats: tuple[str, ...]
    feeds: tuple[str, ...]
    apply: Callable[[Draft], None]


REGISTRY: list[Defect] = []


def defect(
    group: str, title: str, *, on: str = "csv jsonl parquet", feeds: str = ""
) -> Callable[[Callable[[Draft], None]], Callable[[Draft], None]]:
    """Register a function as a defect. `on` and `feeds` are names with spaces between them."""

    def register(apply: Callable[[Draft], None]) -> Callable[[Draft], None]:
        REGISTRY.append(Defect(group, title, tuple(on.split()), tuple(feeds.split()), apply))
        return apply

    return register

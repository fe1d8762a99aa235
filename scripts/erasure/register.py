"""The register of erasures as files: salted digests only.

macros/erasure/erasures.sql reads them into `bookkeeping.erasures`; erased_rows.sql compares rows
with them.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from contracts.feed import Feed
from erasure.delivered_file import Row
from warehouse.landing.clean_text import clean_text

FOLDER = "erasures"
Entry = tuple[str, str]  # kind, digest


def entries_of(desk: Path) -> Iterator[dict[str, str]]:
    """All entries of the register in a stewardship folder."""
    for path in sorted((desk / FOLDER).glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def salt_of(desk: Path) -> str:
    """The salt of the register; a new one if it is empty."""
    return next((entry["salt"] for entry in entries_of(desk)), "") or secrets.token_hex(16)


def digest(salt: str, kind: str, text: str) -> str:
    """The salted digest of a hub key, a value or a row, as erasure_digest computes it."""
    return hashlib.sha256(f"{salt}:{kind}:{text}".encode()).hexdigest()


def lowered(text: str) -> str:
    """A value in lower case, character by character, as DuckDB writes it."""
    return "".join("i" if char == "\u0130" else char.lower() for char in clean_text(text))


def value_digest(salt: str, text: str) -> str:
    """The digest of a value in one of its spellings."""
    return digest(salt, "value", lowered(text))


def row_digest(salt: str, feed: Feed, row: Row) -> str:
    """The digest of the values of a row, without its delivery columns."""
    strings = [clean_text(row.get(column.name) or "") for column in feed.own_columns]
    return digest(salt, "row", "\x1f".join([feed.name, *strings]))


def cell_digest(salt: str, hashed_row: str, column: str) -> str:
    """The digest of a cell, from the digest of its row."""
    return digest(salt, "cell", f"{hashed_row}\x1f{column}")


class Registered:
    """The set of hub keys in a register, which has only their digests."""

    def __init__(self, desk: Path) -> None:
        self.salt = salt_of(desk)
        entries = list(entries_of(desk))
        self.digests = {entry["digest"] for entry in entries}
        self.values = [entry["digest"] for entry in entries if entry["kind"] == "value"]

    def __contains__(self, hub_key: object) -> bool:
        return digest(self.salt, "record", str(hub_key)) in self.digests


def append(desk: Path, salt: str, reason: str, entries: Iterable[Entry]) -> int:
    """Add new entries to the register, as a new file; returns their number."""
    known: Mapping[str, None] = {entry["digest"]: None for entry in entries_of(desk)}
    new = [entry for entry in dict.fromkeys(entries) if entry[1] not in known]
    if not new:
        return 0
    folder = desk / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    common = {"erased_at": now.isoformat(timespec="seconds"), "erased_by": getpass.getuser()}
    common |= {"reason": reason, "salt": salt}
    lines = [json.dumps(common | {"kind": kind, "digest": hashed}) for kind, hashed in new]
    path = folder / f"{now:%Y-%m-%dT%H%M%S}-{secrets.token_hex(4)}.jsonl"
    part = folder / f".{path.name}.part"
    part.write_text("\n".join(lines) + "\n", "utf-8")
    part.replace(path)
    return len(new)

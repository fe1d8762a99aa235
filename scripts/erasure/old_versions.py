"""The versions of objects that a bucket keeps after an erasure has replaced them."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from erasure.search import Hit, is_in_file
from erasure.sought import Sought
from warehouse.object_store.store import ObjectStore, OldVersion, StoreError
from warehouse.problems import counted


def has_value(store: ObjectStore, version: OldVersion, sought: Sought) -> bool:
    """Whether an old version has one of the values. Raises StoreError."""
    with tempfile.TemporaryDirectory() as folder:
        # The name shows the format.
        copy = Path(folder) / version.path.rpartition("/")[2]
        copy.write_bytes(store.content_of(version))
        return is_in_file(copy, sought)


def versions_with_person(
    store: ObjectStore, sought: Sought, rewritten: Collection[str] = ()
) -> Iterator[OldVersion]:
    """The old versions of rewritten objects, and those of others with one of the values, which an
    interrupted erasure may have left. Raises StoreError."""
    for version in store.old_versions():
        if version.path in rewritten or has_value(store, version, sought):
            yield version


def delete_old_versions(url: str, rewritten: Collection[str], sought: Sought) -> Iterator[str]:
    """Delete the old versions with the person from a bucket; yields what was done, or what remains
    and why.

    rewritten: the objects that the erasure has replaced, by their key below the URL.
    """
    store = ObjectStore(url)
    try:
        found = list(versions_with_person(store, sought, rewritten))
    except StoreError as error:
        yield f"Old versions of objects could not be read: {error}. Delete those that {url} keeps."
        return
    remaining, reason = 0, ""
    for version in found:
        try:
            store.delete_version(version)
        except StoreError as error:
            remaining, reason = remaining + 1, str(error)
    if len(found) > remaining:
        yield f"Deleted {counted(len(found) - remaining, 'old version')} of objects in {url}."
    if remaining:
        yield f"{remains(remaining, url)}: {reason}. Delete them in the bucket."


def search_old_versions(url: str, sought: Sought) -> tuple[list[Hit], str]:
    """The old versions in a bucket with one of the values, and a sentence that they remain or that
    they could not be searched; empty if there are none."""
    store = ObjectStore(url)
    try:
        found = list(versions_with_person(store, sought))
    except StoreError as error:
        return [], f"Old versions of objects could not be searched: {error}."
    hits = [Hit(f"{url}/{version.path} version {version.id}") for version in found]
    return hits, f"{remains(len(found), url)}." if found else ""


def remains(count: int, url: str) -> str:
    """That old versions remain."""
    return f"{counted(count, 'old version')} of objects in {url} remain{'s' if count == 1 else ''}"

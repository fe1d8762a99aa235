"""The landing of an erasure: a folder, the seeds, or an object store through its local copy."""

from __future__ import annotations

import argparse
import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.build.run_history import read_history
from warehouse.landing.landing_folder import LandedFile
from warehouse.object_store.fetched_landing import fetch_new, report
from warehouse.object_store.store import ObjectStore, StoreError, cache_folder
from warehouse.options import given_vars, landing_path, landing_url
from warehouse.problems import some
from warehouse.run_vars import VarsError


@dataclass(frozen=True, slots=True)
class StoredLanding:
    """Where the deliveries are.

    folder: with the files; empty for the seeds. url: of the object store of which the folder is a
    copy; empty for a folder.
    """

    folder: str
    url: str = ""

    def put_back(self, files: Iterable[LandedFile]) -> list[str]:
        """Write rewritten files to the object store; returns the keys of the objects below the URL.
        Raises StoreError."""
        if not self.url:
            return []
        folder, store = Path(self.folder), ObjectStore(self.url)
        changed = [file.path for file in files if file.path.is_relative_to(folder)]
        for path in changed:
            store.put(path, path.relative_to(folder).as_posix())
        return [path.relative_to(folder).as_posix() for path in changed]


def find_landing(options: argparse.Namespace) -> StoredLanding:
    """The landing of the latest run, unless LANDING or VARS names another; the build after it uses
    the same, and the other vars of that run unless VARS is given. A landing in an object store is
    copied to this machine first.

    Raises VarsError, or StoreError if the object store cannot be read.
    """
    latest = read_history(options.database).of("")
    before: dict[str, Any] = dict(latest.dbt_vars) if latest else {}
    before.pop("rebuild_from_landing", None)
    requested = given_vars(options)
    kept = requested if options.vars else before | requested
    landing = str(requested.get("landing") or before.get("landing") or "")
    kept.pop("landing", None)
    options.vars = json.dumps(kept) if kept else ""
    options.landing = landing
    folder = landing_path(landing, options.database) if landing else ""
    url = landing_url(options)
    options.landing = url or folder
    if not url:
        copies = cache_folder("", options.database).parent
        if folder and Path(folder).is_relative_to(copies):
            text = f"landing {folder} is the copy of an object store; name it: LANDING=s3://..."
            raise VarsError(text)
        return StoredLanding(folder)
    if gone := fetch(options):
        raise StoreError(f"{some(gone)} are gone from {url}; restore them first")
    return StoredLanding(folder, url)


def fetch(options: argparse.Namespace) -> list[str]:
    """Bring the local copy up to date; returns the loaded files whose object is gone. An object may
    differ from what was loaded: an interrupted erasure has rewritten it. Raises StoreError."""
    fetching = copy.copy(options)
    kept = json.loads(options.vars) if options.vars else {}
    fetching.vars = json.dumps(kept | {"rebuild_from_landing": True})
    fetched = fetch_new(fetching)
    if fetched.problems:
        report(fetched)
        raise StoreError(f"{options.landing} could not be copied to this machine")
    return fetched.kept

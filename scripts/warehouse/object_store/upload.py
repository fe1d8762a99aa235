"""`make upload-landing`: puts the files of a landing folder into an object store.

An object is never overwritten with other content, because a loaded file must not change.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.read import ContractError, read_feeds
from warehouse.build.last_build import content_digest
from warehouse.landing.landing_folder import Landing, list_landing
from warehouse.object_store.store import (
    EXAMPLE,
    ObjectStore,
    StoredObject,
    StoreError,
    clean_url,
    is_url,
    url_problem,
)
from warehouse.options import ROOT
from warehouse.problems import counted, reason_of, some
from warehouse.publication.publish import FAILED, OK, REFUSED, say

CONTINUE = "Run it again, which continues."
USAGE = f"name the folder and the object store: make upload-landing LANDING=DIR TO={EXAMPLE}"


def upload_landing(
    options: argparse.Namespace, open_store: Callable[[str], ObjectStore] = ObjectStore
) -> int:
    """Uploads the files that the store lacks; returns 2 if it has one with other content."""
    folder, url = options.landing, clean_url(options.to)
    if not folder or is_url(folder) or not url:
        return say(f"Nothing was uploaded: {USAGE}", REFUSED)
    if problem := url_problem(url):
        return say(f"Nothing was uploaded: TO {problem}.", REFUSED)
    try:
        feeds = {feed.name for feed in read_feeds(ROOT / "contracts")}
        landing = list_landing(Path(folder).absolute(), feeds)
        if landing.problems:
            problems = "\n".join(str(problem) for problem in landing.problems)
            return say(f"{problems}\nNothing was uploaded.", REFUSED)
        return upload(open_store(url), Path(folder).absolute(), landing)
    except ContractError as error:
        return say(f"Nothing was uploaded: contracts: {error}", REFUSED)
    except StoreError as error:
        return say(f"The upload stopped: {error}. {CONTINUE}", FAILED)
    except OSError as error:
        return say(f"The upload stopped: {reason_of(error)}. {CONTINUE}", FAILED)


def upload(store: ObjectStore, folder: Path, landing: Landing) -> int:
    """Uploads the files of a landing folder that the store does not have. Raises StoreError."""
    there = {stored.path: stored for stored in store.objects()}
    files = {file.path.relative_to(folder).as_posix(): file.path for file in landing.files}
    differing = [
        path
        for path, file in files.items()
        if path in there and not is_same(store, there[path], file)
    ]
    if differing:
        text = f"{store.url} has other content in {some(differing)}; deliver it under a new name"
        return say(f"Nothing was uploaded: {text}.", REFUSED)
    new = [path for path in files if path not in there]
    for path in new:
        store.put(files[path], path)
    known = f"; {store.url} has the others" if len(new) < len(files) else ""
    print(f"Uploaded {len(new):,} of {counted(len(files), 'file')} to {store.url}{known}.")
    print(f"make build LANDING={store.url}")
    return OK


def is_same(store: ObjectStore, stored: StoredObject, file: Path) -> bool:
    """Whether an object has the content of a file. Raises StoreError."""
    if stored.size != file.stat().st_size:
        return False
    with file.open("rb") as content:
        # The ETag of an object is its MD5, except for large and encrypted objects.
        if stored.version.split()[0] == hashlib.file_digest(content, "md5").hexdigest():
            return True
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        store.fetch(stored, copy)
        return content_digest(copy) == content_digest(file)

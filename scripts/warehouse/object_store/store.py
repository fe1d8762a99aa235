"""A landing in an object store: its objects are listed, read and written through s3fs.

Credentials and endpoint come from the environment, under the names of AWS: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
URL = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]{1,254})(?P<prefix>/[^?\x00-\x1f]*)?")
EXAMPLE = "s3://bucket/prefix"
INSTALL = "run `make install-s3`"
BLOCK = 8 * 2**20


class StoreError(Exception):
    """An object store cannot be read or written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object: its key below the prefix, size in bytes, and a mark that differs by version."""

    path: str
    size: int
    version: str

    @property
    def written_at(self) -> int:
        """The second when it was written, since 1970; see version_of."""
        return int(self.version.rpartition(" ")[2])


@dataclass(frozen=True, slots=True)
class OldVersion:
    """A version of an object that a bucket keeps although the object was replaced or deleted."""

    path: str
    id: str


def is_url(landing: str) -> bool:
    """Whether a landing is named by a URL, and not a folder."""
    return SCHEME.match(landing) is not None


def url_problem(url: str) -> str:
    """Why a URL names no landing in an object store; empty if it does."""
    found = SCHEME.match(url)
    if found and found["scheme"] != "s3":
        return f"has the scheme {found['scheme']}; only s3 is read: {EXAMPLE}"
    if "@" in url.removeprefix("s3://").partition("/")[0]:
        names = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        return f"has credentials in its URL; delete them, and set {names} instead"
    return "" if URL.fullmatch(url) else f"is not a bucket with an optional prefix: {EXAMPLE}"


def clean_url(url: str) -> str:
    """A URL without slashes at its end."""
    return url.rstrip("/")


def cache_folder(url: str, database: Path) -> Path:
    """The folder with the local copy of a landing, next to the working database: `c360.landing` for
    `c360.duckdb`, and in it a folder for each URL."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", clean_url(url).removeprefix("s3://"))[:60]
    digest = hashlib.sha256(clean_url(url).encode()).hexdigest()[:8]
    base = database.absolute().with_name(f"{database.name.removesuffix('.duckdb')}.landing")
    return base / f"{name}-{digest}"


def copied_files(url: str, database: Path) -> Path:
    """The folder in the local copy that is read as a landing folder."""
    return cache_folder(url, database) / "files"


@contextmanager
def store_errors(url: str) -> Iterator[None]:
    """Turns any error of an object store into a StoreError."""
    from aiohttp import ClientError
    from botocore.exceptions import BotoCoreError, NoCredentialsError, PartialCredentialsError

    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        names = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        raise StoreError(f"{url} needs credentials; set {names}") from error
    except PermissionError as error:
        reason = str(error) or "no permission"
        raise StoreError(f"{url} may not be used ({reason}); check credentials") from error
    except FileNotFoundError as error:
        raise StoreError(f"{url} does not exist; check bucket and prefix") from error
    except ValueError as error:
        reason = str(error).rstrip(".")
        text = f"{url} cannot be used ({reason}); check AWS_ENDPOINT_URL, AWS_DEFAULT_REGION and TO"
        raise StoreError(text) from error
    except (BotoCoreError, ClientError, OSError) as error:
        raise StoreError(f"{url} cannot be used ({str(error).rstrip('.')}); try again") from error


def version_of(details: Mapping[str, Any]) -> str:
    """What differs between versions of an object: its tag, and the second when it was written."""
    written = details["LastModified"]
    return f"{details['ETag'].strip(chr(34))} {int(written.timestamp())}"


class ObjectStore:
    """The objects below a URL."""

    def __init__(self, url: str) -> None:
        """Raises StoreError if s3fs is not installed."""
        try:
            import s3fs
        except ImportError as error:
            raise StoreError(f"{url} needs s3fs, which is not installed; {INSTALL}") from error
        self.url = clean_url(url)
        self.root = self.url.removeprefix("s3://")
        # A server other than AWS has the bucket in the path, not in the host name.
        is_elsewhere = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        settings = {"s3": {"addressing_style": "path"}} if is_elsewhere else {}
        with store_errors(self.url):
            self.files = s3fs.S3FileSystem(
                use_listings_cache=False, skip_instance_cache=True, config_kwargs=settings
            )

    def objects(self, folder: str = "") -> list[StoredObject]:
        """All objects, or those in a folder, listed completely each time: a late one may be
        anywhere. Markers of folders are left out. Raises StoreError."""
        start = f"{self.root}/"
        below = f"{start}{folder}/" if folder else start
        bucket, _, prefix = below.partition("/")
        with store_errors(self.url):
            # Unlike `find`, it fails if the bucket does not exist.
            self.files.call_s3("list_objects_v2", Bucket=bucket, Prefix=prefix, MaxKeys=1)
            found = self.files.find(below, detail=True, refresh=True)
        return [
            StoredObject(name.removeprefix(start), details["size"], version_of(details))
            for name, details in found.items()
            if details["type"] == "file" and name.startswith(start) and not name.endswith("/")
        ]

    def fetch(self, stored: StoredObject, target: Path) -> StoredObject:
        """Copy an object to a file; returns the version that was copied. Raises StoreError.

        The copy is always one version: if the object changes meanwhile, the store refuses the rest.
        """
        name = f"{self.url}/{stored.path}"
        with store_errors(name), target.open("wb") as copy:
            opened = self.files.open(f"{self.root}/{stored.path}", "rb", block_size=BLOCK)
            with opened as source:
                details = source.details
                shutil.copyfileobj(source, copy, BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        copied = StoredObject(stored.path, details["size"], version_of(details))
        if (size := target.stat().st_size) != copied.size:
            raise StoreError(f"{name} is cut off ({size:,} of {copied.size:,} bytes); try again")
        return copied

    def put(self, source: Path, path: str) -> None:
        """Write a file as an object, which readers see when it is complete. Raises StoreError."""
        with store_errors(f"{self.url}/{path}"):
            self.files.put_file(str(source), f"{self.root}/{path}")

    def old_versions(self) -> list[OldVersion]:
        """The versions of objects that the bucket keeps besides the current ones; none if it keeps
        no versions. Raises StoreError."""
        start = f"{self.root}/"
        bucket, _, prefix = start.partition("/")
        found, page = [], {}
        while True:
            with store_errors(self.url):
                listed = self.files.call_s3(
                    "list_object_versions", Bucket=bucket, Prefix=prefix, **page
                )
            found += [
                OldVersion(one["Key"].removeprefix(prefix), one["VersionId"])
                for one in listed.get("Versions", [])
                if not one["IsLatest"]
            ]
            if not listed.get("IsTruncated"):
                return found
            names = {"KeyMarker": "NextKeyMarker", "VersionIdMarker": "NextVersionIdMarker"}
            page = {name: listed[given] for name, given in names.items() if listed.get(given)}

    def content_of(self, version: OldVersion) -> bytes:
        """The content of an old version. Raises StoreError."""
        name = f"{self.root}/{version.path}"
        with store_errors(f"{self.url}/{version.path}"):
            # In several requests, s3fs would read as many bytes as the current version has.
            return self.files.cat_file(name, version_id=version.id, max_concurrency=1)

    def delete_version(self, version: OldVersion) -> None:
        """Delete an old version for good. Raises StoreError."""
        bucket, _, key = f"{self.root}/{version.path}".partition("/")
        with store_errors(f"{self.url}/{version.path}"):
            self.files.call_s3("delete_object", Bucket=bucket, Key=key, VersionId=version.id)

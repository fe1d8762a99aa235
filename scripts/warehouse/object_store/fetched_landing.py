"""The first step of a build from an object store: bring the local copy up to date."""

from __future__ import annotations

import argparse

import duckdb

from contracts.read import ContractError, read_feeds
from warehouse.database import connect
from warehouse.landing.checked_feeds import Checked, print_skipped, report_checks
from warehouse.landing.checked_files import KnownFile
from warehouse.landing.landed_files import bookkeeping_schema, known_files
from warehouse.object_store.landing_cache import Fetched, LandingCache
from warehouse.object_store.object_names import sort_objects
from warehouse.object_store.store import ObjectStore, StoreError, cache_folder
from warehouse.options import ROOT, landing_url, run_vars
from warehouse.problems import Problem, counted, reason_of, some
from warehouse.run_vars import VarsError


def fetch_landing(options: argparse.Namespace, problems: list[Problem] | None = None) -> int:
    """Fetches the new objects of LANDING, if it is a URL; returns 2 if a build must not start.

    problems: what stops the build is added to this list. It reports nothing that another check
    reports, such as invalid vars.
    """
    fetched = fetch_new(options)
    if problems is not None:
        problems += fetched.problems
    return report(fetched) if fetched.problems else 0


def report(fetched: Fetched) -> int:
    """Says what is wrong with a landing; returns 2."""
    return report_checks(Checked("", fetched.problems, skipped=fetched.skipped))


def fetch_new(options: argparse.Namespace) -> Fetched:
    """Fetches the new objects of LANDING, if it is a URL, and says what it fetched."""
    try:
        requested = run_vars(options)
        url = landing_url(options)
        if not url:
            return Fetched()
        feeds = {feed.name for feed in read_feeds(ROOT / "contracts")}
    except (VarsError, ContractError):
        return Fetched()
    try:
        store = ObjectStore(url)
        found = sort_objects(url, store.objects(), feeds)
        if not found.deliveries and not found.problems:
            remedy = "check bucket and prefix, or put files there: `make upload-landing`"
            found.problems.append(Problem("landing", f"{url} has no deliveries; {remedy}"))
        if found.problems:
            return Fetched(problems=found.problems, skipped=found.skipped)
        cache = LandingCache(
            cache_folder(url, options.database),
            loaded_files(options, requested.get("as_of_date")),
            is_rebuilt=bool(requested.get("rebuild_from_landing")),
        )
        fetched = cache.update(store, found.deliveries)
    except StoreError as error:
        return Fetched(problems=[Problem("landing", str(error))])
    except (OSError, duckdb.Error) as error:
        text = f"{url} cannot be copied to this machine ({reason_of(error)})"
        return Fetched(problems=[Problem("landing", text)])
    print_skipped(found.skipped)
    print_fetched(url, fetched, str(cache.files))
    return fetched


def loaded_files(
    options: argparse.Namespace, as_of_date: object
) -> dict[tuple[str, str], KnownFile]:
    """The files that builds have recorded: those of the given as-of date and of the current build.

    Raises duckdb.Error if the database cannot be read: then no file may be removed.
    """
    if not options.database.is_file():
        return {}
    connect(options.database, read_only=True).close()
    schemas = {"bookkeeping", bookkeeping_schema(as_of_date)}
    found: dict[tuple[str, str], KnownFile] = {}
    for schema in sorted(schemas):
        for name, file in known_files(options.database, schema).items():
            if file.is_loaded or name not in found:
                found[name] = file
    return found


def print_fetched(url: str, fetched: Fetched, folder: str) -> None:
    """Say what was fetched, and which files stay although their object is gone."""
    new = f"{counted(fetched.objects, 'object')} ({counted(fetched.size, 'byte')})"
    print(f"Fetched {new if fetched.objects else 'nothing new'} from {url} to {folder}.")
    if fetched.kept:
        kept = f"{some(fetched.kept)}; their rows stay loaded"
        print(f"Deleted in {url} since they were loaded: {kept}.")

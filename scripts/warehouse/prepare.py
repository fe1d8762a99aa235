"""The first step of each command that changes the working database."""

from __future__ import annotations

import argparse

from warehouse.publication.database_copy import PublishError, remove_copies, start_from_published
from warehouse.publication.publish import OK, REFUSED, say


def prepare(options: argparse.Namespace) -> int:
    """Removes the leftovers of killed commands, and starts a missing working database as a copy of
    the published one, which has the same history."""
    if options.target != "duckdb" or not options.database.parent.is_dir():
        return OK  # the checks report a missing folder
    remove_copies(options.database, options.published)
    if options.database.exists():
        return OK
    try:
        if start_from_published(options.database, options.published):
            print(f"Created {options.database} as a copy of {options.published}.")
    except PublishError as error:
        return say(f"{options.database} is missing: {error}.", REFUSED)
    return OK

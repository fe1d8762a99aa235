"""The command `python -m lookup`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

import uvicorn

from dashboard.publication import NotPublishedError, published_file
from lookup.api import create_api
from lookup.protocol import LimitedHttp
from lookup.publications import Publications
from lookup.questions import Answers
from lookup.settings import SettingsError, read_settings

HOST, PORT = "127.0.0.1", 8000
SECONDS_BETWEEN_THREADS = 0.001


def main(argv: Sequence[str] | None = None) -> None:
    """Serve the published database; exits with a message if the settings or the file are missing.

    The service logs requests itself, because uvicorn's log would have paths, and with them ids and
    search terms.
    """
    parser = argparse.ArgumentParser(prog="python -m lookup", description=__doc__)
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=PORT)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    # A request by id must not wait long for the thread that compares records.
    sys.setswitchinterval(SECONDS_BETWEEN_THREADS)
    try:
        settings = read_settings(os.environ)
        publications = Publications(published_file())
    except (SettingsError, NotPublishedError) as error:
        parser.exit(1, f"{error}\n")
    api = create_api(settings, publications, Answers.with_committed_model())
    uvicorn.run(
        api, host=options.host, port=options.port, http=LimitedHttp, access_log=False,
        log_level="warning",
    )  # fmt: skip

"""`python -m extract`: extracts from a source into a landing folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from contracts.feed import Feed
from contracts.read import read_feeds
from extract.delivery import REPEATED_HOUR, Deliveries, ExtractError, locked
from warehouse.object_store.store import is_url

ROOT = Path(__file__).resolve().parents[2]
AGAIN = 3
UPLOAD = "extract into one, then `make upload-landing LANDING=DIR TO=s3://...`"


def parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    """Parser for the commands; credentials come from the environment only."""
    root = argparse.ArgumentParser(prog="python -m extract", description=__doc__)
    commands = root.add_subparsers(dest="source", required=True)
    landing = environment.get("LANDING") or "landing"
    pulled = argparse.ArgumentParser(add_help=False)
    pulled.add_argument("--landing", default=landing)
    pulled.add_argument("--overlap", type=float, default=60.0, help="minutes that are read again")
    pulled.add_argument("--rows-per-file", type=int, default=50_000)
    salesforce = commands.add_parser("salesforce", parents=[pulled], help="accounts of Salesforce")
    salesforce.add_argument("--field", action="append", default=[], help="column=field, repeatable")
    database = commands.add_parser("database", parents=[pulled], help="a table of a SQL database")
    database.add_argument("--feed", default="oracle_customers")
    database.add_argument("--table", required=True, help="schema.table")
    database.add_argument(
        "--changed", default="UPDATED_AT", help="column with the time of a change"
    )
    database.add_argument("--record-source", default="")
    webhooks = commands.add_parser("webhooks", help="events over HTTP, delivered each hour")
    webhooks.add_argument("--landing", default=landing)
    webhooks.add_argument("--spool", type=Path, default=Path("spool"))
    webhooks.add_argument("--feed", action="append", default=[], help="repeatable; clickstream")
    webhooks.add_argument("--host", default="127.0.0.1")
    webhooks.add_argument("--port", type=int, default=8080)
    return root


def feed_of(name: str) -> Feed:
    """The declared feed with a name. Raises ExtractError."""
    found = {feed.name: feed for feed in read_feeds(ROOT / "contracts")}
    if name not in found:
        raise ExtractError(f"contracts/ declares no feed {name}; known are {', '.join(found)}")
    return found[name]


def given(environment: Mapping[str, str], *names: str) -> list[str]:
    """The values of environment variables. Raises ExtractError if one is not set."""
    if missing := [name for name in names if not environment.get(name)]:
        raise ExtractError(f"{' and '.join(missing)} must be set in the environment")
    return [environment[name] for name in names]


def deliveries_of(options: argparse.Namespace, feed: str, record_source: str) -> Deliveries:
    """The deliveries of a feed in the landing folder."""
    landing = Path(options.landing).absolute()
    return Deliveries(landing, feed_of(feed), record_source, rows_per_file=options.rows_per_file)


def extract_salesforce(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Extracts the accounts that changed; returns how many."""
    import httpx2 as httpx

    from extract.salesforce import CursorExpiredError, Salesforce, account_changes

    names = ("SALESFORCE_LOGIN_URL", "SALESFORCE_CLIENT_ID", "SALESFORCE_CLIENT_SECRET")
    login, client_id, secret = given(environment, *names)
    deliveries = deliveries_of(options, "salesforce_accounts", "SALESFORCE.ACCOUNT")
    fields = dict(entry.split("=", 1) for entry in options.field)
    with locked(deliveries.folder), httpx.Client(timeout=60) as http:
        client = Salesforce(http, login.rstrip("/"), client_id, secret)
        for attempt in range(1, AGAIN + 1):
            since = deliveries.start(timedelta(minutes=options.overlap))
            try:
                deliveries.deliver(account_changes(client, deliveries.feed, since, fields))
                break
            except CursorExpiredError:
                if attempt == AGAIN:
                    raise
    return deliveries.written


def extract_database(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Extracts the rows of a table that changed; returns how many."""
    import sqlalchemy

    from extract.database import row_changes

    (url,) = given(environment, "C360_SOURCE_DATABASE_URL")
    deliveries = deliveries_of(
        options, options.feed, options.record_source or options.table.upper()
    )
    engine = sqlalchemy.create_engine(url)
    try:
        with locked(deliveries.folder):
            repeated = REPEATED_HOUR if deliveries.feed.time_zone != "UTC" else timedelta(0)
            since = deliveries.start(timedelta(minutes=options.overlap) + repeated)
            changes = row_changes(engine, options.table, deliveries.feed, options.changed, since)
            deliveries.deliver(changes)
    finally:
        engine.dispose()
    return deliveries.written


def receive_webhooks(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Receives events until it is stopped."""
    import uvicorn

    from extract.hours import Hours
    from extract.webhooks import application

    (secret,) = given(environment, "C360_WEBHOOK_SECRET")
    feeds = {name: feed_of(name) for name in options.feed or ["clickstream"]}
    sources = {name: f"WEBHOOK.{name.upper()}" for name in feeds}
    hours = Hours(Path(options.landing).absolute(), options.spool.absolute(), feeds, sources)
    with locked(hours.spool):
        uvicorn.run(
            application(hours, secret), host=options.host, port=options.port, log_level="warning"
        )
    return 0


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs one extraction and returns its exit code: 0 done, 1 stopped."""
    options = parser(environment).parse_args(argv)
    run = {
        "salesforce": extract_salesforce,
        "database": extract_database,
        "webhooks": receive_webhooks,
    }[options.source]
    try:
        if is_url(options.landing):
            raise ExtractError(f"{options.landing} is not a folder; {UPLOAD}")
        count = run(options, environment)
    except (ExtractError, OSError) as error:
        print(f"extract {options.source}: {error}", file=sys.stderr)
        return 1
    if options.source != "webhooks":
        print(f"Delivered {count:,} changed rows to {options.landing}.")
    return 0

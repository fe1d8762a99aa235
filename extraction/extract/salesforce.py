"""Accounts of Salesforce by its REST API, by the time of their last change.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_queryall.htm
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2 as httpx

from contracts.feed import Feed
from extract.delivery import ExtractError, Row
from extract.values import text_of

VERSION = "v63.0"
TOKEN_PATH = "/services/oauth2/token"
ATTEMPTS = 8
LONGEST_WAIT = 300.0
BUSY = (429, 500, 502, 503, 504)
CHANGED = "SystemModstamp"
KEY = "Id"


class CursorExpiredError(ExtractError):
    """The server has dropped the rest of a query; the query must start again."""


@dataclass
class Salesforce:
    """A client of the REST API. `login` is the address of the org's domain."""

    http: httpx.Client
    login: str
    client_id: str
    client_secret: str
    token: str = ""
    instance: str = ""

    def log_in(self) -> None:
        """Get a token by the flow for client credentials. Raises ExtractError."""
        given = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        address = f"{self.login}{TOKEN_PATH}"
        answer = self.answered("POST", address, data=given)
        if answer.status_code != 200:
            problem = problem_of(answer)
            raise ExtractError(f"Salesforce returned no token ({problem}); check id and secret")
        found = answer.json()
        self.token, self.instance = found["access_token"], found["instance_url"]

    def answered(self, method: str, address: str, **given: Any) -> httpx.Response:
        """The answer to a request; it is repeated while the server is busy or cannot be reached."""
        for attempt in range(1, ATTEMPTS + 1):
            wait = min(2.0**attempt, LONGEST_WAIT)
            try:
                answer = self.http.request(method, address, **given)
            except httpx.TransportError as error:
                problem = f"Salesforce is out of reach ({error})"
            else:
                if answer.status_code not in BUSY:
                    return answer
                problem = f"Salesforce is busy ({problem_of(answer)})"
                wait = min(seconds_to_wait(answer.headers, wait), LONGEST_WAIT)
            if attempt < ATTEMPTS:
                time.sleep(wait)
        raise ExtractError(f"{problem}; run it again later, it goes on from what was delivered")

    def get(self, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """The JSON of a path, with a new token if it is refused. Raises ExtractError."""
        for _ in range(2):
            if not self.token:
                self.log_in()
            headers = {"Authorization": f"Bearer {self.token}"}
            address = f"{self.instance}{path}"
            answer = self.answered("GET", address, params=parameters, headers=headers)
            if answer.status_code != 401:
                break
            self.token = ""
        if answer.status_code == 200:
            # Numbers keep their digits.
            return answer.json(parse_float=Decimal)
        problem = problem_of(answer)
        if "INVALID_QUERY_LOCATOR" in problem:
            raise CursorExpiredError(f"Salesforce has dropped the query ({problem})")
        raise ExtractError(f"Salesforce refuses {path} ({problem}); correct it, then run it again")

    def query(self, soql: str) -> Iterator[dict[str, Any]]:
        """The records of a query, also deleted ones. Raises ExtractError if some are missing."""
        page = self.get(f"/services/data/{VERSION}/queryAll", {"q": soql})
        total, count = page["totalSize"], 0
        while True:
            for record in page["records"]:
                count += 1
                yield record
            if page["done"]:
                break
            page = self.get(page["nextRecordsUrl"])
        if count != total:
            raise ExtractError(f"Salesforce has sent {count:,} of {total:,} records; run it again")


def seconds_to_wait(headers: Mapping[str, str], otherwise: float) -> float:
    """The seconds to wait by the header Retry-After, which is a number or a time."""
    text = headers.get("Retry-After", "")
    if text.isdigit():
        return float(text)
    try:
        wait = (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return otherwise
    return max(wait, 0.0)


def problem_of(answer: httpx.Response) -> str:
    """The error in an answer, without the values of a record."""
    try:
        found = answer.json()
    except ValueError:
        return f"status {answer.status_code}"
    error = found[0] if isinstance(found, list) and found else found
    names = ("errorCode", "message", "error", "error_description")
    said = [str(error[name]) for name in names if isinstance(error, dict) and error.get(name)]
    return f"status {answer.status_code}: {' '.join(said)}"


def moment_of(text: str) -> datetime:
    """A time of Salesforce, such as 2026-01-05T10:00:00.000+0000, in UTC."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(UTC)


def account_changes(
    client: Salesforce, feed: Feed, since: datetime | None, fields: Mapping[str, str]
) -> Iterator[tuple[datetime, Row]]:
    """The accounts that changed at a time or later, in the order of their changes.

    since: in UTC; None for all. fields: columns of the feed -> fields of another name.
    """
    names = {column.name: fields.get(column.name, column.name) for column in feed.own_columns}
    where = f" WHERE {CHANGED} >= {since:%Y-%m-%dT%H:%M:%S}.000Z" if since else ""
    soql = f"SELECT {', '.join(names.values())} FROM Account{where} ORDER BY {CHANGED}, {KEY}"
    for record in client.query(soql):
        row = {}
        for column in feed.own_columns:
            value = record[names[column.name]]
            if column.kind == "timestamp" and value:
                value = moment_of(value)
            row[column.name] = text_of(value, column, feed)
        yield moment_of(record[names[CHANGED]]).replace(tzinfo=None), row

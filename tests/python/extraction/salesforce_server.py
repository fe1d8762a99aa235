"""A server that answers like the REST API of Salesforce: tokens, queryAll, cursors, errors."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WHERE = re.compile(
    r"SELECT (?P<fields>.+) FROM Account(?: WHERE SystemModstamp >= (?P<since>\S+))?"
    r" ORDER BY SystemModstamp, Id"
)
FIELDS = (
    "Id", "Name", "Email__c", "Phone", "Website", "BillingStreet", "BillingCity",
    "BillingPostalCode", "BillingCountry", "Industry", "AnnualRevenue", "NumberOfEmployees",
    "CreatedDate", "SystemModstamp", "IsDeleted",
)  # fmt: skip
START = datetime(2026, 1, 5, 10, tzinfo=UTC)
Answer = tuple[int, dict[str, str], Any]


def stamp(moment: datetime) -> str:
    """A time as Salesforce writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S.000+0000}"


def account(number: int, changed_at: datetime, **values: Any) -> dict[str, Any]:
    """An account."""
    given = {
        "Id": f"0015g{number:010d}AAA", "Name": f"Company {number}", "Email__c": None,
        "AnnualRevenue": 1250000.5, "NumberOfEmployees": 7, "CreatedDate": stamp(START),
        "SystemModstamp": stamp(changed_at), "IsDeleted": False,
    }  # fmt: skip
    return dict.fromkeys(FIELDS) | given | values


@dataclass
class Server:
    """The server.

    committed: the accounts that queries see. page: records in an answer. answers: request number ->
    the answer instead of the true one. before: called with the number of each request.
    """

    committed: list[dict[str, Any]] = field(default_factory=list)
    page: int = 100
    answers: dict[int, Answer] = field(default_factory=dict)
    before: Callable[[int], None] = lambda number: None
    requests: list[str] = field(default_factory=list)
    token: int = 0
    cursors: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    url: str = ""

    def answer(self, method: str, path: str, query: dict, token: str) -> Answer:
        """The answer to a request."""
        self.requests.append(path)
        number = len(self.requests)
        self.before(number)
        if number in self.answers:
            return self.answers[number]
        if path == "/services/oauth2/token":
            self.token += 1
            return 200, {}, {"access_token": f"T{self.token}", "instance_url": self.url}
        if token != f"Bearer T{self.token}":
            text = "Session expired or invalid"
            return 401, {}, [{"message": text, "errorCode": "INVALID_SESSION_ID"}]
        if path == "/services/data/v63.0/queryAll":
            return self.first_page(query["q"][0])
        locator = path.rpartition("/")[2]
        if locator.rpartition("-")[0] not in self.cursors:
            text = "invalid query locator"
            return 400, {}, [{"message": text, "errorCode": "INVALID_QUERY_LOCATOR"}]
        return self.next_page(locator)

    def first_page(self, soql: str) -> Answer:
        """Run a query; the rest of its records are behind a cursor."""
        found = WHERE.fullmatch(soql)
        unknown = set(found["fields"].split(", ")) - set(FIELDS) if found else {soql}
        if not found or unknown:
            text = f"No such column {unknown}"
            return 400, {}, [{"message": text, "errorCode": "INVALID_FIELD"}]
        since = datetime.fromisoformat(found["since"]) if found["since"] else datetime.min
        records = sorted(
            (one for one in self.committed if moment(one) >= since.replace(tzinfo=UTC)),
            key=lambda one: (moment(one), one["Id"]),
        )
        cursor = f"01gRO{len(self.cursors):010d}YAA"
        self.cursors[cursor] = [dict(one) for one in records]
        return self.next_page(f"{cursor}-0")

    def next_page(self, locator: str) -> Answer:
        """The records at a place of a cursor."""
        cursor, _, start = locator.rpartition("-")
        records, first = self.cursors[cursor], int(start)
        end = first + self.page
        found = {
            "totalSize": len(records),
            "done": end >= len(records),
            "records": [
                {"attributes": {"type": "Account", "url": f"/{one['Id']}"}, **one}
                for one in records[first:end]
            ],
        }
        if not found["done"]:
            found["nextRecordsUrl"] = f"/services/data/v63.0/query/{cursor}-{end}"
        return 200, {}, found

    def start(self) -> ThreadingHTTPServer:
        """Start to answer, on a free port of this machine."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            """Answers requests."""

            def do_GET(self) -> None:
                self.reply("GET")

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.reply("POST")

            def reply(self, method: str) -> None:
                parts = urlsplit(self.path)
                token = self.headers.get("Authorization", "")
                status, headers, body = owner.answer(
                    method, parts.path, parse_qs(parts.query), token
                )
                content = json.dumps(body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                """Log nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # A client that is killed reads no answer.
        server.handle_error = lambda *arguments: None
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server


def moment(one: dict[str, Any]) -> datetime:
    """The time of the last change of an account."""
    return datetime.strptime(one["SystemModstamp"], "%Y-%m-%dT%H:%M:%S.%f%z")


def accounts(count: int, per_second: int = 7) -> list[dict[str, Any]]:
    """Accounts of which several change in the same second."""
    return [account(n, START + timedelta(seconds=n // per_second)) for n in range(count)]

"""The HTTP server: answers statements that the emulator handles, and passes others to fakesnow.

It never answers with HTTP 500, which Snowflake's connector would retry for ever.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import fakesnow.server
from snowflake.connector.errors import Error
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulator import (
    bindings,
    catalog,
    comments,
    copies,
    definitions,
    inserts,
    procedures,
    rejections,
    schemas,
    stages,
    swaps,
    syntax,
)
from emulator.cursor import EmulatedConnection, EmulatedInstance
from emulator.errors import as_snowflake_error
from emulator.statement_log import StatementLog
from emulator.statements import without_comments

QUERY = "/queries/v1/query-request"
SESSION = "/session"
LOGIN = "/session/v1/login-request"
# fakesnow has one instance for all servers of a process; a login uses that of its own server.
LOGINS = threading.Lock()


@dataclass
class Emulator:
    """One emulated account: its databases, its log, and the port of the server, once it runs."""

    instance: EmulatedInstance
    log: StatementLog
    port: int = 0

    def replacement(
        self, session: EmulatedConnection, sql: str, bound: bindings.Bindings
    ) -> tuple[str, bindings.Bindings]:
        """The statement that fakesnow executes for a statement of the client, and its bindings."""
        text = without_comments(sql)
        if not text:
            return sql, bound
        rejections.check_command(text)
        if answered := self._answered(session, text, bound):
            return answered, {}
        text = catalog.replaced(syntax.simplified(text), session.duck)
        text = copies.with_history(text, session)
        if found := syntax.temporary_relation(text):
            text, kind, name = found
            session.temporary[name] = kind
        return text, bound

    def _answered(
        self, session: EmulatedConnection, text: str, bound: bindings.Bindings
    ) -> str | None:
        """The query with the answer to a statement that fakesnow does not handle."""
        if procedure := procedures.recognised(text):
            self.instance.ledger.record(procedure.entry(), text)
            return procedures.run(procedure, session, self.port)
        if replaced := session.parameters.answer(text):
            session.set_variables()
            return replaced
        return (
            inserts.answer(text, session.duck)
            or comments.answer(text, session.duck)
            or copies.answer(text, session)
            or swaps.answer(text, session.duck)
            or definitions.answer(text, session.duck)
            or schemas.answer(text, session.duck, session.database)
            or stages.answer(text, bound, session.database or "", session.schema or "")
            or self.instance.ledger.answer(text)
        )


def failure(error: Exception) -> JSONResponse:
    """The response for a statement that fails."""
    found = as_snowflake_error(error)
    code = f"{found.errno:06d}"
    data = {"errorCode": code, "sqlState": found.sqlstate}
    return JSONResponse({"data": data, "code": code, "message": found.msg, "success": False})


async def request_body(request: Request) -> dict[str, Any]:
    """The JSON body of a request."""
    body = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return json.loads(body)


def with_body(request: Request, body: dict[str, Any]) -> Request:
    """The request with another body, not compressed."""
    content = json.dumps(body).encode()
    kept = [(name, value) for name, value in request.scope["headers"]
            if name not in (b"content-encoding", b"content-length")]  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    return Request({**request.scope, "headers": kept}, receive)


def query_route(emulator: Emulator) -> Callable:
    """The handler of statements."""

    async def query(request: Request) -> Response:
        body = await request_body(request)
        sql, bound = bindings.with_names(body["sqlText"], body.get("bindings") or {})
        with emulator.log.measured(sql) as measured:
            try:
                session = fakesnow.server.to_conn(fakesnow.server.to_token(request))
                replaced, bound = await run_in_threadpool(emulator.replacement, session, sql, bound)
                changed = with_body(request, {**body, "sqlText": replaced, "bindings": bound})
                response = await fakesnow.server.query_request(changed)
            except fakesnow.server.ServerError as error:
                return JSONResponse({"code": error.code, "message": error.message,
                                     "success": False, "data": None})  # fmt: skip
            except Error as error:
                response = failure(error)
            except Exception as error:
                response = failure(error)
            content = json.loads(response.body) if response.status_code == 500 else None
            if content:
                response = failure(RuntimeError(content["message"]))
            measured.note(response)
        return response

    return query


def login_route(emulator: Emulator) -> Callable[[Request], Any]:
    """The handler that opens sessions."""

    async def login(request: Request) -> Response:
        """Open a session. Without a master token the connector would never close it."""
        # Once the body has arrived, fakesnow opens the session without a pause.
        await request.body()
        with LOGINS:
            fakesnow.server.shared_fs = emulator.instance
            response = await fakesnow.server.login_request(request)
        content = json.loads(response.body)
        content["data"] |= {
            "masterToken": content["data"]["token"],
            "validityInSeconds": 86_400,
            "masterValidityInSeconds": 86_400,
        }
        return JSONResponse(content)

    return login


async def session_route(request: Request) -> Response:
    """Close a session: its temporary relations are dropped."""
    if request.query_params.get("delete"):
        session = fakesnow.server.sessions.get(fakesnow.server.to_token(request))
        if session:
            await run_in_threadpool(session.drop_temporary)
    return await fakesnow.server.session(request)


def application(emulator: Emulator) -> Starlette:
    """The server with fakesnow's other routes."""
    own = {LOGIN: login_route(emulator), QUERY: query_route(emulator), SESSION: session_route}
    routes = [
        Route(route.path, own[route.path], methods=["POST"]) if route.path in own else route
        for route in fakesnow.server.routes
    ]
    return Starlette(routes=routes)

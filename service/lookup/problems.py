"""Refusals and errors: all have the same body format, and none repeats what the caller sent."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from lookup.models import Problem

MEANINGS = {
    400: "The body cannot be read.",
    401: "No valid key.",
    403: "The key lacks the scope.",
    404: "Not found.",
    409: "Several customers have the id.",
    413: "The body is too large.",
    422: "The request is not valid.",
    429: "Too many requests.",
    503: "Too many requests wait.",
}
REFUSED = (401, 403, 422, 429)


def with_problems(*further: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route with a key, for its description."""
    return {
        status: {"model": Problem, "description": MEANINGS[status]}
        for status in sorted({*REFUSED, *further})
    }


def handle_problems(api: FastAPI) -> None:
    """Answer every refusal and error with a Problem."""

    @api.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        body = error.detail if isinstance(error.detail, dict) else {"detail": str(error.detail)}
        return JSONResponse({"errors": []} | body, error.status_code, error.headers)

    @api.exception_handler(RequestValidationError)
    async def not_valid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            ": ".join([*(str(part) for part in one["loc"][1:]), one["msg"]])
            for one in error.errors()
        ]
        return JSONResponse({"detail": "The request is not valid.", "errors": errors}, 422)

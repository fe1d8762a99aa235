"""The routes of the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Path, Query, Response
from fastapi_offline import FastAPIOffline
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lookup import models
from lookup.access import Access
from lookup.batches import Batches, BusyError
from lookup.bodies import LimitedBodies
from lookup.customers import customer, redirects, timeline, uids_of
from lookup.masking import shown
from lookup.observed import Metrics, Observed
from lookup.problems import handle_problems, with_problems
from lookup.publications import Publications
from lookup.questions import Answers, Match, Question, Search
from lookup.settings import MATCH, PERSONAL_DATA, READ, Key, Settings

Identifier = Annotated[
    str,
    Path(
        min_length=1,
        max_length=100,
        description="A customer uid, or the id of a source: KNA000001 or SAP:KNA000001.",
    ),
]
Uid = Annotated[
    str, Path(pattern="^[Cc]-[0-9A-Za-z]{16}$", description="Any uid ever used, in any case.")
]
Email = Annotated[str | None, Query(max_length=models.LONGEST, pattern="@")]
Phone = Annotated[
    str | None,
    Query(
        max_length=models.LONGEST,
        pattern="([^0-9]*[0-9]){6}",
        description="At least six digits, in any notation.",
    ),
]
Name = Annotated[str | None, Query(min_length=2, max_length=models.LONGEST, pattern=r"\S")]


def create_api(settings: Settings, publications: Publications, answers: Answers) -> FastAPI:
    """The service with the given settings and publications."""
    batches: Batches[Any, Any] = Batches(answers)
    access, metrics = Access(settings), Metrics(publications)
    reader, matcher = Depends(access.needs(READ)), Depends(access.needs(MATCH))
    searcher = Depends(access.needs(READ, PERSONAL_DATA))

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        with publications.followed(), batches.running():
            yield

    # Its page /docs loads nothing from another server.
    api = FastAPIOffline(
        title="Lookup of golden customers",
        description="Reads the published marts. Personal data is masked without its scope.",
        version="1",
        lifespan=running,
        redoc_url=None,
        static_url="/docs-files",
        # Swagger UI would send the address of the description to a public validator.
        swagger_ui_parameters={"validatorUrl": None},
    )
    api.add_middleware(LimitedBodies)
    api.add_middleware(Observed, metrics=metrics)
    handle_problems(api)

    async def answer(question: Question) -> list[dict[str, Any]]:
        try:
            return await batches.ask((question, publications.current))
        except BusyError as error:
            raise HTTPException(503, "Too many requests wait; try again later.") from error

    @api.get("/customers/{identifier}", responses=with_problems(404, 409))
    async def get_customer(identifier: Identifier, key: Key = reader) -> models.Customer:
        """A customer by uid or by the id of one of its records."""
        snapshot = publications.current
        return customer(_only(identifier, snapshot), snapshot, _is_masked(key))

    @api.get("/customers/{identifier}/timeline", responses=with_problems(404, 409))
    async def get_timeline(
        identifier: Identifier,
        key: Key = reader,
        until: Annotated[date | None, Query(description="The last day.")] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> models.Timeline:
        """The events of a customer, the newest first."""
        snapshot = publications.current
        uid = _only(identifier, snapshot)
        last = until.isoformat() if until else None
        events = timeline(uid, snapshot, last, limit, _is_masked(key))
        return {"customer_uid": uid, "events": events}

    @api.get("/customers", responses=with_problems(404, 503))
    async def search_customers(
        key: Key = reader,
        email: Email = None,
        phone: Phone = None,
        name: Name = None,
    ) -> models.Found:
        """Customers by e-mail address, phone number or name, despite typos."""
        given = {"email": email, "phone": phone, "name": name}
        parameters = {field: value.strip() for field, value in given.items() if value}
        if not parameters:
            raise HTTPException(404, "Nothing was searched: give email, phone or name.")
        found = await answer(Search(parameters))
        return {"customers": [shown(row, _is_masked(key)) for row in found]}

    @api.get("/search", responses=with_problems())
    def search_messages(
        q: Annotated[
            str,
            Query(
                min_length=2,
                max_length=models.LONGEST,
                pattern=r"\w",
                description="What the messages are about, in any language.",
            ),
        ],
        key: Key = searcher,
        limit: Annotated[int, Query(ge=1, le=100)] = 10,
    ) -> models.Messages:
        """What customers wrote that answers a question, by meaning; needs personal_data."""
        return publications.current.messages.find(q, limit)

    @api.get("/resolve/{uid}", responses=with_problems(404))
    async def resolve(
        uid: Uid,
        key: Key = reader,
    ) -> models.Resolution:
        """The customers that now have the records of a current or former uid."""
        found = redirects(uid, publications.current)
        if found is None:
            raise HTTPException(404, "No customer has, or had, this uid.")
        return found

    @api.post("/match", responses=with_problems(400, 413, 503))
    async def match(
        record: models.NewRecord,
        key: Key = matcher,
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
    ) -> models.Candidates:
        """The stored records that may be the same customer, scored by the match model."""
        found = await answer(Match(record.model_dump()))
        candidates = [shown(one, _is_masked(key)) for one in found[:limit]]
        return {"candidate_count": len(found), "candidates": candidates}

    @api.get("/health")
    async def health() -> models.Health:
        """Whether the newest publication is served, and its date."""
        snapshot = publications.current
        return {
            "status": "degraded" if publications.problem else "ok",
            "data_until": snapshot.data_until,
            "built_at": snapshot.built_at,
            "customers": len(snapshot.summaries),
            "model_version": answers.matcher.model.version,
            "problem": publications.problem,
        }

    @api.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
    async def show_metrics() -> Response:
        """Counts and times of requests, for Prometheus."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return api


def _is_masked(key: Key) -> bool:
    return PERSONAL_DATA not in key.scopes


def _only(identifier: str, snapshot: Any) -> str:
    """The customer with an identifier; refuses an unknown and an ambiguous one."""
    uids = uids_of(identifier, snapshot)
    if not uids:
        old = redirects(identifier, snapshot)
        hint = f" The uid is no longer in use: see /resolve/{old['customer_uid']}." if old else ""
        raise HTTPException(404, f"No current customer has this uid or id.{hint}")
    if len(uids) > 1:
        raise HTTPException(
            409, f"Several customers have this id: {', '.join(uids)}. Name the source: SAP:..."
        )
    return uids[0]

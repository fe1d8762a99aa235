"""Counts and logs requests: by route, never with a path, a query or a body."""

from __future__ import annotations

import logging
import time
from typing import Any

from fastapi.responses import JSONResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from lookup.publications import Publications

LOG = logging.getLogger("lookup")
BUCKETS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0, 5.0)
UNKNOWN = "unknown"
FAILED = JSONResponse({"detail": "The service failed.", "errors": []}, 500)


class Metrics:
    """The metrics of one service."""

    def __init__(self, publications: Publications) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "lookup_requests",
            "Requests by route and status.",
            ["route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "lookup_request_seconds",
            "Seconds until the answer, by route.",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        customers = Gauge(
            "lookup_customers",
            "Customers in the publication that is served.",
            registry=self.registry,
        )
        customers.set_function(lambda: len(publications.current.summaries))
        problem = Gauge(
            "lookup_publication_problem",
            "1 if the newest publication cannot be read.",
            registry=self.registry,
        )
        problem.set_function(lambda: float(publications.problem is not None))


def route_of(scope: Any) -> str:
    """The route of a request, such as /customers/{identifier}, without its values."""
    return getattr(scope.get("route"), "path", UNKNOWN)


class Observed:
    """ASGI middleware that counts and logs each request."""

    def __init__(self, app: Any, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on, and count its status and time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, start = 500, time.perf_counter()

        async def send_on(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        except Exception as error:
            # Only the type: the message and the values of an error may have personal data.
            LOG.error("%s in %s", type(error).__name__, route_of(scope))
            await FAILED(scope, receive, send_on)
        finally:
            seconds, route = time.perf_counter() - start, route_of(scope)
            self.metrics.requests.labels(route, status).inc()
            self.metrics.seconds.labels(route).observe(seconds)
            caller = scope.get("state", {}).get("caller", "-")
            LOG.info("%s %s %d %.1f ms %s", scope["method"], route, status, seconds * 1e3, caller)

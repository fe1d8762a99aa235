"""Access control: API keys, their scopes, and their rate limits."""

from __future__ import annotations

import hmac
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import HTTPException, Request, Security
from fastapi.security import APIKeyHeader

from lookup.settings import Key, Settings, digest

HEADER = APIKeyHeader(name="X-API-Key", auto_error=False, description="A key of C360_SERVICE_KEYS.")
NOBODY = "without a valid key"


@dataclass
class Allowance:
    """The requests that a caller may still send; refilled steadily, up to one second's worth."""

    left: float
    at: float


class RateLimit:
    """Counts the requests of each caller; callers without a valid key share one allowance."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.clock = rate, clock
        self.most = max(1.0, rate)
        self.allowances: dict[str, Allowance] = {}

    def take(self, caller: str) -> float:
        """Count a request; returns 0 if it may pass, else the seconds until the next one may."""
        now = self.clock()
        one = self.allowances.setdefault(caller, Allowance(self.most, now))
        one.left = min(self.most, one.left + (now - one.at) * self.rate)
        one.at = now
        if one.left < 1:
            return (1 - one.left) / self.rate
        one.left -= 1
        return 0.0


class Access:
    """Checks the key, the rate and the scope of each request."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.limit = RateLimit(settings.rate)

    def key_of(self, secret: str | None) -> Key | None:
        """The key with this secret. All keys are compared, each in constant time."""
        given, found = digest(secret or ""), None
        for key in self.settings.keys:
            if hmac.compare_digest(key.digest, given):
                found = key
        return found

    def needs(self, *scopes: str) -> Callable[..., Awaitable[Key]]:
        """A dependency that gives the key of a request, or refuses it with 401, 403 or 429."""

        async def checked(
            request: Request, secret: Annotated[str | None, Security(HEADER)] = None
        ) -> Key:
            key = self.key_of(secret)
            request.state.caller = key.name if key else NOBODY
            wait = self.limit.take(request.state.caller)
            if wait:
                raise HTTPException(
                    429, "Too many requests.", headers={"Retry-After": str(int(wait) + 1)}
                )
            if key is None:
                raise HTTPException(
                    401,
                    "Send a valid key in the header X-API-Key.",
                    headers={"WWW-Authenticate": 'ApiKey realm="lookup"'},
                )
            for scope in scopes:
                if scope not in key.scopes:
                    raise HTTPException(403, f"The key needs the scope {scope}.")
            return key

        return checked

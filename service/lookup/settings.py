"""Keys, scopes and limits of the service, from environment variables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

KEYS, RATE, LISTED = "C360_SERVICE_KEYS", "C360_SERVICE_RATE", "name:scope+scope:secret"
READ, PERSONAL_DATA, MATCH = "read", "personal_data", "match"
SCOPES = (READ, PERSONAL_DATA, MATCH)
SHORTEST_SECRET = 16
REQUESTS_PER_SECOND = 1_000.0


class SettingsError(Exception):
    """An environment variable is not valid; the message never contains a secret."""


@dataclass(frozen=True)
class Key:
    """An API key. Only the digest of its secret is kept, so that all have the same length."""

    name: str
    scopes: frozenset[str]
    digest: bytes = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """The API keys, and how many requests per second each may send."""

    keys: tuple[Key, ...]
    rate: float = REQUESTS_PER_SECOND


def digest(secret: str) -> bytes:
    """The digest of a secret, by which keys are compared."""
    return hashlib.sha256(secret.encode("utf-8")).digest()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in C360_SERVICE_KEYS and C360_SERVICE_RATE; raises SettingsError."""
    given = [one.strip() for one in environment.get(KEYS, "").split(",") if one.strip()]
    if not given:
        raise SettingsError(f"{KEYS} has no keys. Set it to {LISTED}, several with commas.")
    keys = tuple(_key(number, one) for number, one in enumerate(given, start=1))
    repeated = len({key.name for key in keys}) < len(keys)
    if repeated or len({key.digest for key in keys}) < len(keys):
        raise SettingsError(f"{KEYS}: two keys have the same name or secret.")
    rate = environment.get(RATE) or str(REQUESTS_PER_SECOND)
    try:
        return Settings(keys, _positive(rate))
    except ValueError as error:
        raise SettingsError(f"{RATE} is {rate!r}; it must be a number above 0.") from error


def _key(number: int, given: str) -> Key:
    name, *rest = given.split(":", 2)
    if len(rest) != 2 or not name:
        raise SettingsError(f"{KEYS}: key {number} is not {LISTED}.")
    scopes, secret = frozenset(rest[0].split("+")), rest[1]
    if unknown := scopes - set(SCOPES):
        raise SettingsError(
            f"{KEYS}: key {name} has the scopes {', '.join(sorted(unknown))}, which are not among"
            f" {', '.join(SCOPES)}."
        )
    if len(secret) < SHORTEST_SECRET:
        raise SettingsError(f"{KEYS}: the secret of {name} is under {SHORTEST_SECRET} characters.")
    return Key(name, scopes, digest(secret))


def _positive(value: str) -> float:
    number = float(value)
    if not 0 < number < float("inf"):
        raise ValueError(value)
    return number

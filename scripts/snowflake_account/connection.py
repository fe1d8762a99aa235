"""Connects with the environment variables that profiles.yml reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import snowflake.connector
from cryptography.hazmat.primitives import serialization
from snowflake.connector import SnowflakeConnection


class CredentialError(Exception):
    """An environment variable with credentials is missing."""


def key_bytes(pem: str, passphrase: str) -> bytes:
    """A private key in PEM as the connector takes it by value."""
    key = serialization.load_pem_private_key(
        pem.replace("\\n", "\n").encode(), passphrase.encode() if passphrase else None
    )
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def credentials(environment: Mapping[str, str]) -> dict[str, Any]:
    """Arguments of the connector. Raises CredentialError if one is missing."""
    missing = [
        name for name in ("SNOWFLAKE_ACCOUNT", "SNOWFLAKE_USER") if not environment.get(name)
    ]
    if missing:
        raise CredentialError(f"set {' and '.join(missing)}")
    found: dict[str, Any] = {
        "account": environment["SNOWFLAKE_ACCOUNT"],
        "user": environment["SNOWFLAKE_USER"],
    }
    passphrase = environment.get("SNOWFLAKE_PRIVATE_KEY_PASSPHRASE", "")
    if pem := environment.get("SNOWFLAKE_PRIVATE_KEY"):
        return found | {"private_key": key_bytes(pem, passphrase)}
    if path := environment.get("SNOWFLAKE_PRIVATE_KEY_PATH"):
        secret = {"private_key_file_pwd": passphrase} if passphrase else {}
        return found | {"private_key_file": path} | secret
    if authenticator := environment.get("SNOWFLAKE_AUTHENTICATOR"):
        return found | {"authenticator": authenticator}
    raise CredentialError(
        "set SNOWFLAKE_PRIVATE_KEY_PATH, SNOWFLAKE_PRIVATE_KEY, or SNOWFLAKE_AUTHENTICATOR"
    )


def connect(environment: Mapping[str, str]) -> SnowflakeConnection:
    """A session. Roles and warehouses are chosen by the scripts."""
    return snowflake.connector.connect(
        **credentials(environment), session_parameters={"QUERY_TAG": "customer_360"}
    )
